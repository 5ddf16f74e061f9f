import { expect, onTestFinished, test } from 'vitest';
import { templateError } from '../../../../../test/helpers/scripted-model/template.ts';
import type { Fault, Script } from '../../../../../test/helpers/scripted-model/types.ts';
import { startScriptedModel } from '../../../../../test/helpers/scripted-model.ts';
import { openTalk } from '../helpers/talk.ts';

const roles = (messages: readonly { role: string }[]) => messages.map(({ role }) => role).join(' ');

/** A call of a tool, then an answer to what was said meanwhile, which fails where it is told to. */
const script = (strict: boolean, faults: Fault[] = []): Script => ({
  strict,
  turns: [
    { user: 'list', steps: [{ calls: [{ tool: 'list_dir', args: { path: '.' } }] }] },
    { user: 'newest', steps: [{ faults, say: 'Listed.' }] },
    { user: 'hello', steps: [{ say: 'Fine.' }], endless: true },
  ],
});

const RAW = 'user assistant tool user assistant';
const PARTED = 'system user assistant tool assistant user';

test('a fallback that did not show that it takes it gets what the user said in between as a turn of its own', async () => {
  const spare = await startScriptedModel({ turns: [{ user: '', steps: [{ say: 'From the spare.' }], endless: true }] });
  onTestFinished(() => spare.close());
  const down: Fault[] = [{ status: 400, message: 'out of order' }];
  const { talk, model, shown } = await openTalk(script(false, down), {
    steer: ['only the newest, please'],
    config: { fallback_providers: [{ provider: 'custom', base_url: spare.baseUrl, model: 'scripted.gguf' }] },
  });
  await talk.take('list the files');
  const { conversation } = talk.chat.deps;
  expect(shown.events.filter(({ type }) => type === 'error')).toEqual([]);
  expect(roles(spare.requests[0]?.messages ?? [])).toBe(PARTED);
  expect(spare.requests[0]?.messages.at(-1)?.text).toBe('only the newest, please');
  // The stored conversation, and what the main model gets, are as they were said.
  expect(roles(conversation.messages)).toBe(RAW);
  await talk.take('hello');
  const [, second, third] = model.requests;
  expect(roles(third?.messages ?? [])).toBe(`system ${RAW} user`);
  expect(third?.prompt.startsWith(second?.prompt ?? 'missing')).toBe(true);
});

test('a session that was steered goes on with a strict template in that order, request for request the same bytes', async () => {
  const { talk, home } = await openTalk(script(false), { steer: ['only the newest, please'] });
  await talk.take('list the files');
  const { id } = talk.chat.deps.conversation;
  await talk.close();
  const next = await openTalk(script(true), { home, open: { resume: id } });
  for (const line of ['hello', 'hello again']) await next.talk.take(line);
  const [first, second] = next.model.requests;
  expect(roles(first?.messages ?? [])).toBe(`${PARTED} assistant user`);
  expect(templateError(first?.messages ?? [])).toBeUndefined();
  expect(second?.prompt.startsWith(first?.prompt ?? 'missing')).toBe(true);
  // The first one finds another server's cache; after that nothing is lost.
  const usages = next.shown.events.filter((event) => event.type === 'usage');
  expect(usages.map(({ lost }) => lost !== undefined)).toEqual([true, false]);
  expect(roles(next.talk.chat.deps.conversation.messages)).toBe(`${RAW} user assistant user assistant`);
});

test('a server that was too busy to show its template is asked again, and steering works from then on', async () => {
  const steer = ['only the newest, please'];
  const { talk, model } = await openTalk({ ...script(false), busyTemplate: 3 }, { steer });
  expect(talk.chat.deps.targets[0].steering).toBe(false);
  await talk.take('hello');
  await expect.poll(() => talk.chat.deps.targets[0].steering).toBe(true);
  expect(talk.chat.openTemplate).toBeUndefined();
  await talk.take('list the files');
  expect(steer).toEqual([]);
  expect(roles(model.requests.at(-1)?.messages ?? [])).toBe('system user assistant user assistant tool user');
  const asked = model.seen.filter((one) => one.endsWith('/apply-template')).length;
  await talk.take('hello again');
  expect(model.seen.filter((one) => one.endsWith('/apply-template'))).toHaveLength(asked);
});

test('a session that was steered says why its prompt changes while a busy server does not show its template, and when it does', async () => {
  const { talk, home } = await openTalk(script(false), { steer: ['only the newest, please'] });
  await talk.take('list the files');
  const { id } = talk.chat.deps.conversation;
  await talk.close();
  const next = await openTalk({ ...script(false), busyTemplate: 3 }, { home, open: { resume: id } });
  expect(next.talk.chat.deps.conversation.reordered).toMatch(/in another order .*too busy/);
  await next.talk.take('hello');
  await expect.poll(() => next.talk.chat.deps.targets[0].steering).toBe(true);
  await next.talk.take('hello again');
  await next.talk.take('hello once more');
  const [parted, whole] = next.model.requests;
  expect(roles(parted?.messages ?? [])).toBe(`${PARTED} assistant user`);
  expect(roles(whole?.messages ?? [])).toBe(`system ${RAW} user assistant user`);
  const reasons = next.shown.events.flatMap((event) => (event.type === 'usage' ? [event.lost?.reason] : []));
  expect(reasons[1]).toMatch(/in another order .*shown only now/);
  expect(reasons[2]).toBeUndefined();
});
