import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { NOTICE_CODES } from '../src/loop/notice-codes.ts';

const PLUGIN = join(import.meta.dirname, '..');

/** Errors of commands that a conversation goes on without. */
const BOTH = new Set<string>(['agent.mcp-damaged', 'agent.mcp-failed']);

/** Names that are no codes: the service, the extension points. */
const OTHERS = new Set(['agent.sessions', 'agent.tools']);

const README = readFileSync(join(PLUGIN, 'README.md'), 'utf8');

/** The codes of the table below a heading. */
function listedUnder(heading: string): string[] {
  const part = README.split(/^## /m).find((one) => one.startsWith(`${heading}\n`)) ?? '';
  return [...part.matchAll(/^\| `(agent\.[a-z-]+)`/gm)].map(([, code = '']) => code).toSorted();
}

test('every error code of the plugin stands in its README, and no other', () => {
  const source = globSync('src/**/*.ts', { cwd: PLUGIN, exclude: ['src/loop/notice-codes.ts'] })
    .map((file) => readFileSync(join(PLUGIN, file), 'utf8'))
    .join('\n');
  const used = new Set([...source.matchAll(/'(agent\.[a-z-]+)'/g)].map(([, code = '']) => code));
  const notices = NOTICE_CODES.filter((code) => !BOTH.has(code));
  expect(NOTICE_CODES.filter((code) => !used.has(code))).toEqual([]);
  const errors = [...used].filter((code) => !new Set<string>(notices).has(code) && !OTHERS.has(code));
  expect(errors.toSorted()).toEqual(listedUnder('Error codes'));
});

test('every notice code of the plugin stands in its README, and no other', () => {
  expect(listedUnder('Notice codes')).toEqual([...NOTICE_CODES].toSorted());
});
