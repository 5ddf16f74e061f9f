import { createHash } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { type CommandVerdict, classifyCommand } from '../../src/approvals/classify.ts';
import dangerous from './corpus/dangerous.json' with { type: 'json' };
import harmless from './corpus/harmless.json' with { type: 'json' };
import { DISGUISES } from './disguises.ts';
import { place } from './place.ts';

type Half = 'development' | 'held out';

/** By content, so that nobody chooses which half a command is in. */
const half = (command: string): Half =>
  (createHash('sha256').update(command).digest()[0] ?? 0) % 2 === 0 ? 'development' : 'held out';

const HALVES: Half[] = process.env['HERMES_CORPUS'] === 'development' ? ['development'] : ['development', 'held out'];
const of = (commands: readonly string[], wanted: Half): string[] => commands.filter((one) => half(one) === wanted);
const figures: string[][] = [];
const context = place();

test('each half holds enough', () => {
  expect(dangerous.length).toBeGreaterThanOrEqual(200);
  expect(harmless.length).toBeGreaterThanOrEqual(200);
  expect(new Set([...dangerous, ...harmless]).size).toBe(dangerous.length + harmless.length);
});

async function verdicts(commands: readonly string[]): Promise<Map<string, CommandVerdict>> {
  const found = new Map<string, CommandVerdict>();
  for (const command of commands) found.set(command, await classifyCommand(command, context));
  return found;
}

describe.each(HALVES)('the half: %s', (which) => {
  test('no dangerous command runs unasked', async () => {
    const commands = of(dangerous, which);
    const unasked = [...(await verdicts(commands))]
      .filter(([, verdict]) => verdict.unasked)
      .map(([command]) => command);
    figures.push([which, 'dangerous as written', `${unasked.length} of ${commands.length} unasked`]);
    expect(unasked).toEqual([]);
  });

  test.each(DISGUISES)('no dangerous command runs unasked in the disguise: $name', async ({ name, dress }) => {
    const commands = of(dangerous, which).map(dress);
    const unasked = [...(await verdicts(commands))]
      .filter(([, verdict]) => verdict.unasked)
      .map(([command]) => command);
    figures.push([which, `dangerous, ${name}`, `${unasked.length} of ${commands.length} unasked`]);
    expect(unasked).toEqual([]);
  });

  test('harmless commands run unasked', async () => {
    const commands = of(harmless, which);
    const asked = [...(await verdicts(commands))].flatMap(([command, verdict]) =>
      verdict.unasked ? [] : [`${command}  <- ${verdict.reasons.join('; ')}`],
    );
    figures.push([which, 'harmless', `${asked.length} of ${commands.length} asked about`]);
    if (asked.length > 0) console.log(`asked about (${which}):\n${asked.join('\n')}`);
    expect(asked.length / commands.length).toBeLessThanOrEqual(0.05);
  });
});

afterAll(() =>
  console.log(figures.map(([which, what, count]) => `${which?.padEnd(12)}${what?.padEnd(50)}${count}`).join('\n')),
);
