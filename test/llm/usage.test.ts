import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { appendUsage } from '../../src/llm/index.ts';
import { ROOT } from '../helpers/cli.ts';
import { tempDir } from '../helpers/home.ts';

const ENTRY = {
  time: '2026-11-22T10:00:00.000Z',
  task: 'test',
  session: '20261122-100000-abcdef',
  model: 'm',
  baseUrl: 'http://h/v1',
  promptTokens: 1,
  completionTokens: 2,
  cachedTokens: 0,
  ms: 3,
  ok: true,
};

test('lines of two processes do not mix', async () => {
  const ops = join(tempDir(), 'ops');
  const count = 200;
  const script = `
    const { appendUsage } = await import(${JSON.stringify(`${ROOT}src/llm/usage.ts`)});
    const [ops, task] = process.argv.slice(1);
    await Promise.all(Array.from({ length: ${count} }, () => appendUsage(ops, { ...${JSON.stringify(ENTRY)}, task })));`;
  const run = (task: string) =>
    promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, ops, task.repeat(250)]);
  await Promise.all([run('a'), run('b')]);
  const lines = readFileSync(join(ops, 'usage', '2026-11.jsonl'), 'utf8')
    .trimEnd()
    .split('\n');
  const tasks = lines.map((line) => (JSON.parse(line) as { task: string }).task);
  expect(lines.every((line) => line.includes(ENTRY.session))).toBe(true);
  expect(tasks.filter((task) => /^a+$/.test(task))).toHaveLength(count);
  expect(tasks.filter((task) => /^b+$/.test(task))).toHaveLength(count);
});

test('a text of any length makes a short line', async () => {
  const ops = join(tempDir(), 'ops');
  await appendUsage(ops, { ...ENTRY, model: 'x'.repeat(100_000) });
  expect(readFileSync(join(ops, 'usage', '2026-11.jsonl'), 'utf8').length).toBeLessThan(1000);
});
