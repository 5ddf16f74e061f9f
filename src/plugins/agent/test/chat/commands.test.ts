import stringWidth from 'string-width';
import { expect, onTestFinished, test } from 'vitest';
import type { Script } from '../../../../../test/helpers/scripted-model/types.ts';
import { GREETER, startScriptedModel } from '../../../../../test/helpers/scripted-model.ts';
import { openTalk } from '../helpers/talk.ts';

const roles = (messages: readonly { role: string }[]) => messages.map(({ role }) => role).join(' ');

const WORKING: Script = {
  strict: false,
  turns: [
    { user: 'list', steps: [{ calls: [{ tool: 'list_dir', args: { path: '.' } }] }, { say: 'Listed.' }] },
    { user: 'hello|please', steps: [{ say: 'Fine.' }], endless: true },
  ],
};

test('a turn that the user steered is taken back as a whole, and asked again with all that was said', async () => {
  const { talk, shown, model } = await openTalk(WORKING, { steer: ['only the newest, please'] });
  await talk.take('hello');
  await talk.take('list the files');
  const { conversation } = talk.chat.deps;
  expect(roles(conversation.messages)).toBe('user assistant user assistant tool user assistant');
  await talk.take('/retry');
  expect(roles(model.requests.at(-1)?.messages ?? [])).toBe('system user assistant user');
  expect(model.requests.at(-1)?.messages.at(-1)?.text).toBe('list the files\n\nonly the newest, please');
  await talk.take('/undo');
  expect(roles(conversation.messages)).toBe('user assistant');
  expect(shown.offered).toEqual(['list the files\n\nonly the newest, please']);
});

test('a first turn that was steered gets a title as any other does', async () => {
  const titles = await startScriptedModel({ turns: [] });
  onTestFinished(() => titles.close());
  const auxiliary = { title_generation: { provider: 'custom', base_url: titles.baseUrl, model: 'titles' } };
  const { talk } = await openTalk(WORKING, { steer: ['only the newest, please'], config: { auxiliary } });
  await talk.take('list the files');
  await expect.poll(() => talk.chat.store.get(talk.chat.deps.conversation.id)?.title).toMatch(/^About /);
});

test('/undo and /retry keep roles in turn and the cache’s account true, down to an empty conversation', async () => {
  const { talk, shown, model } = await openTalk(WORKING);
  for (const line of [
    'hello',
    'hello again',
    '/retry',
    '/undo',
    'please',
    '/undo',
    '/undo',
    '/undo',
    '/retry',
    'hello',
  ])
    await talk.take(line);
  expect(model.requests.map(({ messages }) => messages.length)).toEqual([2, 4, 4, 4, 2]);
  for (const { messages } of model.requests) expect(roles(messages)).toMatch(/^system( user assistant)* user$/);
  expect(shown.lines).toContain('┊ there is no message to take back');
  expect(shown.lines).toContain('┊ there is no message to ask again');
  expect(shown.events.filter((event) => event.type === 'usage' && event.lost)).toEqual([]);
  expect(talk.chat.store.get(talk.chat.deps.conversation.id)?.messages).toBe(2);
});

test('old results that were left out do not keep a message from being taken back, nor make an account of it', async () => {
  const { talk, shown } = await openTalk(
    {
      strict: false,
      nCtx: 8_192,
      turns: [
        { user: 'read', steps: [{ calls: [{ tool: 'terminal', args: { command: 'seq 1 900' } }] }, { say: 'Read.' }] },
        {
          user: 'and',
          steps: [
            ...[1, 2, 3, 4, 5, 6, 7, 8].map((n) => ({
              calls: [{ tool: 'terminal', args: { command: `seq ${n} 900` } }],
            })),
            { say: 'All.' },
          ],
        },
      ],
    },
    { config: { compression: { threshold: 0.9 } } },
  );
  await talk.take('read it');
  await talk.take('and more');
  expect(shown.events).toContainEqual(expect.objectContaining({ type: 'notice', code: 'agent.results-masked' }));
  await talk.take('/context');
  expect(shown.lines.join('\n')).not.toContain('account of earlier messages');
  await talk.take('/undo');
  expect(shown.offered).toEqual(['and more']);
  expect(roles(talk.chat.deps.conversation.messages)).toBe('user assistant tool assistant');
});

