/**
 * `npm run check:corpus -- FILES...`: what `hermes config validate` finds in the given files or folders, counted by
 * code. `--list` prints every finding on a line of its own. Exit 1 when a file has an error. The variables that a first
 * line `# env: A B` names count as set.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { checkBytes } from '../src/config/index.ts';

const args = process.argv.slice(2);
const list = args.includes('--list');
const files = args.filter((arg) => arg !== '--list').flatMap(configFiles);
if (files.length === 0) {
  console.error('usage: npm run check:corpus -- [--list] FILES_OR_FOLDERS...');
  process.exit(2);
}

interface Row {
  code: string;
  severity: string;
  count: number;
  files: Set<string>;
  first: string;
}

const reports = await Promise.all(
  files.map((file) => {
    const bytes = readFileSync(file);
    return checkBytes(bytes, file, { env: { ...process.env, ...envOf(bytes) } });
  }),
);
const rows = new Map<string, Row>();
for (const { file, diagnostics } of reports) {
  for (const { code, severity, path, line, message } of diagnostics) {
    const place = `${file}:${line}${path ? ` ${path}` : ''}`;
    if (list) console.log(`${place} ${severity} ${code}: ${message}`);
    const key = `${severity} ${code}`;
    const row = rows.get(key) ?? { code, severity, count: 0, files: new Set<string>(), first: place };
    row.count++;
    row.files.add(file);
    rows.set(key, row);
  }
}

if (list && rows.size > 0) console.log('');
const order = ['error', 'warning', 'info'];
const sorted = [...rows.values()].sort(
  (a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || b.count - a.count || (a.code < b.code ? -1 : 1),
);
for (const { code, severity, count, files, first } of sorted) {
  console.log(
    `${severity.padEnd(8)}${code.padEnd(28)}${say(count, 'finding')} in ${say(files.size, 'file')}, first ${first}`,
  );
}
const withErrors = reports.filter(({ errors }) => errors > 0).length;
const withWarnings = reports.filter(({ warnings }) => warnings > 0).length;
const clean = reports.filter(({ errors, warnings }) => errors + warnings === 0).length;
console.log(`${say(reports.length, 'file')}: ${withErrors} with errors, ${withWarnings} with warnings, ${clean} clean`);
process.exitCode = withErrors > 0 ? 1 : 0;

/** The file itself, or every `.yaml` and `.yml` below the folder. */
function configFiles(path: string): string[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) {
    console.error(`${path}: there is no such file or folder`);
    process.exit(2);
  }
  if (!found.isDirectory()) return [path];
  const inside = readdirSync(path, { recursive: true, encoding: 'utf8' });
  return inside
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => join(path, name));
}

function envOf(bytes: Buffer): Record<string, string> {
  const names = /^(?:\uFEFF)?# env: (.*)/.exec(bytes.toString('utf8'))?.[1]?.trim().split(/\s+/) ?? [];
  return Object.fromEntries(names.map((name) => [name, 'set']));
}

function say(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
