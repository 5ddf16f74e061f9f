import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, chmodSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findBinary } from '../../src/server/find-binary.ts';
import { listenersOn, nextFreePort, portFault } from '../../src/server/listeners.ts';
import { follow, readFrom, tailLines } from '../../src/server/log-file.ts';
import { checkName, Records } from '../../src/server/records.ts';
import { terminate } from '../../src/server/terminate.ts';
import { withLock } from '../../src/state/lock.ts';
import { isSameProcess, processIdentity } from '../../src/state/process-id.ts';
import { halt } from '../helpers/halt.ts';
import { tempDir, tempHome } from '../helpers/home.ts';
import { openToAll, withoutRoot } from '../helpers/other-user.ts';
import { serverRecord } from '../helpers/server-record.ts';

const RUNS = { numRuns: Number(process.env['HERMES_TEST_N'] ?? 100) };

async function child(script: string) {
  const started = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'], detached: true });
  onTestFinished(() => void started.kill('SIGKILL'));
  await once(started.stdout, 'data');
  return { pid: started.pid ?? 0, exit: once(started, 'exit') };
}
const IDLE = 'console.log(1); setInterval(() => {}, 1000)';

describe('process identity', () => {
  test('is stable while the process lives and gone with it', async () => {
    const { pid, exit } = await child(IDLE);
    const identity = processIdentity(pid);
    expect(identity).toBeDefined();
    expect(processIdentity(pid)).toBe(identity);
    expect(processIdentity(process.pid)).not.toBe(identity);
    process.kill(pid, 'SIGKILL');
    await exit;
    expect(processIdentity(pid)).toBeUndefined();
  });

  test('a process that reuses the pid is never signalled', async () => {
    const { pid } = await child(IDLE);
    expect(await terminate(pid, 'an earlier process', 100)).toBe('was-gone');
    expect(processIdentity(pid)).toBeDefined();
  });

  test('one that ignores SIGTERM is killed after the grace period, a stopped one ends by itself', async () => {
    const stubborn = await child(`process.on('SIGTERM', () => {}); ${IDLE}`);
    expect(await terminate(stubborn.pid, processIdentity(stubborn.pid) ?? '', 200)).toBe('killed');
    const stopped = await child(IDLE);
    await halt(stopped.pid);
    expect(await terminate(stopped.pid, processIdentity(stopped.pid) ?? '', 30_000)).toBe('stopped');
  });
});

describe('lock', () => {
  test('one at a time, others wait, and a failure lets go', async () => {
    const file = join(tempDir(), 'x.lock');
    let inside = 0;
    let waited = 0;
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const onWait = () => {
      if (++waited === 4) open();
    };
    const jobs = Array.from({ length: 5 }, (_, i) =>
      withLock(file, { onWait }, async () => {
        expect(++inside).toBe(1);
        await gate;
        inside--;
        if (i === 2) throw new Error('on purpose');
      }),
    );
    const results = await Promise.allSettled(jobs);
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    expect(waited).toBe(4);
  });

  test('of a dead process it is taken over, of a living one not', async () => {
    const file = join(tempDir(), 'x.lock');
    writeFileSync(file, `${process.pid} an earlier process`);
    expect(await withLock(file, {}, async () => 'mine')).toBe('mine');
    const { pid } = await child(IDLE);
    writeFileSync(file, `${pid} token ${processIdentity(pid)}`);
    const wait = withLock(file, { signal: AbortSignal.timeout(250) }, async () => 'mine');
    await expect(wait).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  });
});

describe('records', () => {
  test('are private, survive odd names, and are removed only by their own run', async () => {
    const { ops } = tempHome();
    const records = new Records(ops);
    await records.prepare();
    for (const name of ['b', '编码🙂']) await records.write(serverRecord(name));
    writeFileSync(join(ops, 'servers', 'broken.json'), '{');
    for (const name of ['x', 'y']) writeFileSync(join(ops, 'servers', `${name}.json`), '{"schemaVersion":1}');
    expect((await records.list()).map(({ name }) => name)).toEqual(['b', '编码🙂']);
    expect(statSync(join(ops, 'servers', '编码🙂.json')).mode & 0o777).toBe(0o600);
    expect(statSync(ops).mode & 0o777).toBe(0o700);
    expect(readFileSync(join(ops, '.gitignore'), 'utf8')).toBe('*\n');
    await records.remove({ ...serverRecord('b'), pid: 1 });
    expect(await records.read('b')).toBeDefined();
    await records.remove(serverRecord('b'));
    expect(await records.read('b')).toBeUndefined();
  });

  test('one that cannot be used is named, and no record is no fault', async () => {
    const { ops } = tempHome();
    const records = new Records(ops);
    expect(await records.unusable()).toEqual([]);
    await records.prepare();
    await records.write(serverRecord('fine'));
    for (const [name, text] of [
      ['cut', '{"sche'],
      ['empty', ''],
      ['later', JSON.stringify({ ...serverRecord('later'), schemaVersion: 99 })],
    ] as const) {
      writeFileSync(join(ops, 'servers', `${name}.json`), text);
    }
    const names = (await records.unusable()).map((file) => basename(file)).sort();
    expect(names).toEqual(['cut.json', 'empty.json', 'later.json']);
  });

  test.skipIf(process.platform === 'win32')('of another user are not taken for none', async () => {
    const { home, ops } = tempHome();
    openToAll(home);
    const records = new Records(ops);
    await records.prepare();
    await records.write(serverRecord('x'));
    chmodSync(ops, process.getuid?.() === 0 ? 0o700 : 0);
    onTestFinished(() => chmodSync(ops, 0o700));
    await withoutRoot(async () => {
      for (const look of [() => records.list(), () => records.unusable(), () => records.read('x')]) {
        await expect(look()).rejects.toMatchObject({ code: 'server.state-unreadable', exit: 2 });
      }
    });
  });

  test('a stop is known to whoever sees the process end', async () => {
    const { ops } = tempHome();
    const records = new Records(ops);
    await records.prepare();
    await records.write(serverRecord('x'));
    expect(await records.isStopping(serverRecord('x'))).toBe(false);
    await records.markStopping(serverRecord('x'));
    expect(await records.isStopping(serverRecord('x'))).toBe(true);
    expect(await records.isStopping({ ...serverRecord('x'), identity: 'a later run' })).toBe(true);
    await records.remove(serverRecord('x'));
    expect(await records.isStopping(serverRecord('x'))).toBe(true);
    await records.write(serverRecord('x'));
    expect(await records.isStopping(serverRecord('x'))).toBe(false);
    await records.markStopping(serverRecord('x'));
    await records.remove({ ...serverRecord('x'), identity: 'an earlier run, stopped late' });
    expect(await records.isStopping(serverRecord('x'))).toBe(true);
  });

  test.each(Object.keys(serverRecord('a')))('whose %s is of another kind is none', async (key) => {
    const { ops } = tempHome();
    const records = new Records(ops);
    await records.prepare();
    for (const odd of [undefined, {}, -1]) {
      writeFileSync(join(ops, 'servers', 'a.json'), JSON.stringify({ ...serverRecord('a'), [key]: odd }));
      expect(await records.list(), JSON.stringify(odd)).toEqual([]);
    }
  });

  test.each(['', '.', '..', '.hidden', 'a/b', 'a\\b', 'a\nb', 'a\u0000b', 'C:x', 'x'.repeat(101)])(
    'name %j',
    (name) => {
      expect(() => checkName(name)).toThrow(expect.objectContaining({ code: 'server.invalid-name' }));
    },
  );
});

