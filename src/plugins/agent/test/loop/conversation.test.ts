import { expect, test } from 'vitest';
import { tempDir } from '../../../../../test/helpers/home.ts';
import { createConversation, sentMessages } from '../../src/loop/conversation.ts';
import { openSessions } from '../../src/sessions/store.ts';

test('what came of an answer that broke off between the halves of a character can be sent back, now and later', () => {
  const log = openSessions(`${tempDir()}/sessions.db`);
  const id = log.create({ systemPrompt: 's', toolsJson: '[]', model: 'm', baseUrl: 'u', cwd: '/' });
  const open = () => createConversation({ id, system: 's', tools: [], sendReasoning: true, log });
  const conversation = open();
  conversation.append({ role: 'user', content: 'Smile.' });
  conversation.append({ role: 'assistant', content: 'so \ud83d', reasoning: '\ude00' });
  const sent = sentMessages(conversation, { steering: true });
  expect(sent.at(-1)).toMatchObject({ content: 'so \ufffd', reasoning: '\ufffd' });
  expect(sentMessages(open(), { steering: true })).toEqual(sent);
});
