import { realpath } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import type { Host } from '@hermes-ops/contract';
import { isSecret } from '../../approvals/secrets.ts';
import { isInside } from '../shell/environment.ts';

/** Why a file inside the workspace is not read unasked; undefined for ordinary files. */
export const protection = (real: string): string | undefined =>
  isSecret(real) ? 'it may hold keys or passwords' : undefined;

/** What is run later, by a shell, git, an editor or a build service, without anybody asking again: ends of paths. */
const RUN_LATER =
  /\/\.git(?:\/|$)|\/\.(?:husky|vscode|idea|github|gitlab|circleci|hermes|claude|codex)\/|\/\.(?:gitlab-ci\.yml|gitmodules|gitconfig|gitattributes|envrc|npmrc|mcp\.json|pre-commit-config\.yaml)$|\/\.(?:bash|zsh|ksh|csh|tcsh)\w*$|\/\.(?:profile|xprofile|xinitrc|inputrc|login|logout|vimrc|emacs|tmux\.conf)$|\/\.config\/(?:fish|autostart|systemd|git)\/|\/(?:package\.json|Jenkinsfile|crontab|authorized_keys)$|\/(?:cron\.\w+|systemd)\//i;

/** Why a person has to agree to a change of this file even where approvals are off. */
export const runsLater = (real: string): string | undefined =>
  RUN_LATER.test(real) ? 'it may be run later without anybody being asked' : undefined;

/** Why a file of our own home is never written by a file tool. */
export async function ownFile(real: string, { paths }: Host): Promise<string | undefined> {
  const home = await realpath(paths.home).catch(() => paths.home);
  const own = (path: string) => join(home, relative(paths.home, path));
  if (real === own(paths.config)) return 'config.yaml is changed with config_set';
  if (real === own(paths.env) || isInside(real, own(paths.ops)))
    return `${basename(real)} belongs to this program, which the file tools do not change`;
  return isInside(real, join(home, 'memories')) ? 'the notes of another program are only read' : undefined;
}
