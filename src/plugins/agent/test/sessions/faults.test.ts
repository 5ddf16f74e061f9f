import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { canMount } from '../../../../../test/helpers/can-mount.ts';
import { tempDir } from '../../../../../test/helpers/home.ts';
import { openSessions } from '../../src/sessions/store.ts';
import { program, START, storeWith, tempStore } from './stores.ts';

type Driver = typeof import('better-sqlite3');
const Sqlite = createRequire(import.meta.url)('better-sqlite3') as Driver;
const STORE = new URL('../../src/sessions/store.ts', import.meta.url).href;

const failure = (code: string, file: string) =>
  expect.objectContaining({
    code,
    where: { file },
    try: [expect.any(String)],
    message: expect.not.stringContaining(file),
  });

describe('a file that cannot be used is named, with what to do', () => {
  test('written by a newer hermes: it stays as it is', () => {
    const { store } = storeWith('x');
    const { file } = store;
    store.close();
    const db = new Sqlite(file);
    db.pragma('user_version = 99');
    db.close();
    const before = readFileSync(file);
    expect(() => openSessions(file)).toThrow(failure('agent.sessions-newer', file));
    expect(readFileSync(file)).toEqual(before);
  });

  test('no SQLite file, or one of something else', () => {
    const file = join(tempDir(), 'sessions.db');
    writeFileSync(file, 'x'.repeat(10_000));
    expect(() => openSessions(file)).toThrow(failure('agent.sessions-damaged', file));
    const foreign = join(tempDir(), 'sessions.db');
    const db = new Sqlite(foreign);
    db.exec('CREATE TABLE notes (a)');
    expect(() => openSessions(foreign)).toThrow(failure('agent.sessions-damaged', foreign));
    db.pragma('user_version = 1');
    expect(() => openSessions(foreign)).toThrow(failure('agent.sessions-damaged', foreign));
    db.close();
  });

  test('damaged: cut off, or overwritten in the middle', () => {
    for (const damage of ['cut', 'overwritten']) {
      const { store, id } = storeWith(...Array.from({ length: 500 }, (_, i) => `some words ${i}`));
      const { file } = store;
      store.close();
      const { size } = statSync(file);
      const bytes = readFileSync(file);
      if (damage === 'cut') truncateSync(file, size >> 1);
      else writeFileSync(file, bytes.fill(0x5a, 8192, size - 4096));
      expect(() => {
        const again = openSessions(file);
        try {
          again.messages(id);
          again.search('words');
        } finally {
          again.close();
        }
      }, damage).toThrow(failure('agent.sessions-damaged', file));
    }
  });
});

/** Runs a program in a mount namespace of its own, after `mount` with these arguments. */
function mounted(mount: string[], code: string): string {
  const script = 'n=$1; shift; mount "$@" && exec "$NODE" --input-type=module -e "$n"';
  const head = `import { openSessions } from ${JSON.stringify(STORE)};\n`;
  return execFileSync('unshare', ['-m', 'sh', '-c', script, 'sh', head + code, ...mount], {
    encoding: 'utf8',
    env: { ...process.env, NODE: process.execPath },
  });
}

test.runIf(canMount)('a full disk: the message is refused with the reason, what was stored before stays', () => {
  const folder = tempDir();
  const file = join(folder, 'sessions.db');
  const said = mounted(
    ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder],
    `const store = openSessions(${JSON.stringify(file)});
     const id = store.create(${JSON.stringify(START)});
     let stored = 0;
     try { for (;;) { store.append(id, { role: 'user', content: 'word '.repeat(2000) }); stored++; } }
     catch ({ code, where }) { console.log(code, where.file); }
     console.log(stored > 10, store.messages(id).length === stored, store.search('word').found === stored);
     store.close();
     try { const again = openSessions(${JSON.stringify(file)}); console.log(again.messages(id).length === stored); }
     catch ({ code }) { console.log(code); }`,
  );
  expect(said.trim().split('\n')).toEqual([`agent.sessions-disk-full ${file}`, 'true true true', 'true']);
});

test.runIf(canMount)('a read-only home', () => {
  const folder = tempDir();
  mkdirSync(join(folder, 'a'));
  const store = tempStore(join(folder, 'a', 'sessions.db'));
  const open = (file: string) =>
    mounted(
      ['-o', 'bind,ro', folder, folder],
      `try { openSessions(${JSON.stringify(join(folder, file))}).create(${JSON.stringify(START)}); }
       catch ({ code, where }) { console.log(code, where?.file); }`,
    ).trim();
  const refused = `agent.sessions-not-writable ${store.file}`;
  expect(open('a/sessions.db')).toBe(refused);
  store.close();
  expect(open('a/sessions.db')).toBe(refused);
  // Without the file, the file system's own error names it; the core words it.
  expect(open('none.db')).toBe('EROFS undefined');
});

test('a file that others could read is closed to them', () => {
  const { store } = storeWith('x');
  store.close();
  chmodSync(store.file, 0o644);
  tempStore(store.file);
  expect(statSync(store.file).mode & 0o777).toBe(0o600);
});

test('another process that keeps the file locked is waited for', async () => {
  const { store, id } = storeWith('first');
  const holder = program(
    store.file,
    `const store = openSessions(file);
     const { createRequire } = await import('node:module');
     const Sqlite = createRequire(${JSON.stringify(import.meta.url)})('better-sqlite3');
     const db = new Sqlite(file);
     db.exec('BEGIN IMMEDIATE');
     say('locked');
     setTimeout(() => { db.exec('COMMIT'); say('free'); }, 300);`,
  );
  await expect.poll(() => holder.lines).toContain('locked');
  expect(store.append(id, { role: 'user', content: 'second' }).seq).toBe(2);
  await holder.ended;
  expect(holder.lines).toEqual(['locked', 'free']);
});

test('SQLite is loaded with the first store, not before', () => {
  const said = execFileSync(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import { openSessions } from ${JSON.stringify(STORE)};
       const loaded = () => Object.keys((process.report.getReport().sharedObjects)).length && process.report.getReport().sharedObjects.some((file) => /better-sqlite3|linux-.*\\.node/.test(file));
       console.log(loaded());
       openSessions(${JSON.stringify(join(tempDir(), 's.db'))}).close();
       console.log(loaded());`,
    ],
    { encoding: 'utf8' },
  );
  expect(said.trim().split('\n')).toEqual(['false', 'true']);
});
