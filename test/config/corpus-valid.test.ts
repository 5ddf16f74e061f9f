import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { validateBytes } from '../../src/config/validate.ts';

const FOLDER = join(import.meta.dirname, '../corpus/valid');
const NAMES = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));

/** The first line `# env: A B` names the variables that are set for the file. */
function envOf(bytes: Buffer): Record<string, string> {
  const names = /^(?:\uFEFF)?# env: (.*)/.exec(bytes.toString('utf8'))?.[1]?.trim().split(/\s+/) ?? [];
  return Object.fromEntries(names.map((name) => [name, valueFor(name)]));
}

/** Something that could stand there, in case a rule looks at the value, too. */
function valueFor(name: string): string {
  if (name.endsWith('_URL')) return 'https://llm.example.com/v1';
  if (/_(PORT|SECONDS)$/.test(name)) return '8000';
  return name === 'STREAMING' ? 'true' : name === 'APPROVALS' ? 'smart' : 'some-value';
}

function alarms(name: string): string[] {
  const bytes = readFileSync(join(FOLDER, name));
  const { diagnostics } = validateBytes(bytes, name, envOf(bytes));
  return diagnostics
    .filter(({ severity }) => severity !== 'info')
    .map(({ severity, code, path, line, message }) => `${name}:${line} ${severity} ${code} ${path}: ${message}`);
}

function countKeys(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + countKeys(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  const values: unknown[] = Object.values(value);
  return values.reduce((sum: number, item) => sum + 1 + countKeys(item), 0);
}

test('no valid file has an error or a warning', () => {
  expect(NAMES.length).toBeGreaterThanOrEqual(110);
  const found = NAMES.flatMap(alarms);
  const noisy = new Set(found.map((line) => line.split(':')[0]));
  console.log(`valid corpus: ${NAMES.length} files, ${found.length} false alarms in ${noisy.size} of them`);
  expect(found).toEqual([]);
});

test('at least 20 of the files are default dumps of 200 keys or more', () => {
  const large = NAMES.filter((name) => {
    const text = readFileSync(join(FOLDER, name), 'utf8').replace(/^\uFEFF/, '');
    return countKeys(parse(text, { merge: true })) >= 200;
  });
  expect(large.length).toBeGreaterThanOrEqual(20);
});
