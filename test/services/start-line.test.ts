import { spawn } from 'node:child_process';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../scripts/free-port.ts';
import { loadConfig } from '../../src/config/index.ts';
import { createEndpointRoom } from '../../src/endpoint/index.ts';
import { createServerRoom } from '../../src/server/index.ts';
import { Records, type ServerRecord } from '../../src/server/records.ts';
import { startLineAt } from '../../src/services/own-server.ts';
import { processIdentity } from '../../src/state/index.ts';
import { halt } from '../helpers/halt.ts';
import { tempHome } from '../helpers/home.ts';

async function home(config = '') {
  const paths = tempHome({ 'config.yaml': config });
  const room = createServerRoom({ paths, env: {}, endpoint: createEndpointRoom() });
  const records = new Records(paths.ops);
  await records.prepare();
  const loaded = await loadConfig(paths, {});
  const line = (url: string) => startLineAt(url, loaded, { paths, server: async () => room });
  return { line, records };
}

const recordOf = (port: number, process: Pick<ServerRecord, 'pid' | 'identity'>): ServerRecord => ({
  schemaVersion: 1,
  name: 'default',
  ...process,
  binary: '/bin/llama-server',
  argv: ['-m', '/models/a b.gguf', '--alias', 'a', '--host', '127.0.0.1', '--port', String(port), '-c', '8192'],
  url: `http://127.0.0.1:${port}`,
  host: '127.0.0.1',
  port,
  model: null,
  apiKeyEnv: null,
  startedAt: new Date().toISOString(),
  log: '/log',
  logStart: 0,
  ready: null,
});

test('one that was started with a model and flags, and has ended', async () => {
  const { line, records } = await home();
  await records.write(recordOf(19_111, { pid: 999_999_999, identity: 'gone' }));
  const expected = "hermes server start default -m '/models/a b.gguf' --port 19111 -c 8192";
  expect(await line('http://localhost:19111/v1')).toBe(expected);
  expect(await line('http://127.0.0.1:19112/v1')).toBeUndefined();
  expect(await line('http://192.168.5.84:19111/v1')).toBeUndefined();
  expect(await line('no address')).toBeUndefined();
});

test('one that hangs is not asked: it has to be stopped first', async () => {
  const { line, records } = await home();
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  const pid = child.pid ?? 0;
  await records.write(recordOf(19_111, { pid, identity: processIdentity(pid) ?? '' }));
  await halt(pid);
  expect(await line('http://127.0.0.1:19111/v1')).toMatch(
    /^hermes server stop default && hermes server start default /,
  );
});

test('one that is declared only', async () => {
  const port = await freePort();
  const { line } = await home(`servers:\n  main: {model: /m.gguf, port: ${port}}\n`);
  expect(await line(`http://127.0.0.1:${port}/v1`)).toBe('hermes server start main');
});
