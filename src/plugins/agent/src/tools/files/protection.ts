import { realpath } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import type { Host } from '@hermes-ops/contract';
import { isSecret } from '../../approvals/secrets.ts';
import { isInside } from '../shell/environment.ts';

/** Why a file inside the workspace is not read unasked; undefined for ordinary files. */
export const protection = (real: string): string | undefined =>
  isSecret(real) ? 'it may hold keys or passwords' : undefined;

/** What is run later, by a shell, git, an editor or a build service, without anybody asking again: ends of paths. */
const RUN_LATER = new RegExp(
  [
    /\/\.git(?:\/|$)/,
    /\/\.(?:husky|vscode|idea|zed|fleet|github|gitlab|circleci|hermes|claude|codex|gemini|cursor|windsurf|devcontainer|direnv|yarn)\//,
    /\/\.(?:gitlab-ci\.yml|gitmodules|gitconfig|gitattributes|envrc|npmrc|yarnrc(?:\.yml)?|pnpmfile\.c?js|mcp\.json|pre-commit-config\.yaml|claude\.json|exrc|nvimrc|nvim\.lua|lvimrc|direnvrc|dir-locals\.el|editorrc|travis\.yml)$/,
    /\/\.(?:bash|zsh|ksh|csh|tcsh)\w*$/,
    /\/\.(?:profile|xprofile|xinitrc|xsession|xsessionrc|inputrc|login|logout|vimrc|gvimrc|emacs|tmux\.conf|screenrc|pythonrc|gdbinit|lldbinit|psqlrc|sqliterc|curlrc|wgetrc|pam_environment|selected_editor)$/,
    /\/\.(?:vim|emacs\.d|oh-my-zsh|zsh|bash_completion\.d)\//,
    /\/\.config\/(?:fish|autostart|systemd|git|nvim|zsh|environment\.d|direnv|pip)\//,
    /\/\.local\/(?:bin|share\/(?:applications|systemd|nvim))\//,
    /\/Library\/Launch(?:Agents|Daemons)\//,
    /\/(?:package\.json|Jenkinsfile|crontab|authorized_keys|sitecustomize\.py|usercustomize\.py|conftest\.py|[^/]+\.pth)$/,
    /\/\.ssh\/(?:config|rc)$/,
    /\/(?:cron\.\w+|systemd)\//,
  ]
    .map((one) => `(?:${one.source})`)
    .join('|'),
  'i',
);
/** What agents, this one among them, take for instructions of the user. */
const INSTRUCTIONS =
  /\/(?:AGENTS|CLAUDE|GEMINI|HERMES|SOUL)(?:\.local|\.override)?\.md$|\/\.hermes\.md$|\/\.(?:cursor|windsurf|cline)rules(?:$|\/)/i;

/** Why a person has to agree to a change of this file even where approvals are off. */
export async function runsLater(real: string, { paths }: Host): Promise<string | undefined> {
  const home = await realpath(paths.home).catch(() => paths.home);
  if (isInside(real, home)) return 'it belongs to this program, which may read or run it later';
  if (INSTRUCTIONS.test(real)) return 'agents read it as instructions';
  return RUN_LATER.test(real) ? 'it may be run later without anybody being asked' : undefined;
}

/** Why a file of our own home is never written by a file tool. */
export async function ownFile(real: string, { paths }: Host): Promise<string | undefined> {
  const home = await realpath(paths.home).catch(() => paths.home);
  const own = (path: string) => join(home, relative(paths.home, path));
  if (real === own(paths.config)) return 'config.yaml is changed with config_set';
  if (real === own(paths.env) || isInside(real, own(paths.ops)))
    return `${basename(real)} belongs to this program, which the file tools do not change`;
  return isInside(real, join(home, 'memories')) ? 'the notes of another program are only read' : undefined;
}
