import { expect, test } from 'vitest';
import { freePort } from '../../scripts/free-port.ts';
import { loadConfig } from '../../src/config/index.ts';
import type { CheckContext, EndpointReport, TargetPlace } from '../../src/contract/index.ts';
import { endpointReachable } from '../../src/doctor/checks/endpoint-reachable.ts';
import { restartServer, startServer } from '../../src/doctor/remedy.ts';
import { createEndpointRoom } from '../../src/endpoint/index.ts';
import { createServerRoom } from '../../src/server/index.ts';
import { ownServerAt } from '../../src/services/own-server.ts';
import { configFor, doctor, findings, row } from '../helpers/doctor.ts';
import { tempHome } from '../helpers/home.ts';

function contextAt(place: Partial<TargetPlace>, report: Partial<EndpointReport> = { kind: 'llama-server' }) {
  return {
    target: { baseUrl: 'http://x/v1' },
    place: { host: '127.0.0.1:8000', loopback: true, local: true, ownServer: async () => undefined, ...place },
    report: async () => report as EndpointReport,
  } as CheckContext;
}

const LAN = { host: '192.168.5.84:8000', loopback: false };

test('another machine: the line to run there', async () => {
  const restart = await restartServer(contextAt(LAN), 'Why');
  expect(restart.text).toContain('on 192.168.5.84 ');
  expect(restart.command).toBeUndefined();
  const start = await startServer(contextAt(LAN));
  expect(start.text).toContain('192.168.5.84');
  expect(start.command).toMatch(/^llama-server .*--host 0\.0\.0\.0 --port 8000/);
});

test('this machine, but not ours: only what has to change, because its other flags are not known', async () => {
  const window = await restartServer(contextAt({}), 'Why', { window: 65_536 });
  expect(window.text).not.toContain(' on ');
  expect(window.text).toContain('`-c 65536`');
  expect(window.command).toBeUndefined();
  expect((await restartServer(contextAt({}), 'Why', { jinja: true })).text).toContain('`--jinja`');
  expect((await startServer(contextAt({}))).command).toBe('hermes server start -m MODEL.gguf --port 8000');
});

test.each([
  ['ollama', 'OLLAMA_CONTEXT_LENGTH=65536'],
  ['vllm', '--max-model-len 65536'],
  ['lmstudio', '65536'],
  ['unknown', 'hermes model'],
] as const)('a larger window in the words of %s', async (kind, words) => {
  const { text } = await restartServer(contextAt({}, { kind }), 'Why', { window: 65_536 });
  expect(text).toContain(words);
  expect(text).not.toContain('llama-server');
});

test('one of ours: its own line, or what else can be done where a restart would mend nothing', async () => {
  const own = (line: string | undefined) =>
    contextAt({ ownServer: async () => ({ name: 'main', startLine: () => line, handEdit: () => undefined }) });
  expect((await restartServer(own('the line'), 'Why')).command).toBe('the line');
  const none = await restartServer(own(undefined), 'Why', { jinja: true }, 'Something else.');
  expect(none).toEqual({ text: 'Something else.', auto: false });
});

test.each([
  ['in the file', '--api-key, sk-very-secret, --hf-token, hf_very-secret', {}],
  ['of a variable', `--api-key, '\${${'KEY'}}'`, { KEY: 'sk-very-secret' }],
])('one of ours whose arguments hold a secret %s: told in words, without it', async (_, secret, env) => {
  const port = await freePort();
  const entry = `  g.1: {port: ${port}, ctx_size: 4096, extra_args: [-t, '1', ${secret}, --no-jinja]}`;
  const paths = tempHome({ 'config.yaml': `servers:\n${entry}\n` });
  const room = createServerRoom({ paths, env, endpoint: createEndpointRoom() });
  const own = await ownServerAt(String(port), await loadConfig(paths, env), { paths, server: async () => room });
  const context = contextAt({ ownServer: async () => own });
  const fix = await restartServer(context, 'Why', { jinja: true, window: 65_536 });
  expect(JSON.stringify(fix)).not.toContain('very-secret');
  expect(fix.command).toBeUndefined();
  expect(fix.text).toMatch(
    /servers\.g\\\.1\.extra_args: \["-t","1","--api-key","YOUR_SECRET"(,"--hf-token","YOUR_SECRET")?\]/,
  );
  expect(fix.text).toContain("`hermes config set 'servers.g\\.1.ctx_size' 65536 && hermes server start g.1`");
  expect(own?.handEdit({ window: 65_536 })).toBeUndefined();
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

test('a known provider that cannot be looked up: not its address is wrong, and its missing key is named', async () => {
  const target = { baseUrl: 'https://api.deepseek.com/v1' };
  const message = 'the name api.deepseek.com could not be looked up: no network, or no DNS';
  const context = {
    ...contextAt({ host: 'api.deepseek.com', loopback: false, local: false }),
    target,
    report: async () => ({ models: { ok: false, reason: 'unreachable', failure: 'dns', message } }) as EndpointReport,
  };
  const missing = await endpointReachable.run(context);
  expect(missing).toMatchObject({ status: 'fail', detail: expect.stringContaining('DEEPSEEK_API_KEY') });
  expect(missing.fix?.text).toContain('DNS');
  expect(missing.fix?.command).toBeUndefined();
  const withKey = await endpointReachable.run({ ...context, target: { ...target, apiKey: 'sk-0' } });
  expect(withKey.detail).toBeUndefined();
  const elsewhere = await endpointReachable.run({ ...context, target: { baseUrl: 'http://no.such/v1' } });
  expect(elsewhere.fix?.command).toBe('hermes model');
});
