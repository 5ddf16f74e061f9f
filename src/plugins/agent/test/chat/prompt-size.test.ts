import { expect, test } from 'vitest';
import { GREETER } from '../../../../../test/helpers/scripted-model.ts';
import { promptSize } from '../../src/chat/prompt-size.ts';
import { openTalk } from '../helpers/talk.ts';

test('--prompt-size counts the prompt that a session has, also where the config gives it less than the server’s window', async () => {
  const work = { 'AGENTS.md': 'A rule of this project.\n'.repeat(400) };
  const { talk, host } = await openTalk(GREETER, { work, window: 8_192 });
  const { system } = talk.chat.deps.conversation;
  expect(system).toContain('[cut here]');
  const parts = (await promptSize(host)).parts.filter(({ kind }) => kind === 'system');
  const between = '\n\n'.length * (parts.length - 1);
  expect(parts.reduce((sum, { characters }) => sum + characters, between)).toBe(system.length);
});
