import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { validateBytes } from '../../src/config/validate.ts';
import type { Diagnostic } from '../../src/contract/index.ts';

/**
 * Files with the mistakes that users make, and what a perfect validator says about each: every error and warning, once,
 * at its line. `to` is given where the place is a range: an alias bomb, or a bracket that is missed lines later.
 */
interface Expected {
  findings: { code: string; line: number; to?: number }[];
  /** Codes of notes (severity info) that must be there, too. Other notes are not looked at. */
  notes?: string[];
}

const CORPUS = join(import.meta.dirname, '../corpus');
const EXPECTED: Record<string, Expected> = JSON.parse(readFileSync(join(CORPUS, 'expected.json'), 'utf8'));
const KINDS = readdirSync(join(CORPUS, 'invalid')).sort();
const filesOf = (kind: string) => readdirSync(join(CORPUS, 'invalid', kind)).map((name) => `${kind}/${name}`);
const NAMES = KINDS.flatMap(filesOf).sort();

/** The first line `# env: A B` names the variables that are set for the file. */
function envOf(bytes: Buffer): Record<string, string> {
  const names = /^# env: (.*)/.exec(bytes.toString('utf8'))?.[1]?.trim().split(/\s+/) ?? [];
  return Object.fromEntries(names.map((name) => [name, 'some-value']));
}

interface Outcome {
  mistakes: number;
  missing: string[];
  extra: string[];
}

/** Each expectation takes one finding; what is left over is a false alarm. */
function outcomeOf(name: string): Outcome {
  const bytes = readFileSync(join(CORPUS, 'invalid', name));
  const { findings = [], notes = [] } = EXPECTED[name] ?? {};
  const { diagnostics } = validateBytes(bytes, name, envOf(bytes));
  const left: Diagnostic[] = diagnostics.filter(({ severity }) => severity !== 'info');
  const missing: string[] = [];
  for (const { code, line, to = line } of findings) {
    const at = left.findIndex((found) => found.code === code && found.line >= line && found.line <= to);
    if (at >= 0) left.splice(at, 1);
    else missing.push(`${name}:${line} missing ${code}`);
  }
  const infos = new Set(diagnostics.filter(({ severity }) => severity === 'info').map(({ code }) => code));
  for (const code of notes) if (!infos.has(code)) missing.push(`${name} missing note ${code}`);
  const extra = left.map(({ severity, code, path, line, message }) => {
    return `${name}:${line} extra ${severity} ${code} ${path}: ${message}`;
  });
  return { mistakes: findings.length + notes.length, missing, extra };
}

test('the corpus has the kinds, the shapes and the share of misspellings that it should have', () => {
  expect(Object.keys(EXPECTED).sort()).toEqual(NAMES);
  expect(NAMES.length).toBeGreaterThanOrEqual(330);
  expect(KINDS.length).toBeGreaterThanOrEqual(34);
  for (const kind of KINDS) expect(filesOf(kind).length, kind).toBeGreaterThanOrEqual(6);
  expect(NAMES.filter((name) => name.startsWith('misspelt-key/')).length).toBeLessThanOrEqual(NAMES.length / 10);
  for (const [name, { findings }] of Object.entries(EXPECTED)) {
    expect(findings.length, name).toBeGreaterThan(0);
    const lines = findings.map(({ line }) => line);
    expect(lines, name).toEqual([...lines].sort((a, b) => a - b));
  }
});

test('every mistake is found once, at its line, and nothing else is', () => {
  const problems: string[] = [];
  const rows = KINDS.map((kind) => {
    const outcomes = filesOf(kind).map(outcomeOf);
    problems.push(...outcomes.flatMap(({ missing, extra }) => [...missing, ...extra]));
    const sum = (count: (outcome: Outcome) => number) => outcomes.reduce((total, outcome) => total + count(outcome), 0);
    const mistakes = sum((outcome) => outcome.mistakes);
    const found = mistakes - sum((outcome) => outcome.missing.length);
    return { kind, files: outcomes.length, mistakes, found, extra: sum((outcome) => outcome.extra.length) };
  });
  const total = (key: 'files' | 'mistakes' | 'found' | 'extra') => rows.reduce((sum, row) => sum + row[key], 0);
  rows.push({
    kind: 'all',
    files: total('files'),
    mistakes: total('mistakes'),
    found: total('found'),
    extra: total('extra'),
  });
  console.log(table(rows));
  expect(problems).toEqual([]);
});

function table(rows: { kind: string; files: number; mistakes: number; found: number; extra: number }[]): string {
  const line = (kind: string, ...cells: (string | number)[]) =>
    kind.padEnd(28) + cells.map((cell) => String(cell).padStart(13)).join('');
  return [
    line('kind', 'files', 'mistakes', 'found', 'false alarms'),
    ...rows.map(({ kind, files, mistakes, found, extra }) => line(kind, files, mistakes, found, extra)),
  ].join('\n');
}
