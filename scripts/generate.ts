/**
 * Writes what is derived from the source (`npm run generate`): the command tables of both READMEs and docs/errors.md; of
 * the schema docs/config.md, docs/config.example.yaml and the types of config.yaml.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FIRST_PARTY_PLUGINS } from '../src/catalog/plugins.ts';
import { CODES } from '../src/errors/codes.ts';
import { WARNINGS } from '../src/errors/warnings.ts';
import { CHINESE } from './command-summaries.zh.ts';
import { configExample } from './generate-config-example.ts';
import { configKeys } from './generate-config-keys.ts';
import { configPage } from './generate-config-page.ts';
import { configTypes } from './generate-config-types.ts';

const root = dirname(import.meta.dirname);
const BEGIN = '<!-- commands: made by npm run generate -->';
const END = '<!-- /commands -->';

interface Manifest {
  commands: Record<string, { id: string; summary?: string; description?: string; hidden?: boolean }>;
}

/** Every generated file with the content it must have; needs a build, because the commands come from its manifests. */
export async function generated(): Promise<{ file: string; content: string }[]> {
  const keys = configKeys();
  const commands = allCommands();
  const english = commandTable(['command', 'what it does'], commands, ({ what, plugin }) =>
    plugin ? `${what} (plugin: \`hermes plugins install ${plugin}\`)` : what,
  );
  const chinese = commandTable(['命令', '作用'], commands, ({ name, plugin }) => {
    const what = CHINESE[name];
    if (!what) throw new Error(`scripts/command-summaries.zh.ts lacks \`${name}\``);
    return plugin ? `${what}（插件：\`hermes plugins install ${plugin}\`）` : what;
  });
  return [
    { file: 'README.md', content: between(text('README.md'), english) },
    { file: 'README.zh-CN.md', content: between(text('README.zh-CN.md'), chinese) },
    { file: 'docs/errors.md', content: errorPage() },
    { file: 'docs/config.md', content: configPage(keys) },
    { file: 'docs/config.example.yaml', content: configExample(keys) },
    { file: 'src/contract/config-file.generated.ts', content: await configTypes(keys) },
  ];
}

interface Row {
  name: string;
  what: string;
  /** Short name of the plugin that brings it. */
  plugin: string | undefined;
}

function allCommands(): Row[] {
  const folders = [
    { folder: '.', plugin: undefined },
    ...FIRST_PARTY_PLUGINS.map(({ name }) => ({ folder: `src/plugins/${name}`, plugin: name })),
  ];
  return folders
    .flatMap(({ folder, plugin }) =>
      Object.values(read<Manifest>(`${folder}/oclif.manifest.json`).commands)
        .filter(({ hidden }) => !hidden)
        .map(({ id, summary = '' }) => ({ name: id.replaceAll(':', ' '), what: summary, plugin })),
    )
    .sort((a, b) => a.name.localeCompare(b.name));
}

const commandTable = (head: [string, string], rows: readonly Row[], say: (row: Row) => string): string =>
  [`| ${head.join(' | ')} |`, '|---|---|', ...rows.map((row) => `| \`hermes ${row.name}\` | ${say(row)} |`)].join('\n');

function errorPage(): string {
  const failures = Object.entries(CODES).map(([code, row]) => ({ code, ...row, effect: `Exit code: ${row.exit}` }));
  const effect = 'A warning of `hermes config validate`, which exits with 0';
  const warnings = Object.entries(WARNINGS).map(([code, row]) => ({ code, ...row, effect }));
  const rows = [...failures, ...warnings]
    .sort((a, b) => a.code.localeCompare(b.code))
    .map(({ code, means, remedy, effect }) => `## ${code}\n\n${means}\n\n- ${effect}\n- What to do: ${remedy}\n`);
  return `# Error codes

Made by \`npm run generate\` from \`src/errors/codes.ts\`. Codes are stable: scripts may branch on them. With \`--json\` a failing
command prints \`{"schemaVersion": 1, "error": {"code", "message", "where"?, "try"}}\`. Exit codes: 0 fine; 1 the thing checked has
problems, or the action failed; 2 could not run; 130 and 143 interrupted by a signal. Codes of \`hermes bench\` are listed in the
README of its plugin.

${rows.join('\n')}`;
}

function between(page: string, content: string): string {
  const [start, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (start === -1 || end === -1) throw new Error(`a README lost its marker ${BEGIN}`);
  return `${page.slice(0, start + BEGIN.length)}\n${content}\n${page.slice(end)}`;
}

const text = (file: string): string => readFileSync(join(root, file), 'utf8');
const read = <T>(file: string): T => JSON.parse(text(file)) as T;

if (import.meta.main) for (const { file, content } of await generated()) writeFileSync(join(root, file), content);
