import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Host } from '@hermes-ops/contract';
import { expect, onTestFinished, test } from 'vitest';
import { tempDir } from '../../../../../test/helpers/home.ts';
import { openToAll, withoutRoot } from '../../../../../test/helpers/other-user.ts';
import { ensureOps } from '../../../../state/index.ts';
import { readActivity } from '../../src/sessions/activity.ts';
import { openSessionsToRead } from '../../src/sessions/store.ts';
import type { SessionStore } from '../../src/sessions/types.ts';
import { readingSessions, withSessions } from '../../src/sessions/use.ts';
import { storeWith } from './stores.ts';

type Driver = typeof import('better-sqlite3');
const Sqlite = createRequire(import.meta.url)('better-sqlite3') as Driver;

const TEXTS = ['first words', 'second words'];
const SPAN = { since: 0, until: Date.now() + 86_400_000 };

/** A folder with files of that store which nobody may change any more. */
function closedCopy(from: string, ends: readonly string[]): string {
  const folder = tempDir();
  const file = join(folder, 'sessions.db');
  for (const end of ends) {
    copyFileSync(from + end, file + end);
    chmodSync(file + end, 0o444);
  }
  openToAll(folder);
  chmodSync(folder, 0o555);
  onTestFinished(() => chmodSync(folder, 0o755));
  return file;
}

/** A folder for temporary files that is this test's alone. Node does not look at the variable within `withoutRoot`, for root. */
function temporary(): string {
  const folder = tempDir();
  chmodSync(folder, 0o777);
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder;
  onTestFinished(() => {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  });
  return folder;
}

/** What a command that only reads wants of a store. */
function readAll(store: SessionStore): unknown {
  try {
    const [session] = store.list();
    const texts = [...store.stream(session?.id ?? '')].map(({ content }) => content);
    return { texts, found: store.search('words').found, stats: store.stats().messages };
  } finally {
    store.close();
  }
}

const ALL = { texts: TEXTS, found: 2, stats: 2 };

test.each([
  ['closed', ['']],
  ['that is in use, or was when its process was killed', ['', '-wal', '-shm']],
  ['in which the last messages are in its -wal file alone', ['', '-wal']],
])('a store %s is read whole where it cannot be written, and nothing is left behind', async (_what, ends) => {
  const { store } = storeWith(...TEXTS);
  if (ends.length === 1) store.close();
  const file = closedCopy(store.file, ends);
  expect(existsSync(`${file}-wal`)).toBe(ends.length > 1);
  const [before, copies] = [readdirSync(join(file, '..')), temporary()];
  await withoutRoot(async () => {
    expect(readAll(openSessionsToRead(file))).toEqual(ALL);
    expect(readActivity(file, SPAN)?.sessions).toMatchObject([{ messages: 2 }]);
  });
  expect(readdirSync(join(file, '..'))).toEqual(before);
  expect(readdirSync(copies)).toEqual([]);
});

test.each([
  ['in its place', ['', '-wal', '-shm']],
  ['as a copy', ['', '-wal']],
])('whatever writes is refused where a store is read %s, and can be told before', async (_what, ends) => {
  const { store, id } = storeWith(...TEXTS);
  const file = closedCopy(store.file, ends);
  await withoutRoot(async () => {
    const reading = openSessionsToRead(file);
    const refused = expect.objectContaining({ code: 'agent.sessions-not-writable', where: { file } });
    expect(() => reading.assertWritable()).toThrow(refused);
    expect(() => reading.rename(id, 'other')).toThrow(refused);
    expect(() => reading.append(id, { role: 'user', content: 'third' })).toThrow(refused);
    expect(() => reading.delete([id])).toThrow(refused);
    reading.close();
  });
  expect(() => store.assertWritable()).not.toThrow();
});

test('a command that reads takes what is there, one that writes says that the home cannot be written', async () => {
  const { store } = storeWith(...TEXTS);
  store.close();
  const ops = tempDir();
  mkdirSync(join(ops, 'sessions'));
  copyFileSync(store.file, join(ops, 'sessions', 'sessions.db'));
  // For its owner only, as stores are, which is who `withoutRoot` is.
  if (process.getuid?.() === 0) chownSync(join(ops, 'sessions/sessions.db'), 65_534, 65_534);
  chmodSync(join(ops, 'sessions/sessions.db'), 0o400);
  for (const one of ['sessions', '']) chmodSync(join(ops, one), 0o555);
  onTestFinished(() => ['', 'sessions'].forEach((one) => void chmodSync(join(ops, one), 0o755)));
  const host = { paths: { ops }, ensureOps: async (...below: string[]) => join(ops, ...below) } as unknown as Host;
  const sealed = { ...host, ensureOps: (...below: string[]) => ensureOps(ops, ...below) } as Host;
  await withoutRoot(async () => {
    for (const one of [host, sealed]) expect(await readingSessions(one, (open) => open.list())).toHaveLength(1);
    await expect(withSessions(host, (open) => open.list())).rejects.toMatchObject({
      code: 'agent.sessions-not-writable',
    });
  });
});

