import { homedir } from 'node:os';
import type { Host } from '@hermes-ops/contract';
import { neutralise } from '@hermes-ops/plugin-kit/neutral';
import { plural } from '@hermes-ops/plugin-kit/numbers';
import { approveCommand } from './approve-command.ts';
import { readMcpSettings, type ServerSpec } from './config.ts';
import { startText } from './consent.ts';
import { startPrint } from './listed-tool.ts';
import { plainText } from './schema.ts';
import { agreements, readTrustFile, type Trusted, toolsLastSeen, unreadable } from './trust.ts';

/** The `--json` document of `hermes mcp list`. */
export interface McpListed {
  schemaVersion: 1;
  servers: McpEntry[];
  /** What cannot be used, and why: entries of the config, the file of agreements. */
  faults: string[];
}

export interface McpEntry {
  name: string;
  transport: 'stdio' | 'http';
  /** The command line, or the address; secrets are masked. */
  start: string;
  /** Whether a session starts it without asking. */
  agreed: boolean;
  /** As they were agreed to, without those that the server did not list when it was connected last. */
  tools: { name: string; description: string }[];
}

/** What the config names, without starting anything. */
export async function listed(host: Host): Promise<{ text: string; result: McpListed }> {
  const { value } = await host.config();
  const { servers, faults: entryFaults } = readMcpSettings(value, homedir());
  const file = await readTrustFile(host);
  const trust = agreements(file);
  const faults = [...entryFaults, ...(file.ok ? [] : [unreadable(host)])];
  const entries = await Promise.all(servers.map((spec) => entryOf(host, spec, trust.get(spec.name))));
  const result: McpListed = { schemaVersion: 1, servers: entries, faults };
  return { text: textOf(host, result), result };
}

export async function entryOf(host: Host, spec: ServerSpec, trusted: Trusted | undefined): Promise<McpEntry> {
  const agreed = trusted?.start === startPrint(spec) && trusted.tools !== undefined;
  const tools = agreed ? toolsLastSeen(trusted) : [];
  return {
    name: spec.name,
    transport: spec.transport.kind,
    start: await startText(host, spec),
    agreed,
    tools: tools.map(({ name, description }) => ({
      name: plainText(name, 80),
      description: plainText(description, 200),
    })),
  };
}

function textOf(host: Host, { servers, faults }: McpListed): string {
  const rows = servers.map(({ name, start, agreed, tools }) => [
    neutralise(name),
    agreed ? plural(tools.length, 'tool') : 'not agreed to',
    neutralise(start.replaceAll('\n', ', ')),
  ]);
  const ask = servers.find(({ agreed }) => !agreed);
  return [
    ...(rows.length > 0
      ? [host.ui.table([['server', 'state', 'what is started or reached'], ...rows], { header: true })]
      : ['The config names no MCP servers (mcp_servers).']),
    ...faults.map((fault) => `note: ${neutralise(fault)}`),
    ...(ask ? [`Look at one and agree to it: ${neutralise(approveCommand(ask.name))}`] : []),
  ].join('\n');
}
