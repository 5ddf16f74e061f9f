import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Host } from '@hermes-ops/contract';
import { expect, test } from 'vitest';
import { tempDir } from '../../../../../test/helpers/home.ts';
import { HermesError, isHermesError } from '../../../../errors/hermes-error.ts';
import { withLock } from '../../../../state/index.ts';
import { found } from '../../src/sessions/found.ts';
import { holdSession } from '../../src/sessions/hold-session.ts';
import { deleteNamed, prune } from '../../src/sessions/remove.ts';
import { sessionsOf } from '../../src/sessions/service.ts';
import { START, tempStore } from './stores.ts';

const YES = { yes: true, json: false };

/** A host with sessions `one` and `two`. */
async function home() {
  const ops = tempDir();
  const said: string[] = [];
  const made = (...below: string[]): string => {
    const folder = join(ops, ...below);
    mkdirSync(folder, { recursive: true });
    return folder;
  };
  const host = {
    signal: new AbortController().signal,
    config: async () => ({ value: {} }),
    mask: async (text: string) => text,
    ensureOps: async (...below: string[]) => made(...below),
    lock: (name: string, options: { onWait?: () => void }, work: () => Promise<unknown>) =>
      withLock(join(made('locks'), `${name}.lock`), options, work),
    errors: {
      user: (...args: ConstructorParameters<typeof HermesError>) => new HermesError(...args),
      isUserError: isHermesError,
    },
    ui: { err: (line: string) => said.push(line) },
  } as unknown as Host;
  const { file, close } = await sessionsOf(host);
  close();
  const store = tempStore(file);
  const ids = ['one', 'two'].map((title) => store.create({ ...START, title }));
  /** Whether something lies beside the store for that session. */
  const beside = (id: string) => existsSync(join(made('sessions', 'outputs'), id)) || existsSync(draftOf(id));
  const draftOf = (id: string) => join(made('sessions', 'drafts'), `${id}.jsonl`);
  for (const id of ids) {
    writeFileSync(join(made('sessions', 'outputs', id), 'terminal-1.txt'), 'a long output');
    writeFileSync(draftOf(id), '["text","begun"]\n');
  }
  return { host, store, said, beside, ids: ids as [string, string] };
}

test('a session that is open elsewhere is not deleted, and none of the others that were named with it', async () => {
  const { host, store, ids } = await home();
  const release = await holdSession(host, ids[1]);
  await expect(deleteNamed(host, ['one', 'two'], YES)).rejects.toMatchObject({ code: 'agent.session-busy' });
  expect(store.list()).toHaveLength(2);
  release();
  await expect
    .poll(() => deleteNamed(host, ['one', 'two'], YES).catch(() => undefined))
    .toMatchObject({
      deleted: ids,
    });
  expect(store.list()).toEqual([]);
});

test('prune leaves it, and says so', async () => {
  const { host, store, said, ids } = await home();
  const release = await holdSession(host, ids[0]);
  await new Promise((resolve) => setTimeout(resolve, 5));
  const { result, text } = await prune(host, { days: 0, dryRun: false }, YES);
  expect(result.sessions.map(({ id }) => id)).toEqual([ids[1]]);
  expect(text).toBe('Deleted 1 session.');
  expect(said.join('\n')).toContain('note: 1 session stays, because another hermes is in it');
  expect(store.list().map(({ id }) => id)).toEqual([ids[0]]);
  release();
});

test.each(['delete', 'prune'] as const)(
  '%s takes along what lies beside the store, of no other session',
  async (how) => {
    const { host, store, ids, beside } = await home();
    const [gone, stays] = ids;
    const release = await holdSession(host, stays);
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (how === 'delete') await deleteNamed(host, ['one'], YES);
    else await prune(host, { days: 0, dryRun: false }, YES);
    expect(store.list().map(({ id }) => id)).toEqual([stays]);
    expect([beside(gone), beside(stays)]).toEqual([false, true]);
    release();
  },
);

test('a search for nothing is a mistake, and its answer begins with a hit', async () => {
  const { host, store, ids } = await home();
  await expect(found(host, ' ', { limit: 5 })).rejects.toMatchObject({ code: 'usage.invalid', exit: 2 });
  store.append(ids[0], { role: 'user', content: 'needle' });
  const { text } = await found(host, 'needle', { limit: 5 });
  expect(text.split('\n')[0]).toContain(`${ids[0]} #1 user`);
});
