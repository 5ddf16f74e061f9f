import { expect, test } from 'vitest';
import type { Script } from '../../../../../test/helpers/scripted-model/types.ts';
import { openTalk } from '../helpers/talk.ts';

const small = (turns: Script['turns']): Script => ({ nCtx: 16_384, turns });

test('a larger window of a server that was started anew counts once a connection was lost and the answer came through', async () => {
  const lost = { user: 'go on', steps: [{ faults: [{ cut: 'text' as const }], say: 'Yes.' }] };
  const script = small([lost, { user: 'hello', steps: [{ say: 'Hello.' }], endless: true }]);
  const { talk, shown } = await openTalk(script, { window: 65_536 });
  await talk.take('hello');
  script.nCtx = 32_768;
  await talk.take('hello again');
  expect(talk.status().contextTokens).toBe(16_384);
  await talk.take('go on');
  expect(shown.events).toContainEqual(expect.objectContaining({ type: 'retry' }));
  await expect.poll(() => talk.status().contextTokens).toBe(32_768);
});

test('a conversation that was too long for the window goes on in a larger one, and only as far as the config allows', async () => {
  const script = small([{ user: '', steps: [{ say: 'Hello.' }], endless: true }]);
  const { talk, shown } = await openTalk(script, { window: 40_000 });
  await talk.take('hello');
  const long = 'word '.repeat(18_000);
  await talk.take(long);
  expect(shown.events.at(-1)).toMatchObject({ type: 'result', error: { code: 'agent.context-full' } });
  script.nCtx = 65_536;
  await talk.take(long);
  expect(shown.events.at(-1)).toMatchObject({ type: 'result', text: 'Hello.' });
  expect(talk.status().contextTokens).toBe(40_000);
});
