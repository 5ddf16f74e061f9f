import { expect, test } from 'vitest';
import { sessionError } from '../../src/sessions/errors.ts';
import { openTalk } from '../helpers/talk.ts';

test('more calls in one answer than are carried out: the user and the model are told', async () => {
  const calls = Array.from({ length: 40 }, (_, at) => ({ tool: 'list_dir', args: { path: '.', at } }));
  const { talk, model, shown } = await openTalk({ turns: [{ user: 'list', steps: [{ calls }, { say: 'Listed.' }] }] });
  await talk.take('list the files');
  expect(shown.events).toContainEqual({
    type: 'notice',
    code: 'agent.calls-left-out',
    text: 'the model asked for 40 calls in one answer; the last 8 are left out',
  });
  const results = model.requests[1]?.messages.filter(({ role }) => role === 'tool') ?? [];
  expect(results).toHaveLength(32);
  expect(results.map(({ text }) => text.includes('8 more calls were left out'))).toEqual([
    ...Array<boolean>(31).fill(false),
    true,
  ]);
});

test('an empty answer that the server ended for a reason of its own says which', async () => {
  const { talk, shown } = await openTalk({
    turns: [{ user: '', steps: [{ finish: 'content_filter' }], endless: true }],
  });
  await talk.take('hello');
  expect(shown.events).toContainEqual(
    expect.objectContaining({ code: 'agent.empty-answer', message: expect.stringContaining('`content_filter`') }),
  );
});

test('where the disk is full behind an answer, the answer is over before that is said', async () => {
  const { talk, shown } = await openTalk({ turns: [{ user: '', steps: [{ say: 'Fine.' }], endless: true }] });
  const { store } = talk.chat;
  const { append } = store;
  store.append = (id, message) => {
    if (message.role === 'assistant') throw sessionError('agent.sessions-disk-full', 'the disk is full', {});
    return append(id, message);
  };
  await talk.take('hello');
  expect(shown.events.map(({ type }) => type).filter((type) => type === 'text' || type === 'error')).toEqual([
    'text',
    'error',
  ]);
  expect(shown.lines).toContain('┊ the disk is full [agent.sessions-disk-full]');
});
