/**
 * The client that the conformance suite drives: `node conformance-client.ts URL` with MCP_CONFORMANCE_SCENARIO. It has no
 * protocol code of its own: it agrees to whatever the MCP room asks, opens the page of a login as a browser would, and calls
 * the tools that the room offers.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { approve } from '../../src/mcp/approve.ts';
import { readMcpSettings } from '../../src/mcp/config.ts';
import { openMcp } from '../../src/mcp/room.ts';
import type { ToolRun } from '../../src/tools/tool.ts';
import { standaloneHost } from './standalone-host.ts';

const url = process.argv.at(-1) ?? '';
const scenario = process.env['MCP_CONFORMANCE_SCENARIO'] ?? '';
const context = JSON.parse(process.env['MCP_CONFORMANCE_CONTEXT'] ?? '{}') as Record<string, string>;
const home = mkdtempSync(join(tmpdir(), 'hermes-conformance-'));

/** Words that the scenarios' tools take. */
const ARGUMENTS: Readonly<Record<string, unknown>> = { a: 5, b: 3 };

/** The document that the suite expects a client to have published. */
const DOCUMENT = 'https://conformance-test.local/client-metadata.json';

const key = join(home, 'key.pem');
if (context['private_key_pem']) writeFileSync(key, context['private_key_pem'], { mode: 0o600 });

const oauth = {
  ...(scenario === 'auth/basic-cimd' ? { client_id: DOCUMENT } : {}),
  ...(scenario.startsWith('auth/client-credentials') ? { flow: 'client_credentials' } : {}),
  ...(context['private_key_pem'] ? { private_key_file: key } : {}),
  ...(context['client_id'] ? { client_id: context['client_id'] } : {}),
  ...(context['client_secret'] ? { client_secret: context['client_secret'] } : {}),
};
const server = {
  url,
  timeout: 15,
  connect_timeout: 15,
  ...(scenario.startsWith('auth/') ? { auth: 'oauth', oauth } : {}),
};
const config = { mcp_servers: { suite: server } };

/** The login page of the suite agrees at once and leads back. */
async function browse(line: string): Promise<void> {
  const address = line.trim();
  if (address.startsWith('http')) await fetch(address);
}

const host = standaloneHost(home, {
  config,
  typed: (prompt) => (prompt.includes('[v]iew') ? 'v' : 'a'),
  said: (line) => void browse(line).catch(() => undefined),
});

/** One session: whether all its calls were answered. */
async function session(): Promise<boolean> {
  const settings = readMcpSettings(config, home);
  const ask = async () => 'once' as const;
  const room = await openMcp(host, {
    settings,
    workspace: home,
    contextTokens: undefined,
    ask,
    askText: undefined,
    discoveryMs: 15_000,
  });
  const run = {
    host,
    maxChars: 8_000,
    signal: host.signal,
    outputs: () => host.ensureOps('outputs'),
  } as unknown as ToolRun;
  try {
    for (const tool of room.offered) {
      const known = Object.keys((tool.parameters['properties'] ?? {}) as object);
      const args = Object.fromEntries(known.map((name) => [name, ARGUMENTS[name] ?? 'x']));
      const { status, text } = await tool.run(args, run);
      process.stderr.write(`${tool.name}: ${status} ${text}\n`);
      if (status === 'error') return false;
    }
    for (const { text } of room.notices) process.stderr.write(`${text}\n`);
    return room.offered.length > 0;
  } finally {
    await room.close();
  }
}

try {
  // Where a login is wanted: as a user would, once more after a call that wanted further rights.
  for (let tries = 0; tries < 3; tries += 1) {
    if (scenario.startsWith('auth/')) await approve(host, 'suite', { json: false });
    if (await session()) break;
  }
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
} finally {
  rmSync(home, { recursive: true, force: true });
}
process.exit();
