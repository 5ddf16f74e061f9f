import { join } from 'node:path';
import type { Host } from '@hermes-ops/contract';
import { onTestFinished } from 'vitest';
import { tempHome } from '../../../../test/helpers/home.ts';
import { readEnvFile, requireTarget } from '../../../config/index.ts';
import { createEndpointRoom } from '../../../endpoint/index.ts';
import { HermesError, isHermesError } from '../../../errors/hermes-error.ts';
import { createLlmRoom } from '../../../llm/index.ts';
import { createAuxiliary } from '../../../services/auxiliary.ts';
import { freshConfig } from '../../../services/fresh-config.ts';
import { createMasker } from '../../../services/mask-secrets.ts';
import { ensureOps, withLock } from '../../../state/index.ts';
import { hostUi } from '../../../ui/host-ui.ts';
import { asService } from '../../agent/src/sessions/service.ts';
import { openSessions } from '../../agent/src/sessions/store.ts';
import type { NewMessage, SessionStore } from '../../agent/src/sessions/types.ts';

export interface World {
  host: Host;
  store: SessionStore;
  abort: AbortController;
  /** What was shown while something went on. */
  steps: string[];
  home: string;
}

/** A home with a config and the agent's real store, and the real rooms as a command meets them, without a process. */
export function world(config: string, { agent = true } = {}): World {
  const paths = tempHome({ 'config.yaml': config, 'ops/sessions/.keep': '' });
  const store = openSessions(join(paths.ops, 'sessions/sessions.db'));
  onTestFinished(() => store.close());
  const read = freshConfig(paths, {});
  const masker = createMasker(read, {}, () => readEnvFile(paths.env));
  const abort = new AbortController();
  const steps: string[] = [];
  const [endpoint, llm] = [createEndpointRoom(), createLlmRoom({ ops: paths.ops })];
  const room = createAuxiliary({
    paths,
    config: read,
    llm: async () => llm,
    endpoint: async () => endpoint,
    pluginTasks: async () => [],
  });
  const missing = { ok: false as const, plugin: 'agent', message: 'comes with the agent plugin' };
  const host: Partial<Host> = {
    paths,
    signal: abort.signal,
    config: read,
    freshConfig: read,
    target: async () => requireTarget(await read()),
    endpoint: async () => endpoint,
    llm: async () => llm,
    auxiliary: async () => room,
    mask: async (text) => (await masker)(text),
    ensureOps: (...below) => ensureOps(paths.ops, ...below),
    lock: async (name, options, work) =>
      withLock(join(await ensureOps(paths.ops, 'locks'), `${name}.lock`), options, work),
    errors: { user: (code, message, options) => new HermesError(code, message, options), isUserError: isHermesError },
    service: async () => (agent ? { ok: true, service: asService(store) } : missing),
    ui: {
      ...hostUi,
      step: async (title, work) => {
        steps.push(title);
        return work((text) => void steps.push(`${title}: ${text}`));
      },
    },
  };
  return { host: host as Host, store, abort, steps, home: paths.home };
}

const TOOLS = ['terminal', 'session_search'].map((name) => ({
  type: 'function',
  function: { name, description: `Does ${name}.`, parameters: { type: 'object', properties: {} } },
}));

/** A session of so many turns: a question, a call with a long result, an answer. */
export function longSession(store: SessionStore, { turns = 14, title = 'backup of db-7', system = 'Be brief.' } = {}) {
  const id = store.create({
    systemPrompt: system,
    toolsJson: JSON.stringify(TOOLS),
    model: 'tiny',
    baseUrl: 'http://127.0.0.1:1/v1',
    cwd: '/w',
    title,
  });
  for (let at = 0; at < turns; at++) store.appendAll(id, turn(at));
  return id;
}

/** `seed` makes every turn another one. */
export function turn(seed: number): NewMessage[] {
  const call = { name: 'terminal', arguments: JSON.stringify({ command: `tail /var/log/run-${seed}.log` }) };
  return [
    { role: 'user', content: `Check run ${seed} on port ${5400 + seed}.` },
    { role: 'assistant', content: null, tool_calls: [{ id: `c${seed}`, type: 'function', function: call }] },
    {
      role: 'tool',
      content: Array.from(
        { length: 40 },
        (_, line) => `run ${seed} step ${line} wrote block ${seed * 997 + line}`,
      ).join('\n'),
      tool_call_id: `c${seed}`,
      toolName: 'terminal',
      status: 'ok',
    },
    { role: 'assistant', content: `Run ${seed} has ended; its file is /srv/run-${seed}.sql.` },
  ];
}
