import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Script } from '../../../../../test/helpers/scripted-model/types.ts';
import { startScriptedModel } from '../../../../../test/helpers/scripted-model.ts';
import { NOTE } from '../../src/loop/conversation.ts';
import { sessionError } from '../../src/sessions/errors.ts';
import type { SessionStore } from '../../src/sessions/types.ts';
import { openTalk } from '../helpers/talk.ts';

const ANSWER = 'The answer that fills the disk.';

const script: Script = {
  turns: [
    { user: 'list', steps: [{ calls: [{ tool: 'list_dir', args: { path: '.' } }] }, { say: 'Listed.' }] },
    { user: 'explain', steps: [{ say: ANSWER }], endless: true },
    { user: 'look', steps: [{ say: 'I look.', calls: [{ tool: 'list_dir', args: { path: '.' } }] }, { say: 'Seen.' }] },
    { user: 'go on', steps: [{ say: 'Going on.' }], endless: true },
  ],
};

/** A disk without room for what `refused` names, for as long as `full` is set. */
function fill({ store }: { store: SessionStore }, refused: (role: string) => boolean) {
  const disk = { full: true };
  const { append, addUsage } = store;
  const room = (role: string): void => {
    if (disk.full && refused(role)) throw sessionError('agent.sessions-disk-full', 'the disk is full');
  };
  store.append = (id, message) => {
    room(message.role);
    return append(id, message);
  };
  store.addUsage = (...args) => {
    room('usage');
    addUsage(...args);
  };
  return disk;
}

const open = async () => {
  const opened = await openTalk(script);
  const { talk, shown } = opened;
  const { id } = talk.chat.deps.conversation;
  const said = () => talk.chat.store.messages(id).map(({ role, content }) => `${role}: ${content}`);
  const notices = () => shown.events.flatMap((event) => (event.type === 'notice' ? [event] : []));
  return { ...opened, id, said, notices };
};

test('an answer that the disk had no room for is in the session with the next message, as the model gave it', async () => {
  const { talk, model, shown, said, notices, id } = await open();
  const disk = fill(talk.chat, (role) => role !== 'user');
  await talk.take('explain it');
  expect(said()).toEqual(['user: explain it']);
  expect(notices().map(({ code, text }) => [code, text])).toEqual([
    ['agent.not-kept', expect.stringContaining('the last answer (31 characters) is not in the session yet')],
  ]);
  expect(shown.failed).toEqual([undefined]);
  disk.full = false;
  await talk.take('go on');
  expect(said()).toEqual(['user: explain it', `assistant: ${ANSWER}`, 'user: go on', 'assistant: Going on.']);
  const sent = model.requests
    .at(-1)
    ?.messages.map(({ role, text }) => `${role}: ${text}`)
    .slice(1);
  expect(sent).toEqual(['user: explain it', `assistant: ${ANSWER}`, 'user: go on']);
  const { usage } = talk.chat.store.messages(id)[1] ?? {};
  expect(usage?.completionTokens).toBeGreaterThan(0);
  const sums = talk.chat.store.get(id);
  const each = talk.chat.store.messages(id).flatMap((message) => message.usage ?? []);
  expect(sums?.completionTokens).toBe(each.reduce((sum, one) => sum + one.completionTokens, 0));
});

test('while there is no room nothing is sent, the message is given back, and what is not kept is told once', async () => {
  const { talk, model, shown, said, notices } = await open();
  const disk = fill(talk.chat, () => true);
  disk.full = false;
  await talk.take('go on');
  const before = said();
  disk.full = true;
  await talk.take('explain it');
  expect(model.requests).toHaveLength(1);
  expect(shown.failed).toEqual(['explain it']);
  disk.full = false;
  const { append } = talk.chat.store;
  talk.chat.store.append = (id, message) => {
    if (message.role === 'assistant') disk.full = true;
    return append(id, message);
  };
  await talk.take('explain it');
  await talk.take('go on');
  await talk.take('go on');
  expect(model.requests).toHaveLength(2);
  expect(shown.failed).toEqual(['explain it', undefined, 'go on', 'go on']);
  expect(notices()).toHaveLength(1);
  talk.chat.store.append = append;
  disk.full = false;
  await talk.take('go on');
  expect(said()).toEqual([
    ...before,
    'user: explain it',
    `assistant: ${ANSWER}`,
    'user: go on',
    'assistant: Going on.',
  ]);
});

test('the result of a call that was carried out is kept as well, and the call stays answered once', async () => {
  const { talk, model, said, notices } = await open();
  const disk = fill(talk.chat, (role) => role === 'tool');
  await talk.take('list the files');
  expect(notices().map(({ text }) => text)).toEqual([expect.stringContaining('the result of list_dir')]);
  disk.full = false;
  await talk.take('go on');
  expect(model.requests.at(-1)?.messages.map(({ role }) => role)).toEqual([
    'system',
    'user',
    'assistant',
    'tool',
    'assistant',
    'user',
  ]);
  expect(said()[2]).not.toContain('Not carried out');
});

