import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readMcpSettings } from '../../src/mcp/config.ts';
import { readSettings } from '../../src/settings.ts';

const URL_ = 'https://mcp.example/mcp';

test.each([
  [{}, 'neither `command` nor `url`'],
  [{ command: 'npx', url: URL_ }, 'both `command` and `url`'],
  [{ command: './server' }, '`command` is a relative path'],
  [{ command: 'npx', cwd: 'here' }, '`cwd` is no absolute path'],
  [{ command: 'npx', env: { KEY: '$' + '{NOT_SET}' } }, 'the variable NOT_SET is not set'],
  [{ url: 'mcp.example' }, '`url` is no http address'],
  [{ url: 'https://me:secret@mcp.example/mcp' }, 'belong into `headers`'],
  [{ url: URL_, auth: 'oauth', oauth: { private_key_file: '~/key.pem' } }, '`oauth.client_id` does not say of which'],
])('a server that cannot be used is left out with the reason, the others are not: %j', (given, why) => {
  const { servers, faults } = readMcpSettings({ mcp_servers: { bad: given, good: { url: URL_ } } }, '/home/me');
  expect(servers.map(({ name }) => name)).toEqual(['good']);
  expect(faults).toEqual([expect.stringContaining(why)]);
  expect(faults[0]).toContain('bad');
});

test('a login is read with where its key lies; without `auth: oauth` there is none', () => {
  const oauth = { client_id: 'me', private_key_file: '~/key.pem', flow: 'client_credentials' };
  const mcp_servers = { far: { url: URL_, auth: 'oauth', oauth }, near: { url: URL_, oauth } };
  const { servers } = readMcpSettings({ mcp_servers }, '/home/me');
  expect(servers.map(({ transport }) => transport.kind === 'http' && transport.oauth)).toEqual([
    expect.objectContaining({ flow: 'client_credentials', clientId: 'me', privateKeyFile: '/home/me/key.pem' }),
    undefined,
  ]);
});

test('times are whole ms that a timer takes, whatever the config says in seconds', () => {
  const seconds = fc.oneof(
    fc.double({ min: 0, max: 1e12, noNaN: true }),
    fc.constantFrom(0.0005, 1.005, 2_147_484, 1e300),
  );
  fc.assert(
    fc.property(seconds, (time) => {
      const oauth = { timeout: time };
      const server = {
        url: URL_,
        auth: 'oauth',
        oauth,
        timeout: time,
        connect_timeout: time,
        elicitation: { timeout: time },
      };
      const mcp = { far: server };
      const { servers, discoveryMs } = readMcpSettings({ mcp_servers: mcp, mcp_discovery_timeout: time }, '/home/me');
      const { value } = { value: { approvals: { timeout: time }, agent: { local_stream_stale_timeout: time } } };
      const { approvals, idleMs } = readSettings({ file: '', exists: true, env: {}, value: value as never });
      const far = servers[0];
      const login = far?.transport.kind === 'http' ? far.transport.oauth?.timeoutMs : undefined;
      for (const ms of [
        far?.callMs,
        far?.connectMs,
        far?.elicitMs,
        login,
        discoveryMs.conversation,
        approvals.timeoutMs,
        idleMs,
      ])
        expect(ms).toSatisfy((one: number) => Number.isInteger(one) && one >= 0 && one < 2 ** 31);
    }),
    { numRuns: Number(process.env['HERMES_TEST_N'] ?? 100) },
  );
});