test('/model marks what this session asks for, also where the server has it under another name', async () => {
  const { talk, shown } = await openTalk({ ...WORKING, models: ['one.gguf', 'two.gguf'] });
  await talk.take('/model');
  expect(shown.lines.slice(1, 3)).toEqual(['  ● one.gguf', '    two.gguf']);
  Object.assign(talk.chat.deps.targets[0].target, { model: 'mine' });
  shown.lines.length = 0;
  await talk.take('/model');
  expect(shown.lines.slice(1, 4)).toEqual([
    '  ● mine (what this session asks for; not in the list)',
    '    one.gguf',
    '    two.gguf',
  ]);
});

test('another model of the server is not said to have lost what it never had', async () => {
  const { talk, shown, model } = await openTalk({ ...WORKING, models: ['scripted.gguf', 'other.gguf'] });
  await talk.take('hello');
  await talk.take('/model other.gguf');
  // The other one's slot holds something else.
  const body = JSON.stringify({ messages: [{ role: 'user', content: 'Who are you?' }] });
  await fetch(`${model.baseUrl}/chat/completions`, { method: 'POST', body });
  await talk.take('please');
  expect(shown.status?.model).toBe('other.gguf');
  expect(shown.events.filter((event) => event.type === 'usage')).toHaveLength(2);
  expect(shown.events.filter((event) => event.type === 'usage' && (event.lost || event.reusable))).toEqual([]);
});

test('a mode of approvals that the user has set outlives the session, what was agreed to does not', async () => {
  const { talk } = await openTalk(WORKING, { answer: 'session' });
  await talk.take('/approvals manual');
  const review = { action: 'run', detail: 'make', reasons: ['it may do anything'], remember: 'make' };
  await talk.approver.decide(review, { tool: 'terminal', summary: 'make' });
  expect(talk.approver.agreed()).toEqual(['terminal: make']);
  await talk.take('/new');
  expect(talk.approver.mode).toBe('manual');
  expect(talk.approver.agreed()).toEqual([]);
});

test('what the command line bounds stays bounded in the sessions that follow', async () => {
  const { talk } = await openTalk(WORKING, { open: { maxTurns: 3 } });
  const { id } = talk.chat.deps.conversation;
  await talk.take('hello');
  await talk.take('/new');
  expect(talk.chat.deps.conversation.id).not.toBe(id);
  expect(talk.chat.deps.settings.maxTurns).toBe(3);
  await talk.take(`/resume ${id}`);
  expect(talk.chat.deps.conversation.id).toBe(id);
  expect(talk.chat.deps.settings.maxTurns).toBe(3);
});

test('/config shows sections line by line and no secret', async () => {
  const { talk, shown } = await openTalk(WORKING, {
    config: { auxiliary: { vision: { api_key: 'sk-hidden-secret-12345' } } },
  });
  await talk.take('/config auxiliary.vision');
  await talk.take('/config auxiliary.vision.api_key sk-other-secret-67890');
  const text = shown.lines.join('\n');
  expect(text).toMatch(/^auxiliary\.vision:\n {2}\S/m);
  expect(text).toContain('sk-…2345');
  expect(text).not.toMatch(/hidden-secret|other-secret/);
  expect(text).toContain('[settings.secret]');
});

test('/retry asks a message again that the window had no room for, and leaves the turn before it alone', async () => {
  const script: Script = { ...WORKING, nCtx: 4_096 };
  const { talk, model } = await openTalk(script, { window: 65_536 });
  const long = `please ${'read this '.repeat(2_000)}`;
  await talk.take(long);
  expect(talk.refused).toBe(long);
  await talk.take('hello');
  await talk.take(long);
  const { conversation } = talk.chat.deps;
  expect(roles(conversation.messages)).toBe('user assistant');
  const asked = model.requests.length;
  script.nCtx = 65_536;
  await talk.take('/retry');
  expect(roles(model.requests[asked]?.messages ?? [])).toBe('system user assistant user');
  expect(conversation.messages.at(-2)?.content).toBe(long);
  expect(talk.refused).toBeUndefined();
});

