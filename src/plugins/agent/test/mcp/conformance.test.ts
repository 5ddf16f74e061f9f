import { execFile } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

const SUITE = join(import.meta.dirname, '../../../../../node_modules/@modelcontextprotocol/conformance/dist/index.js');
const CLIENT = join(import.meta.dirname, 'conformance-client.ts');
const LIMIT_MS = 120_000;

/** One for all: tests that run side by side have no clean-up of their own. */
const OUT = mkdtempSync(join(tmpdir(), 'hermes-conformance-'));
afterAll(() => rmSync(OUT, { recursive: true, force: true }));

/** Client scenarios of the suite of the protocol that our room passes, by way of its own front doors. */
const PASSING = [
  'initialize',
  'tools_call',
  'elicitation-sep1034-client-defaults',
  'sse-retry',
  'auth/basic-cimd',
  'auth/client-credentials-basic',
  'auth/client-credentials-jwt',
  'auth/metadata-default',
  'auth/metadata-var1',
  'auth/metadata-var2',
  'auth/metadata-var3',
  'auth/scope-from-www-authenticate',
  'auth/scope-from-scopes-supported',
  'auth/scope-omitted-when-undefined',
  'auth/scope-step-up',
  'auth/scope-retry-limit',
  'auth/token-endpoint-auth-basic',
  'auth/token-endpoint-auth-post',
  'auth/token-endpoint-auth-none',
  'auth/pre-registration',
  'auth/2025-03-26-oauth-endpoint-fallback',
  'auth/resource-mismatch',
  'auth/offline-access-scope',
  'auth/offline-access-not-supported',
];

/** The others: which of their checks fail, and why. */
const NOT_PASSING: Readonly<Record<string, { why: string; failing: string[] }>> = {
  'auth/2025-03-26-oauth-metadata-backcompat': {
    why: 'its login server names another issuer than its address (RFC 8414, 3.3), which the SDK refuses for good reason',
    failing: ['client-registration', 'authorization-request', 'token-request'],
  },
  'auth/cross-app-access-complete-flow': {
    why: 'an extension for logins by an identity provider of a company',
    failing: ['complete-flow-token-exchange', 'complete-flow-jwt-bearer'],
  },
};

interface Check {
  id: string;
  status: 'SUCCESS' | 'FAILURE' | 'WARNING' | 'INFO';
  errorMessage?: string;
}

/** Checks that did not succeed. How late a busy machine reconnects says nothing of the client. */
async function failing(scenario: string): Promise<string[]> {
  const out = join(OUT, scenario.replaceAll('/', '-'));
  const command = `"${process.execPath}" "${CLIENT}"`;
  const args = [SUITE, 'client', '--command', command, '--scenario', scenario, '--timeout', '90000', '-o', out];
  const said = await new Promise<string>((resolve) =>
    execFile(process.execPath, args, { timeout: LIMIT_MS, killSignal: 'SIGKILL' }, (_error, stdout, stderr) =>
      resolve(stdout + stderr),
    ),
  );
  const [file] = globSync('**/checks.json', { cwd: out });
  if (!file) throw new Error(`the suite wrote no checks for ${scenario}:\n${said}`);
  const checks = JSON.parse(readFileSync(join(out, file), 'utf8')) as Check[];
  expect(checks.length).toBeGreaterThan(0);
  return checks
    .filter(({ status }) => status === 'FAILURE' || status === 'WARNING')
    .filter(({ id, errorMessage }) => id !== 'client-sse-retry-timing' || !/ late /.test(errorMessage ?? ''))
    .map(({ id }) => id);
}

describe.concurrent('the conformance suite of the protocol', () => {
  test.each(PASSING)('%s passes', async (scenario) => expect(await failing(scenario)).toEqual([]), LIMIT_MS);

  test.each(Object.entries(NOT_PASSING))(
    '%s does not pass, for a reason that is known',
    async (scenario, known) => expect((await failing(scenario)).toSorted()).toEqual(known.failing.toSorted()),
    LIMIT_MS,
  );

  test('every client scenario of the suite is in one of the two lists', async () => {
    const listed = await new Promise<string>((resolve, reject) =>
      execFile(process.execPath, [SUITE, 'list'], (error, stdout) => (error ? reject(error) : resolve(stdout))),
    );
    const names = [...listed.slice(listed.indexOf('Client scenarios')).matchAll(/^ {2}- (\S+)/gm)].map(
      ([, name]) => name,
    );
    expect([...PASSING, ...Object.keys(NOT_PASSING)].toSorted()).toEqual(names.toSorted());
  });
});
