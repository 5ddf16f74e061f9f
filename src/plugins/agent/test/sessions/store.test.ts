import { readFileSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { START, storeWith, tempStore } from './stores.ts';

describe('a session', () => {
  test('has an id of its time, and keeps the beginning of the prompt byte for byte', () => {
    const store = tempStore();
    const before = new Date().toISOString().slice(0, 10).replaceAll('-', '');
    const frozen = { systemPrompt: 'Grüße 你好 \u0000\r\n\ttab', toolsJson: '[{"a":"\\u0041", "b":1.0}]' };
    const id = store.create({ ...START, ...frozen });
    expect(id).toMatch(/^\d{8}-\d{6}-[0-9a-f]{6}$/);
    expect(id.slice(0, 8) >= before).toBe(true);
    expect(store.frozen(id)).toEqual(frozen);
    store.setToolsJson(id, '[{"later":true}]');
    expect(store.frozen(id)).toEqual({ ...frozen, toolsJson: '[{"later":true}]' });
  });

  test('counts messages, turns, tool calls and tokens', () => {
    const store = tempStore();
    const id = store.create(START);
    store.append(id, { role: 'user', content: 'list the files' });
    const call = { id: 'c1', type: 'function' as const, function: { name: 'list_dir', arguments: '{ "path":"." }' } };
    store.append(id, { role: 'assistant', content: null, tool_calls: [call, { ...call, id: 'c2' }] });
    store.addUsage(id, { promptTokens: 100, completionTokens: 20, cachedTokens: 90 }, 'other');
    store.addUsage(id, { promptTokens: 130, completionTokens: 5, cachedTokens: 119 });
    expect(store.get(id)).toMatchObject({
      messages: 2,
      turns: 1,
      toolCalls: 2,
      promptTokens: 230,
      cachedTokens: 209,
      completionTokens: 25,
      model: 'other',
    });
    expect(store.stats()).toMatchObject({
      sessions: 1,
      cachedTokens: 209,
      models: [{ model: 'other', sessions: 1, messages: 2 }],
    });
  });

  test('gives messages back as they came, with seq and time; what was not valid is kept apart', () => {
    const store = tempStore();
    const id = store.create(START);
    const message = {
      role: 'tool' as const,
      content: 'done',
      tool_call_id: 'c1',
      toolName: 'terminal',
      status: 'denied' as const,
      usage: { promptTokens: 1, completionTokens: 2, cachedTokens: 3 },
    };
    const stored = store.append(id, { ...message, raw: '{"path": "a' });
    expect(stored).toEqual({ ...message, seq: 1, time: expect.stringMatching(/Z$/) });
    expect(store.messages(id)).toEqual([stored]);
    expect([...store.stream(id)]).toEqual([{ ...stored, hidden: false, raw: '{"path": "a' }]);
  });

  test('of many messages: the last few, and one by one', () => {
    const { store, id } = storeWith(...Array.from({ length: 2500 }, (_, i) => `message ${i + 1}`));
    expect(store.messages(id)).toHaveLength(2500);
    expect(store.messages(id, { last: 3 }).map(({ seq }) => seq)).toEqual([2498, 2499, 2500]);
    let seen = 0;
    for (const { seq } of store.stream(id)) {
      expect(seq).toBe(++seen);
      if (seen === 10) break;
    }
    expect(store.append(id, { role: 'user', content: 'after a loop that was left' }).seq).toBe(2501);
  });

  test('that is not there is an error of its own', () => {
    const store = tempStore();
    for (const work of [
      () => store.append('nobody', { role: 'user', content: 'x' }),
      () => store.messages('nobody'),
      () => store.frozen('nobody'),
      () => store.rename('nobody', 'x'),
      () => store.addUsage('nobody', { promptTokens: 1, completionTokens: 1, cachedTokens: 1 }),
      () => store.replaceRange('nobody', 1, 1, []),
    ]) {
      expect(work).toThrow(expect.objectContaining({ code: 'agent.session-not-found' }));
    }
    expect(store.stats().sessions).toBe(0);
    expect(store.get('nobody')).toBeUndefined();
    expect(store.find('nobody')).toBeUndefined();
    expect(store.setTitle('nobody', 'x')).toBe(false);
  });
});

describe('titles', () => {
  test('come from the first line with words, then from a model, then from the user, who has the last word', () => {
    const { store, id } = storeWith('\n ---\n  How do I   raise the \u001b[31mthreshold\u202e?\nSecond line', 'later');
    expect(store.get(id)?.title).toBe('How do I raise the [31mthreshold ?');
    expect(store.setTitle(id, 'Raising the threshold')).toBe(true);
    expect(store.get(id)?.title).toBe('Raising the threshold');
    expect(store.rename(id, '  My\nown  title ')).toBe('My own title');
    expect(store.setTitle(id, 'Something else')).toBe(false);
    expect(store.get(id)?.title).toBe('My own title');
    expect(() => store.rename(id, ' \u200b\n')).toThrow(expect.objectContaining({ code: 'agent.session-title-empty' }));
  });

  test('are bounded by characters, not inside one', () => {
    const { store, id } = storeWith('😀'.repeat(500).concat(' word'));
    expect([...(store.get(id)?.title ?? '')]).toHaveLength(60);
    expect(store.get(id)?.title.isWellFormed()).toBe(true);
  });
});

describe('finding', () => {
  test('by id, start or end of an id, title, part of a title', () => {
    const store = tempStore();
    const a = store.create({ ...START, title: 'Déploiement du serveur' });
    const b = store.create({ ...START, title: '压缩阈值' });
    expect(store.find(a)?.id).toBe(a);
    expect(store.find(a.slice(16))?.id).toBe(a);
    expect(store.find('deploiement DU serveur')?.id).toBe(a);
    expect(store.find('serveur')?.id).toBe(a);
    expect(store.find('阈值')?.id).toBe(b);
    expect(store.find('%')).toBeUndefined();
    expect(store.find('')).toBeUndefined();
  });

  test('what fits several is an error that lists them; an exact title goes before a part of one', () => {
    const store = tempStore();
    const ids = ['deploy', 'deploy again', 'deploy later'].map((title) => store.create({ ...START, title }));
    expect(store.find('deploy')?.id).toBe(ids[0]);
    expect(() => store.find('deploy ')).not.toThrow();
    expect(() => store.find('eploy')).toThrow(
      expect.objectContaining({
        code: 'agent.session-ambiguous',
        try: expect.arrayContaining([expect.stringContaining(ids[1] ?? '')]),
      }),
    );
    expect(() => store.find(new Date().toISOString().slice(0, 4))).toThrow(
      expect.objectContaining({ code: 'agent.session-ambiguous' }),
    );
  });

  test('the latest with messages, of a folder or of all; lists are newest first', async () => {
    const store = tempStore();
    const [a, b, c] = ['/a', '/b', '/c'].map((cwd) => store.create({ ...START, cwd, title: `in ${cwd}` }));
    for (const id of [a, b, a]) {
      store.append(id ?? '', { role: 'user', content: 'x' });
      await sleep(2);
    }
    expect(store.latest()?.id).toBe(a);
    expect(store.latest({ cwd: '/b' })?.id).toBe(b);
    expect(store.latest({ cwd: '/c' })).toBeUndefined();
    // A message that was refused and taken out of the prompt again is a session all the same.
    store.replaceRange(b ?? '', 1, 1, []);
    expect(store.latest({ cwd: '/b' })?.id).toBe(b);
    expect(store.list({ limit: 1 }).map(({ id }) => id)).toEqual([a]);
    expect(store.list({ limit: 5, offset: 1 })).toHaveLength(2);
    expect(store.list({ text: 'IN /c' }).map(({ id }) => id)).toEqual([c]);
  });
});

describe('deleting', () => {
  test('removes messages, words and, after tidying up, every trace from the files', () => {
    const { store, id } = storeWith(...Array.from({ length: 300 }, (_, i) => `confidentialword and 机密内容 ${i}`));
    const kept = store.create(START);
    store.append(kept, { role: 'user', content: 'stays' });
    const bytes = store.stats().bytes;
    expect(store.delete([id, 'nobody']).map((session) => session.id)).toEqual([id]);
    expect(store.tidy()).toBe(true);
    expect(store.search('confidentialword').found).toBe(0);
    expect(store.search('stays').found).toBe(1);
    expect(store.stats().bytes).toBeLessThan(bytes);
    for (const end of ['', '-wal']) {
      const content = readFileSync(store.file + end);
      for (const trace of ['confidentialword', '机密'])
        expect(content.includes(trace), `${trace} in ${end}`).toBe(false);
    }
  });

  test('by age leaves younger and pinned sessions, and says before what it would do', () => {
    const { store, id } = storeWith('old enough in zero days');
    const pinned = store.create(START);
    store.pin(pinned, true);
    expect(store.prune({ olderThanDays: 1 })).toEqual([]);
    const past = { olderThanDays: -1 };
    expect(store.prune({ ...past, dryRun: true }).map((session) => session.id)).toEqual([id]);
    expect(store.list()).toHaveLength(2);
    expect(store.prune(past).map((session) => session.id)).toEqual([id]);
    expect(store.prune({ ...past, keepPinned: false }).map((session) => session.id)).toEqual([pinned]);
    expect(store.list()).toEqual([]);
  });
});

test('the files are for their owner only', () => {
  const { store } = storeWith('x');
  for (const end of ['', '-wal', '-shm']) expect(statSync(store.file + end).mode & 0o777, end).toBe(0o600);
});
