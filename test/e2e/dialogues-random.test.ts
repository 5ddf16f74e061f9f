import { expect, test } from 'vitest';
import { expectCached, expectExtended, expectUndisturbed, expectValid } from '../dialogues/checks.ts';
import { agentHome } from '../dialogues/home.ts';
import { configText, modelFor } from '../dialogues/run.ts';
import { hermes } from '../helpers/cli.ts';
import type { Fault, PlannedCall, Step, Turn } from '../helpers/scripted-model/types.ts';
import { dice, SEED, wordMaker } from '../helpers/scripted-model/words.ts';

/** Conversations of four processes each; a hundredth of the property tests' number of runs, at least three. */
const COUNT = Math.max(3, Math.ceil(Number(process.env['HERMES_TEST_N'] ?? 100) / 50));

/** Whatever a model does and whatever happens to the server, in any order. */
function randomTurn(name: string, roll: () => number): Turn {
  const one = <T>(list: readonly T[]): T => list[Math.floor(roll() * list.length)] as T;
  const word = wordMaker(roll);
  const call = (): PlannedCall =>
    one<() => PlannedCall>([
      () => ({ tool: 'read_file', args: { path: one(['a.txt', 'b.txt', 'none.txt', '../out.txt']) } }),
      () => ({ tool: 'list_dir', args: { path: '.' } }),
      () => ({ tool: 'terminal', args: { command: `echo ${word()}` } }),
      () => ({ tool: 'terminal', args: { command: `rm ${word()}` } }),
      () => ({ tool: 'terminal', args: { command: `exit ${Math.floor(roll() * 9)}` } }),
      () => ({ tool: 'write_file', args: { path: 'new.txt', content: word() } }),
      () => ({ tool: 'config_get', args: { key: one(['model', 'compression', 'no.such']) } }),
      () => ({ tool: 'edit_file', raw: one(['{"path": "a.txt", "old": ', '', 'null', '[1]', '{"a":{"b":[]}}']) }),
      // Names that no service takes are changed in the history, at the price of the cache: a dialogue of their own tries them.
      () => ({ tool: one(['nothing', 'Terminal', 'read_file']), raw: '{}' }),
    ])();
  const fault = (): Fault =>
    one<Fault>([
      { cut: 'text' },
      { cut: 'argument' },
      { cut: 'no-end' },
      { empty: true },
      { status: 500 },
      { status: 429, headers: { 'retry-after': '0' } },
      { reset: true },
      { overflow: true },
    ]);
  const step = (): Step => ({
    ...(roll() < 0.15 ? { faults: [fault()] } : {}),
    ...(roll() < 0.4 ? { reasoning: `I think of ${word()}. ` } : {}),
    ...(roll() < 0.5 ? { say: one([`Now ${word()}.`, ' ', `\n\n${word()}\n`, '好的，', '```\nx\n```  ']) } : {}),
    calls: Array.from({ length: one([1, 1, 1, 2, 3]) }, call),
  });
  const end: Step = one<Step>([
    { say: `The end: ${word()}.` },
    { say: `The end: ${word()} \n` },
    { reasoning: 'Done.', say: `End ${word()}` },
    { say: word(), finish: 'length' },
    { say: '' },
    {
      say: 'never',
      faults: Array.from({ length: 9 }, () => ({
        status: 400,
        message: `bad ${word()}`,
        type: 'invalid_request_error',
      })),
    },
  ]);
  return { user: name, steps: [...Array.from({ length: Math.floor(roll() * 5) }, step), end], endless: roll() < 0.5 };
}

test.each(Array.from({ length: COUNT }, (_, index) => SEED + index))('conversation of seed %i', async (seed) => {
  const roll = dice(seed);
  const names = ['alpha', 'beta', 'gamma', 'delta'];
  const script = { turns: names.map((name) => randomTurn(`question ${name}`, roll)) };
  const model = await modelFor(script);
  const config = { approvals: { mode: roll() < 0.5 ? 'manual' : 'off' }, agent: { max_turns: 8 } };
  const files = { 'a.txt': 'file a', 'b.txt': '文件 b' };
  const place = await agentHome({ 'config.yaml': configText(model.baseUrl, { script, config }) }, files);
  for (const [index, name] of names.entries()) {
    const goOn = index > 0 ? ['--continue'] : [];
    const run = await hermes(['chat', '-q', `Question ${name}`, '--json', ...goOn], place);
    const shown = `seed ${seed}, ${name}\n${JSON.stringify(script.turns[index])}\n${run.stdout}${run.stderr}`;
    expect([0, 1], shown).toContain(run.code);
    expect(run.stdout + run.stderr, shown).not.toMatch(/"code": "bug\.|\n {4}at /);
    expectValid(model.requests);
  }
  expectExtended(model.requests.filter(({ tooLong }) => !tooLong));
  expectCached(model.requests);
  expectUndisturbed(model);
});
