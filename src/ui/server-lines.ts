import cells from 'fast-string-width';
import type { ServerState, ServerStatus } from '../contract/index.ts';
import { commandLine } from '../errors/command-line.ts';
import { paint, screenWidth } from './output.ts';
import { table } from './table.ts';

/** What a finished start shows beyond the status row. */
interface Started extends ServerStatus {
  started: boolean;
  saved: boolean;
  templateTools: boolean | null;
  log: string;
  apiKeyEnv: string | null;
  durationMs: number;
}

export function startedLines(server: Started): string[] {
  const seconds = (server.durationMs / 1000).toFixed(1);
  const rows = [
    ['URL', server.url],
    ['model', server.model ?? 'unknown'],
    ['build', server.build ?? 'unknown'],
    ['context', contextText(server)],
    ['tools', toolsText(server.templateTools)],
    ['pid', String(server.pid)],
    ['log', server.log],
  ];
  return [
    `${paint('green', server.name)} ${server.started ? `serves after ${seconds} s` : 'is running already'}`,
    ...table(rows)
      .split('\n')
      .map((line) => `  ${line}`),
    ...(server.saved ? [`Saved as servers.${server.name} in config.yaml.`] : []),
    `Register it: ${commandLine('hermes', 'model', '--base-url', `${server.url}/v1`, ...keyOption(server))}`,
  ];
}

const keyOption = ({ apiKeyEnv }: Started): string[] => (apiKeyEnv === null ? [] : ['--api-key-env', apiKeyEnv]);

/** `width`: cells of the screen; columns that can be done without are left out where a row would be wider. */
export function statusLines(servers: readonly ServerStatus[], width: number = screenWidth()): string[] {
  if (servers.length === 0) return ['No server is running, and none is declared in config.yaml.'];
  const rows = servers.map((server) => [
    server.name,
    server.state,
    server.pid === null ? '-' : String(server.pid),
    server.url,
    server.model ?? '-',
    contextText(server),
    server.uptimeSeconds === null ? '-' : duration(server.uptimeSeconds),
    server.build ?? '-',
  ]);
  const whole = [['NAME', 'STATE', 'PID', 'URL', 'MODEL', 'CONTEXT', 'UPTIME', 'BUILD'], ...rows];
  const narrower = [whole, ...[-1, -2].map((end) => whole.map((row) => row.slice(0, end)))].map((columns) =>
    table(columns).split('\n'),
  );
  const lines = narrower.find((candidate) => candidate.every((line) => cells(line) <= width)) ?? narrower.at(-1) ?? [];
  const hints = servers.flatMap((server) => (hasProblem(server) ? [`${server.name}: ${hint(server)}`] : []));
  return [...lines, ...hints];
}

export function stoppedLine(server: { name: string; pid: number | null; ended: string; durationMs: number }): string {
  const seconds = (server.durationMs / 1000).toFixed(1);
  if (server.ended === 'stopped') return `${server.name} (pid ${server.pid}) stopped after ${seconds} s.`;
  if (server.ended === 'killed') {
    return `${server.name} (pid ${server.pid}) did not end within ${seconds} s, probably because of a running request, and was killed.`;
  }
  if (server.ended === 'foreign') {
    const who = server.pid === null ? 'something' : `process ${server.pid}`;
    return `${server.name}: ${who} that hermes did not start holds its port; it was left alone.`;
  }
  return server.ended === 'was-gone' ? `${server.name} had crashed before.` : `${server.name} is not running.`;
}

const PROBLEMS: readonly ServerState[] = ['crashed', 'unresponsive', 'foreign'];

export const hasProblem = (server: ServerStatus): boolean => PROBLEMS.includes(server.state);

function hint({ name, state, url, pid }: ServerStatus): string {
  const on = (action: string): string => commandLine('hermes', 'server', action, name);
  if (state === 'crashed') return `it ended without being stopped; see \`${on('logs')}\``;
  if (state === 'unresponsive') {
    return `it runs but does not answer; \`${on('logs')}\`, then \`${on('stop')}\``;
  }
  const who = pid === null ? 'something' : `process ${pid}`;
  return `${who} that hermes did not start answers at ${url}`;
}

function contextText({ contextPerSlot, slots }: ServerStatus): string {
  if (contextPerSlot === null) return '-';
  return `${contextPerSlot} tokens x ${slots ?? '?'} ${slots === 1 ? 'slot' : 'slots'}`;
}

function toolsText(supported: boolean | null): string {
  if (supported === null) return 'unknown: the server does not say';
  return supported ? 'the chat template describes them' : 'cannot be used, see the warning';
}

function duration(seconds: number): string {
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
  ];
  if (days > 0) return `${days}d ${hours}h`;
  if (hours > 0) return `${hours}h ${minutes}m`;
  return minutes > 0 ? `${minutes}m ${seconds % 60}s` : `${seconds}s`;
}
