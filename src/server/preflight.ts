import { setTimeout as sleep } from 'node:timers/promises';
import type { EndpointRoom } from '../contract/index.ts';
import { printable } from '../endpoint/index.ts';
import { commandLine } from '../errors/command-line.ts';
import { type HermesError, userError } from '../errors/hermes-error.ts';
import { isSameProcess } from '../state/index.ts';
import { findBinary } from './find-binary.ts';
import { type Listener, listenersOn, nextFreePort, type PortFault, portFault } from './listeners.ts';
import type { ServerPlan } from './plan.ts';
import type { Records } from './records.ts';

/** The binary to run, or `server.not-installed` with the ways to get one. */
export function requireBinary(env: NodeJS.ProcessEnv, cwd: string): string {
  const found = findBinary(env, cwd);
  if (found.ok) return found.binary;
  const message =
    found.configured === undefined
      ? 'there is no llama-server on PATH'
      : `$HERMES_LLAMA_SERVER names ${found.configured}, which is not an executable file`;
  throw userError('server.not-installed', message, {
    try: [
      ...(found.configured === undefined ? [] : ['Correct that variable, or: unset HERMES_LLAMA_SERVER']),
      'sudo apt install llama.cpp-tools   (Debian, where it is packaged: sid and later)',
      'brew install llama.cpp   (macOS, Linux)',
      'Download a release: https://github.com/ggml-org/llama.cpp/releases',
      'export HERMES_LLAMA_SERVER=/path/to/llama-server   (when it is installed elsewhere)',
    ],
  });
}

/** Throws `server.port-taken` naming who has the port and the next free one, or `server.bad-address`. */
export async function requirePort(plan: ServerPlan, endpoint: EndpointRoom, records: Records): Promise<void> {
  const { port } = plan;
  for (const host of plan.host.split(',')) {
    if (host.endsWith('.sock')) continue;
    const fault = await settledPortFault(host, port);
    if (fault === undefined) continue;
    if (fault === 'in-use') throw await portTaken(plan, host, endpoint, records);
    throw badAddress(fault, host, port);
  }
}

function badAddress(fault: Exclude<PortFault, 'in-use'>, host: string, port: number): HermesError {
  if (fault === 'no-such-address') {
    return userError('server.bad-address', `${host} is not an address of this machine`, {
      try: ['--host 127.0.0.1', '--host 0.0.0.0 listens everywhere.'],
    });
  }
  const message =
    fault === 'no-such-port'
      ? `${port} is not a port: they are 1 to 65535`
      : `listening on port ${port} is not permitted: ports below 1024 belong to root`;
  return userError('server.bad-address', message, { try: ['--port 8000'] });
}

/** A process that has just ended may hold its port a moment longer, without an owner that can be seen. */
async function settledPortFault(host: string, port: number): Promise<PortFault | undefined> {
  for (let tries = 0; ; tries++) {
    const fault = await portFault(host, port);
    if (fault !== 'in-use' || tries === 10 || listenersOn(port).length > 0) return fault;
    await sleep(50);
  }
}

async function portTaken(
  plan: ServerPlan,
  host: string,
  endpoint: EndpointRoom,
  records: Records,
): Promise<HermesError> {
  const running = (await records.list()).filter(({ pid, identity }) => isSameProcess(pid, identity));
  const ours = running.find((record) => record.port === plan.port);
  const free = await nextFreePort(host, plan.port);
  return userError(
    'server.port-taken',
    `port ${plan.port} is taken by ${ours ? `the server "${ours.name}" of hermes` : await stranger(plan, endpoint)}`,
    {
      where: { url: plan.url },
      try: [
        ...(ours ? [commandLine('hermes', 'server', 'stop', ours.name)] : []),
        ...(free === undefined ? [] : [`Start this one on the next free port: --port ${free}`]),
      ],
    },
  );
}

async function stranger({ url, port }: ServerPlan, endpoint: EndpointRoom): Promise<string> {
  const [listener] = listenersOn(port);
  const props = await endpoint.props({ baseUrl: `${url}/v1` }, { timeoutMs: 2_000 });
  if (props) return `a llama-server that hermes did not start here (${props.model}, ${props.build})${pidOf(listener)}`;
  return `another program${listener ? ` (${printable(listener.command)})` : ''}${pidOf(listener)}`;
}

const pidOf = (listener: Listener | undefined): string => (listener ? `, pid ${listener.pid}` : '');
