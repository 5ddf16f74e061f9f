/** Writes what is derived from the source: the command tables of both READMEs and docs/errors.md (`npm run generate`). */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FIRST_PARTY_PLUGINS } from '../src/catalog/plugins.ts';
import { CODES, WARNINGS } from '../src/errors/codes.ts';

const root = dirname(import.meta.dirname);
const BEGIN = '<!-- commands: made by npm run generate -->';
const END = '<!-- /commands -->';

interface Manifest {
  commands: Record<string, { id: string; summary?: string; description?: string; hidden?: boolean }>;
}

/** Every generated file with the content it must have; needs a build, because the commands come from its manifests. */
export function generated(): { file: string; content: string }[] {
  const table = commandTable([
    read<Manifest>('oclif.manifest.json'),
    ...FIRST_PARTY_PLUGINS.map(({ name }) => read<Manifest>(`src/plugins/${name}/oclif.manifest.json`)),
  ]);
  const readmes = ['README.md', 'README.zh-CN.md'].map((file) => ({ file, content: between(text(file), table) }));
  return [...readmes, { file: 'docs/errors.md', content: errorPage() }];
}

function commandTable(manifests: Manifest[]): string {
  const rows = manifests
    .flatMap(({ commands }) => Object.values(commands))
    .filter(({ hidden }) => !hidden)
    .map(({ id, summary, description }) => ({ name: id.replaceAll(':', ' '), what: summary ?? description ?? '' }))
    .sort((a, b) => a.name.localeCompare(b.name));
  const plugin = (name: string) =>
    FIRST_PARTY_PLUGINS.find(({ commands }) => commands.includes(name.split(' ')[0] ?? ''));
  return [
    '| command | what it does |',
    '|---|---|',
    ...rows.map(
      ({ name, what }) =>
        `| \`hermes ${name}\` | ${what}${plugin(name) ? ` (plugin: \`hermes plugins install ${plugin(name)?.name}\`)` : ''} |`,
    ),
  ].join('\n');
}

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

if (import.meta.main) for (const { file, content } of generated()) writeFileSync(join(root, file), content);
