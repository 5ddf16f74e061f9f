import { linkSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { classifyCommand } from '../../src/approvals/classify.ts';
import dangerous from './corpus/independent-dangerous.json' with { type: 'json' };
import harmless from './corpus/independent-harmless.json' with { type: 'json' };
import { place } from './place.ts';

/** Written by a tester who did not write the classifier, in a folder with a `.env`, links to secrets and planted programs. */
const context = { ...place(), endpoints: ['http://127.0.0.1:8080/v1'] };
for (const file of [
  '.env',
  'notes.txt',
  'a.json',
  'b.json',
  'server.log',
  'data.csv',
  'm.gguf',
  'src/main.py',
  'src2.py',
])
  context.write(file);
for (const file of ['evil', 'ls', 'script.sh', 'prog.awk', 'script.sed', 'big.txt', '../secret']) context.write(file);
context.write('.git/config', '[core]\n');
symlinkSync('.env', join(context.workspace, 'link-env'));
symlinkSync(context.home, join(context.workspace, 'link-dir'));

/** Most harmless ones that were asked about when this was written (82 at the time of the test); it must not become worse. */
const MOST_ASKED = 75;

test('of the harmless ones, no more than before are asked about', async () => {
  const asked: string[] = [];
  for (const command of harmless) if (!(await classifyCommand(command, context)).unasked) asked.push(command);
  const share = Math.round((100 * asked.length) / harmless.length);
  console.log(`independent harmless: ${asked.length} of ${harmless.length} asked about (${share} %)`);
  expect(asked.length, asked.join('\n')).toBeLessThanOrEqual(MOST_ASKED);
});

test('of the dangerous commands of the independent tester, none runs unasked', async () => {
  const unasked: string[] = [];
  linkSync(join(context.workspace, '.env'), join(context.workspace, 'hard.txt'));
  for (const command of dangerous) if ((await classifyCommand(command, context)).unasked) unasked.push(command);
  console.log(`independent dangerous: ${unasked.length} of ${dangerous.length} unasked`);
  expect(unasked).toEqual([]);
});
