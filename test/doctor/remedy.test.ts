import { expect, test } from 'vitest';
import { freePort } from '../../scripts/free-port.ts';
import type { CheckContext, EndpointReport, TargetPlace } from '../../src/contract/index.ts';
import { restartServer, startServer } from '../../src/doctor/remedy.ts';
import { configFor, doctor, findings, row } from '../helpers/doctor.ts';

function contextAt(place: Partial<TargetPlace>, modelPath = '/models/a model.gguf') {
  return {
    target: { baseUrl: 'http://x/v1' },
    place: { host: '127.0.0.1:8000', loopback: true, local: true, ownServer: async () => undefined, ...place },
    report: async () => ({ props: { modelPath } }) as EndpointReport,
  } as CheckContext;
}

const LAN = { host: '192.168.5.84:8000', loopback: false };

test('another machine: the line to run there', async () => {
  const restart = await restartServer(contextAt(LAN), 'Why');
  expect(restart.text).toContain('on 192.168.5.84 ');
  expect(restart.command).toBe(
    "llama-server -m '/models/a model.gguf' --host 0.0.0.0 --port 8000 --jinja -c 65536 -np 1",
  );
  const start = await startServer(contextAt(LAN));
  expect(start.text).toContain('192.168.5.84');
  expect(start.command).toMatch(/^llama-server .*--host 0\.0\.0\.0 --port 8000/);
});

test('this machine, but not ours', async () => {
  const { text, command } = await restartServer(contextAt({}), 'Why');
  expect(text).not.toContain(' on ');
  expect(command).toMatch(/^llama-server .*gguf' --port 8000 --jinja -c 65536 -np 1$/);
  expect((await startServer(contextAt({}))).command).toBe('hermes server start -m MODEL.gguf --port 8000');
});

test('one of ours: by its name, with model and port where the config does not hold them', async () => {
  const own = (declared: boolean) => contextAt({ ownServer: async () => ({ name: 'main', declared }) }, '/m.gguf');
  expect((await restartServer(own(true), 'Why')).command).toBe('hermes server stop main && hermes server start main');
  expect((await restartServer(own(false), 'Why')).command).toBe(
    'hermes server stop main && hermes server start main -m /m.gguf --port 8000',
  );
});

test('a name or path with blanks is quoted, so that the line can be pasted', async () => {
  const own = contextAt({ ownServer: async () => ({ name: 'my srv', declared: false }) });
  expect((await restartServer(own, 'Why')).command).toBe(
    "hermes server stop 'my srv' && hermes server start 'my srv' -m '/models/a model.gguf' --port 8000",
  );
});

test('a provider on the internet: nothing to start', async () => {
  const place = { host: 'api.deepseek.com', loopback: false, local: false };
  expect((await startServer(contextAt(place))).command).toBe('hermes model');
});

test('a declared server that does not run is the one to start', async () => {
  const port = await freePort();
  const config = configFor(`http://127.0.0.1:${port}/v1`)['config.yaml'];
  const servers = `servers:\n  main:\n    model: /m.gguf\n    port: ${port}\n`;
  const report = await doctor({ 'config.yaml': `${config}${servers}` });
  expect(findings(report).fail).toEqual(['endpoint.reachable']);
  expect(row(report, 'endpoint.reachable')?.fix?.command).toBe('hermes server start main');
});

test.each(['nonsense', 'ftp://127.0.0.1/v1', '127.0.0.1:8000/v1'])('the address %s', async (url) => {
  const report = await doctor(configFor(url));
  expect(findings(report).fail).toContain('endpoint.reachable');
  expect(row(report, 'endpoint.reachable')?.fix?.command).toBe('hermes model');
});