/** The file of a store of version 1, which is read as a copy; its connection is open, so that its -wal file stays. */
function earlier(): string {
  const { store } = storeWith(...TEXTS);
  store.close();
  const db = new Sqlite(store.file);
  onTestFinished(() => void db.close());
  db.exec('DROP TABLE rewrites');
  db.pragma('user_version = 1');
  return store.file;
}

test('a store of an earlier version is read as well, and stays as it is', async () => {
  const file = closedCopy(earlier(), ['', '-wal']);
  const before = readFileSync(file);
  await withoutRoot(async () => expect(readAll(openSessionsToRead(file))).toEqual(ALL));
  expect(readFileSync(file)).toEqual(before);
});

test('and so is one whose files are closed to their owner as well', async () => {
  const file = closedCopy(earlier(), ['', '-wal']);
  for (const one of [file, `${file}-wal`]) {
    if (process.getuid?.() === 0) chownSync(one, 65_534, 65_534);
    chmodSync(one, 0o400);
  }
  await withoutRoot(async () => expect(readAll(openSessionsToRead(file))).toEqual(ALL));
});

test('a copy leaves nothing where it was made', () => {
  const [file, copies] = [earlier(), temporary()];
  const store = openSessionsToRead(file);
  // Windows takes a name away when nobody has the file open.
  if (process.platform !== 'win32') expect(readdirSync(copies)).toEqual([]);
  expect(readAll(store)).toEqual(ALL);
  expect(readdirSync(copies)).toEqual([]);
});

test('what a process leaves that is killed while it makes a copy goes with the next one, that of a living one stays', async () => {
  const [file, copies] = [earlier(), temporary()];
  const maker = fileURLToPath(new URL('../../src/sessions/copy-folder.ts', import.meta.url));
  const code = `import(${JSON.stringify(maker)}).then((it) => { console.log(it.makeCopyFolder()); setInterval(() => {}, 1000); })`;
  const making = [1, 2].map(() => spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] }));
  onTestFinished(() => making.forEach((one) => void one.kill('SIGKILL')));
  const [left, living] = await Promise.all(
    making.map(async ({ stdout }) => String((await once(stdout, 'data'))[0]).trim()),
  );
  for (const folder of [left, living]) writeFileSync(join(folder ?? '', 'sessions.db'), 'private');
  making[0]?.kill('SIGKILL');
  await once(making[0] as ChildProcess, 'exit');
  expect(readAll(openSessionsToRead(file))).toEqual(ALL);
  expect(readdirSync(copies)).toEqual([basename(living ?? '')]);
});

test('where no copy can be made it is said that this is for want of a place, which can be named', () => {
  const [file, copies] = [earlier(), temporary()];
  rmdirSync(copies);
  const refused = expect.objectContaining({
    code: 'agent.sessions-not-writable',
    message: expect.stringContaining(`${copies}, cannot be written`),
    where: { file },
    try: [expect.stringContaining('TMPDIR'), expect.any(String)],
  });
  expect(() => openSessionsToRead(file)).toThrow(refused);
});

test('where there is no store there are no sessions, and none is made', async () => {
  const folder = join(tempDir(), 'home');
  mkdirSync(folder);
  const file = join(folder, 'sessions.db');
  const store = openSessionsToRead(file);
  expect([store.list(), store.search('words').found, store.stats().sessions]).toEqual([[], 0, 0]);
  store.close();
  expect(existsSync(file)).toBe(false);
});

test('what may not even be read, or is damaged, is said with its own name', async () => {
  const { store } = storeWith(...TEXTS);
  store.close();
  const file = closedCopy(store.file, ['']);
  const refused = (code: string) => expect.objectContaining({ code, where: { file } });
  chmodSync(file, 0o000);
  await withoutRoot(async () => expect(() => openSessionsToRead(file)).toThrow(refused('agent.sessions-not-writable')));
  chmodSync(file, 0o644);
  writeFileSync(file, 'x'.repeat(10_000));
  chmodSync(file, 0o444);
  await withoutRoot(async () => expect(() => openSessionsToRead(file)).toThrow(refused('agent.sessions-damaged')));
});
