import { expect, test } from 'vitest';
import type { OpenChat } from '../../src/chat/open-chat.ts';
import { sentBefore } from '../../src/screen/history.ts';
import { START, tempStore } from '../sessions/stores.ts';

test('what was sent before in this folder comes back, however many sessions were held elsewhere since', () => {
  const store = tempStore();
  const said = (cwd: string, content: string) =>
    store.append(store.create({ ...START, cwd }), { role: 'user', content });
  for (let n = 0; n < 7; n += 1) said('/here', `here ${n}`);
  for (let n = 0; n < 60; n += 1) said('/elsewhere', 'there');
  const chat = { store, deps: { environment: { workspace: '/here' } } } as unknown as OpenChat;
  expect(sentBefore(chat)).toEqual(['here 2', 'here 3', 'here 4', 'here 5', 'here 6']);
});