describe('log files', () => {
  test('the tail equals the last lines, for any text', async () => {
    const file = join(tempDir(), 'log');
    const line = fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => text.replace(/[\r\n]/g, ' '));
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 40 }),
        async (lines, n) => {
          writeFileSync(file, `${lines.join('\n')}\n`);
          expect(await tailLines(file, n)).toEqual(lines.slice(-n));
        },
      ),
      RUNS,
    );
  });

  test('the tail of a file of several chunks', async () => {
    const file = join(tempDir(), 'log');
    const lines = Array.from({ length: 20_000 }, (_, i) => `line ${i} 🙂`);
    writeFileSync(file, lines.join('\n'));
    expect(await tailLines(file, 9_000)).toEqual(lines.slice(-9_000));
    expect(await tailLines(file, 0)).toEqual([]);
    expect(await tailLines(`${file}.none`, 5)).toBeUndefined();
    expect(Buffer.byteLength(await readFrom(file, 0))).toBeLessThanOrEqual(262_144);
  });

  test('following gives whole lines, over split characters and a truncation', async () => {
    const file = join(tempDir(), 'log');
    writeFileSync(file, 'old\n');
    const controller = new AbortController();
    const seen: string[] = [];
    const done = (async () => {
      for await (const line of follow(file, 4, controller.signal)) seen.push(line);
    })();
    const bytes = Buffer.from('新行\nhalf');
    appendFileSync(file, bytes.subarray(0, 2));
    await new Promise((resolve) => setTimeout(resolve, 250));
    appendFileSync(file, bytes.subarray(2));
    await expect.poll(() => seen).toEqual(['新行']);
    truncateSync(file);
    await new Promise((resolve) => setTimeout(resolve, 250));
    appendFileSync(file, '!\n');
    await expect.poll(() => seen).toEqual(['新行', 'half!']);
    controller.abort();
    await done;
  });

  test('following ends at once when it is told to, in the middle of what was read', async () => {
    const file = join(tempDir(), 'log');
    writeFileSync(file, 'line\n'.repeat(1_000));
    const controller = new AbortController();
    let seen = 0;
    for await (const _line of follow(file, 0, controller.signal)) if (++seen === 3) controller.abort();
    expect(seen).toBe(3);
  });
});

describe('ports and programs', () => {
  test('a taken port is seen, its owner named, the next free one found', async () => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    expect(await portFault('127.0.0.1', port)).toBe('in-use');
    expect(await portFault('192.0.2.1', port)).toBe('no-such-address');
    for (const odd of [99_999, 0.5, -1]) expect(await portFault('127.0.0.1', odd)).toBe('no-such-port');
    expect(await nextFreePort('127.0.0.1', port)).toBeGreaterThan(port);
    if (process.platform === 'linux') expect(listenersOn(port)).toMatchObject([{ pid: process.pid }]);
  });

  test('llama-server is looked for in the variable, then on PATH', () => {
    const folder = tempDir();
    const binary = join(folder, 'llama-server');
    expect(findBinary({ PATH: folder }, folder)).toEqual({ ok: false });
    writeFileSync(binary, '', { mode: 0o644 });
    expect(findBinary({ PATH: folder }, folder)).toEqual({ ok: false });
    writeFileSync(`${binary}-x`, '', { mode: 0o755 });
    expect(findBinary({ HERMES_LLAMA_SERVER: './llama-server-x' }, folder)).toEqual({
      ok: true,
      binary: `${binary}-x`,
      source: 'env',
    });
    expect(findBinary({ HERMES_LLAMA_SERVER: binary, PATH: folder }, folder)).toEqual({
      ok: false,
      configured: binary,
    });
    expect(isSameProcess(process.pid, processIdentity(process.pid) ?? '')).toBe(true);
  });
});