test('/undo and /retry first store what waits, so that nothing is left behind', async () => {
  const { talk, said } = await open();
  const disk = fill(talk.chat, (role) => role === 'assistant');
  await talk.take('explain it');
  await talk.take('/undo');
  expect(said()).toEqual(['user: explain it']);
  disk.full = false;
  await talk.take('/retry');
  expect(said()).toEqual(['user: explain it', `assistant: ${ANSWER}`]);
  await talk.take('/undo');
  expect(said()).toEqual([]);
});

test('who leaves when there is room again has it in the session', async () => {
  const { talk, shown, home, id } = await open();
  const disk = fill(talk.chat, (role) => role === 'assistant');
  await talk.take('explain it');
  disk.full = false;
  await talk.close();
  await talk.close();
  expect(shown.lines.at(-1)).toBe('┊ the last answer (31 characters) is in the session now');
  const next = await openTalk(script, { home, open: { resume: id } });
  expect(next.talk.chat.deps.conversation.messages.map(({ content }) => content)).toEqual(['explain it', ANSWER]);
  expect(readdirSync(join(home, 'ops', 'sessions', 'drafts'))).toEqual([]);
});

test('who leaves before is told what is lost; what was shown comes back from beside the store', async () => {
  const { talk, shown, home, id } = await open();
  fill(talk.chat, (role) => role === 'assistant');
  await talk.take('explain it');
  await talk.close();
  expect(shown.lines.filter((line) => line.includes('is not in the session'))).toEqual([
    '┊ the last answer (31 characters) is not in the session (the disk is full); its text is kept beside it, and there when the session is resumed',
  ]);
  const next = await openTalk(script, { home, open: { resume: id } });
  expect(next.talk.chat.deps.conversation.messages.map(({ content }) => content)).toEqual(['explain it', ANSWER]);
});

test('a result that is not stored when the user leaves is lost, and that is said', async () => {
  const { talk, shown } = await open();
  fill(talk.chat, (role) => role === 'tool');
  await talk.take('list the files');
  await talk.close();
  expect(shown.lines).toContain('┊ the result of list_dir is lost with this chat: the disk is full');
});

test('a disk that fills again while a turn is closed leaves no text in the session and beside it at once', async () => {
  const { talk, said, home, id } = await open();
  const disk = fill(talk.chat, (role) => role === 'assistant');
  await talk.take('look');
  expect(said()).toEqual(['user: look']);
  disk.full = false;
  const { append } = talk.chat.store;
  talk.chat.store.append = (session, message) => {
    if (message.role === 'tool') disk.full = true;
    return append(session, message);
  };
  await talk.take('go on');
  const stored = ['user: look', 'assistant: I look.', 'tool: Not carried out.'];
  expect(said()).toEqual(stored);
  await talk.close();
  const next = await openTalk(script, { home, open: { resume: id } });
  const { messages } = next.talk.chat.deps.conversation;
  expect(messages.map(({ role, content }) => `${role}: ${content}`)).toEqual([...stored, `assistant: ${NOTE.killed}`]);
});

test('a message that is given back is one that can be typed: what begins with a slash has two again', async () => {
  const { talk, model, shown } = await open();
  fill(talk.chat, () => true);
  await talk.take('//go on');
  expect(model.requests).toHaveLength(0);
  expect(shown.failed).toEqual(['//go on']);
});

test('a session in which nothing could be said is left for another one, though it cannot be deleted either', async () => {
  const first = await open();
  await first.talk.take('go on');
  await first.talk.close();
  const { talk, shown } = await openTalk(script, { home: first.home });
  fill(talk.chat, () => true);
  talk.chat.store.delete = () => {
    throw sessionError('agent.sessions-disk-full', 'the disk is full');
  };
  await talk.take('go on');
  await talk.take(`/resume ${first.id}`);
  expect(talk.chat.deps.conversation.id).toBe(first.id);
  expect(talk.chat.ended.aborted).toBe(false);
  expect(shown.lines.filter((line) => line.includes('the disk is full'))).toHaveLength(1);
});

test('of an answer that broke off and the one of a fallback only the whole one is kept beside the store', async () => {
  const spare = await startScriptedModel({ turns: [{ user: '', steps: [{ say: ANSWER }], endless: true }] });
  onTestFinished(() => spare.close());
  const cut: Script = {
    turns: [
      {
        user: 'explain',
        // Piece by piece, so that some have come when the connection is lost.
        steps: [{ say: 'The first half of it breaks off here.', faults: [{ cut: 'text' }], paceMs: 5 }],
      },
    ],
  };
  const config = {
    agent: { api_max_retries: 0 },
    fallback_providers: [{ provider: 'custom', base_url: spare.baseUrl, model: 'scripted.gguf' }],
  };
  const { talk, home, shown } = await openTalk(cut, { config });
  fill(talk.chat, (role) => role === 'assistant');
  await talk.take('explain it');
  const said = shown.events.flatMap((event) => (event.type === 'text' ? [event.text] : [])).join('');
  expect(said).toMatch(/^The first.+The answer that fills the disk\.$/);
  const { id } = talk.chat.deps.conversation;
  await talk.close();
  const next = await openTalk(script, { home, open: { resume: id } });
  expect(next.talk.chat.deps.conversation.messages.map(({ content }) => content)).toEqual(['explain it', ANSWER]);
});