test('a message that the window has no room for is given back as it was typed, the first one and a later one', async () => {
  const { talk, shown, model } = await openTalk({ ...WORKING, nCtx: 4_096 });
  const long = `/please ${'read this '.repeat(2_000)}`;
  await talk.take(`/${long}`);
  expect(model.requests).toEqual([]);
  expect(shown.failed).toEqual([`/${long}`]);
  await talk.take('hello');
  await talk.take(`/${long}`);
  expect(shown.failed).toEqual([`/${long}`, `/${long}`]);
  expect(roles(talk.chat.deps.conversation.messages)).toBe('user assistant');
});

test('what was said in the middle of a turn and is too large is given back, what began the turn stays', async () => {
  const long = `please ${'read this '.repeat(2_000)}`;
  const { talk, shown } = await openTalk({ ...WORKING, nCtx: 4_096 }, { steer: [long] });
  await talk.take('list the files');
  expect(shown.lines.join('\n')).toContain('[agent.context-full]');
  expect([shown.failed, talk.refused]).toEqual([[long], long]);
  expect(roles(talk.chat.deps.conversation.messages)).toBe('user assistant tool assistant');
});

test('a message that has been compressed is not taken back, and what brings it back is said', async () => {
  const { talk, shown } = await openTalk(WORKING);
  await talk.take('hello');
  const { store, deps } = talk.chat;
  const [from, to] = [1, 2];
  const by = [
    { role: 'user' as const, content: 'What was said.' },
    { role: 'assistant' as const, content: 'Yes.' },
  ];
  store.rewrite(deps.conversation.id, [{ from, to, by }], { by: 'test', note: {} });
  deps.conversation.reload();
  await talk.take('/undo');
  expect(shown.lines.at(-1)).toMatch(/\/compress undo/);
  await talk.take('/compress undo');
  await talk.take('/undo');
  expect(shown.offered).toEqual(['hello']);
});

test('a message with a skill is called by its command: in the title, and where it is taken back', async () => {
  const skill = '---\nname: polite\ndescription: Be polite.\n---\nSay please, hello and thank you.\n';
  const { talk, shown, model } = await openTalk(WORKING, { files: { 'skills/polite/SKILL.md': skill } });
  const { id } = talk.chat.deps.conversation;
  await talk.take('/polite hello there');
  const sent = model.requests.at(-1)?.messages.at(-1)?.text;
  expect(sent).toContain('Say please');
  expect(talk.chat.store.get(id)?.title).toBe('/skill:polite hello there');
  await talk.take('/undo');
  expect(shown.offered).toEqual(['/skill:polite hello there']);
  await talk.take(shown.offered[0] ?? '');
  expect(model.requests.at(-1)?.messages.at(-1)?.text).toBe(sent);
});

test('a message that begins with a slash is offered as it has to be typed', async () => {
  const { talk, shown, model } = await openTalk(WORKING);
  await talk.take('//hello is a word');
  expect(model.requests.at(-1)?.messages.at(-1)?.text).toBe('/hello is a word');
  await talk.take('/undo');
  expect(shown.offered).toEqual(['//hello is a word']);
});

test.each(['/model strict.gguf', '/resume'])(
  'a steered session goes on with a strict template after %s',
  async (how) => {
    const script: Script = { ...WORKING };
    const { talk, model } = await openTalk(script, { steer: ['only the newest, please'] });
    await talk.take('list the files');
    const { conversation } = talk.chat.deps;
    expect(roles(conversation.messages)).toBe('user assistant tool user assistant');
    script.strict = true;
    script.models = ['strict.gguf'];
    if (how === '/resume') await talk.take('/new');
    await talk.take(how === '/resume' ? `/resume ${conversation.id}` : how);
    await talk.take('hello');
    expect(roles(model.requests.at(-1)?.messages ?? [])).toBe(
      'system user assistant tool assistant user assistant user',
    );
    expect(talk.chat.deps.conversation.messages.at(-1)?.content).toBe('Fine.');
  },
);

test('/skills shows of a description what a row has place for, also where its characters are wide', async () => {
  const text = `---\nname: wide\ndescription: ${'说明'.repeat(60)}\n---\nDo it.\n`;
  const { talk, shown } = await openTalk(GREETER, { files: { 'skills/wide/SKILL.md': text } });
  await talk.take('/skills');
  const row = shown.lines.flatMap((line) => line.split('\n')).find((line) => line.includes('/wide'));
  expect(row).toMatch(/说明说明.*…$/);
  expect(stringWidth(row ?? '')).toBeLessThan(80);
});
