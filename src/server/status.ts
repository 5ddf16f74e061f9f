import type {
  EndpointRoom,
  HttpResult,
  ServerEntry,
  ServerState,
  ServerStatus,
  StatusQuery,
} from '../contract/index.ts';
import { workOf } from '../endpoint/index.ts';
import { isSameProcess } from '../state/index.ts';
import { listenersOn, portFault } from './listeners.ts';
import { planServer } from './plan.ts';
import type { ServerRecord } from './records.ts';
import { type ServerContext, secondsSince } from './start.ts';

/** How long a server may take to answer before it counts as unresponsive. */
const ANSWER_MS = 2_000;

/** One row per declared or started server, sorted by name; all are asked at the same time. */
export async function serverStatus(context: ServerContext, query: StatusQuery): Promise<ServerStatus[]> {
  const records = await context.records.list();
  const declared = Object.entries(query.declared ?? {}).filter(([name]) => !records.some((r) => r.name === name));
  const env = query.env ?? context.env;
  const rows = await Promise.all([
    ...records.map((record) => recordedRow(context.endpoint, record, env)),
    ...declared.map(([name, entry]) => declaredRow(context.endpoint, name, entry, records)),
  ]);
  return rows.map(inOrder).sort((a, b) => a.name.localeCompare(b.name));
}

/** Fields in the documented order, which is how `--json` prints them. */
const inOrder = (row: ServerStatus): ServerStatus => ({
  name: row.name,
  state: row.state,
  pid: row.pid,
  url: row.url,
  build: row.build,
  model: row.model,
  uptimeSeconds: row.uptimeSeconds,
  contextPerSlot: row.contextPerSlot,
  slots: row.slots,
});

async function recordedRow(
  endpoint: EndpointRoom,
  record: ServerRecord,
  env: NonNullable<StatusQuery['env']>,
): Promise<ServerStatus> {
  const known = {
    name: record.name,
    url: record.url,
    build: record.ready?.build || null,
    model: record.ready?.model || record.model,
    contextPerSlot: record.ready?.contextPerSlot || null,
    slots: record.ready?.slots || null,
  };
  if (!isSameProcess(record.pid, record.identity)) {
    return { ...known, state: 'crashed', pid: null, uptimeSeconds: null };
  }
  const apiKey = record.apiKeyEnv === null ? undefined : env[record.apiKeyEnv];
  const target = { baseUrl: `${record.url}/v1`, ...(apiKey ? { apiKey } : {}) };
  const running = { ...known, pid: record.pid, uptimeSeconds: secondsSince(record.startedAt) };
  const state = stateByHealth(await endpoint.health(target, { timeoutMs: ANSWER_MS }), record);
  if (state !== 'ready') return { ...running, state };
  const [work, props] = await Promise.all([
    workOf(endpoint.request, record.url, { timeoutMs: ANSWER_MS, ...(apiKey ? { apiKey } : {}) }),
    endpoint.props(target, { timeoutMs: ANSWER_MS }),
  ]);
  if (!work.ok) {
    const again = stateByHealth(await endpoint.health(target, { timeoutMs: ANSWER_MS }), record);
    return { ...running, state: again === 'ready' ? 'busy' : again };
  }
  return {
    ...running,
    state: work.busy ? 'busy' : 'ready',
    ...(props && {
      build: props.build,
      model: props.model,
      contextPerSlot: props.contextPerSlot || null,
      slots: props.slots || null,
    }),
  };
}

function stateByHealth(health: HttpResult, record: ServerRecord): ServerState {
  if (health.ok) return health.status === 503 ? 'starting' : 'ready';
  if (health.failure === 'tls') return 'ready';
  return health.failure === 'refused' && record.ready === null ? 'starting' : 'unresponsive';
}

/** Declared in the config, not started by us: stopped, unless a stranger answers where it would listen. */
async function declaredRow(
  endpoint: EndpointRoom,
  name: string,
  entry: ServerEntry,
  records: readonly ServerRecord[],
): Promise<ServerStatus> {
  const { url, host, port } = planServer(entry);
  const row = { name, url, pid: null, uptimeSeconds: null, build: null, model: entry.model ?? null };
  const target = { baseUrl: `${url}/v1` };
  const stopped: ServerStatus = { ...row, state: 'stopped', contextPerSlot: null, slots: null };
  if (records.some((other) => other.port === port && isSameProcess(other.pid, other.identity))) return stopped;
  const health = await endpoint.health(target, { timeoutMs: ANSWER_MS });
  if (!health.ok && NOBODY.has(health.failure)) return stopped;
  // Silence is a stranger's only where somebody holds the port; an address that leads nowhere is silent too.
  const [first = host] = host.split(',');
  if (!health.ok && health.failure === 'timeout' && (await portFault(first, port)) !== 'in-use') return stopped;
  const props = health.ok ? await endpoint.props(target, { timeoutMs: ANSWER_MS }) : undefined;
  return {
    ...row,
    state: 'foreign',
    pid: listenersOn(port)[0]?.pid ?? null,
    build: props?.build ?? null,
    model: props?.model ?? null,
    contextPerSlot: props?.contextPerSlot || null,
    slots: props?.slots || null,
  };
}

/** Who holds the port of a declared server that hermes did not start: a pid, null when it cannot be seen. */
export async function foreignPid(
  { endpoint, records }: ServerContext,
  name: string,
  entry: ServerEntry,
): Promise<number | null | undefined> {
  const { state, pid } = await declaredRow(endpoint, name, entry, await records.list());
  return state === 'foreign' ? pid : undefined;
}

const NOBODY = new Set(['refused', 'dns', 'network', 'invalid-url']);
