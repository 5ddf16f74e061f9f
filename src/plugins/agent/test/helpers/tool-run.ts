import { mkdirSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type {
  AgentSessions,
  AuxiliaryRoom,
  Host,
  SessionHit,
  SessionMessage,
  SettingsRoom,
} from '@hermes-ops/contract';
import { onTestFinished } from 'vitest';
import { tempDir } from '../../../../../test/helpers/home.ts';
import { withLock } from '../../../../state/index.ts';
import { createTools } from '../../src/tools/registry.ts';
import type { Review, ToolOutcome, ToolRun } from '../../src/tools/tool.ts';

export interface Setting {
  config?: Record<string, Record<string, unknown>>;
  env?: Record<string, string>;
  /** Texts that the host masks. */
  secrets?: string[];
  maxChars?: number;
  hits?: SessionHit[];
  messages?: SessionMessage[];
  /** In place of the former two. */
  sessions?: AgentSessions;
  settings?: Partial<SettingsRoom>;
  ask?: AuxiliaryRoom['ask'];
  resolve?: AuxiliaryRoom['resolve'];
  /** Address of the main model. */
  main?: string;
}

export interface Bench {
  workspace: string;
  home: string;
  run: ToolRun;
  abort: AbortController;
  /** Carries a call out as an agent would that asks first and is always allowed. */
  call(tool: string, args?: Record<string, unknown>): Promise<ToolOutcome & { review?: Review }>;
  review(tool: string, args?: Record<string, unknown>): Promise<Review | undefined>;
  /** Without asking. */
  raw(tool: string, args?: Record<string, unknown>): Promise<ToolOutcome>;
  running(): string[];
  close(): Promise<void>;
  kill(): void;
}

/** The tools of one session in a workspace and a home of their own, with as much of the host as they use. */
export function toolBench(setting: Setting = {}): Bench {
  const root = realpathSync(tempDir('hermes-tools-'));
  const [workspace, home] = [join(root, 'work'), join(root, 'home')];
  mkdirSync(workspace);
  mkdirSync(join(home, 'ops'), { recursive: true });
  const abort = new AbortController();
  const run: ToolRun = {
    host: fakeHost(home, setting),
    sessionId: 'this-session',
    workspace,
    sessions: fakeSessions(setting),
    maxChars: setting.maxChars ?? 8_000,
    outputs: async () => {
      const folder = join(home, 'ops/outputs');
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      return folder;
    },
    signal: abort.signal,
  };
  const set = createTools();
  onTestFinished(() => set.close());
  const find = (name: string) => {
    const tool = set.tools.find((it) => it.name === name);
    if (!tool) throw new Error(`no tool ${name}`);
    return tool;
  };
  const bench: Bench = {
    workspace,
    home,
    run,
    abort,
    review: async (name, args = {}) => find(name).review?.(args, run),
    raw: async (name, args = {}) => find(name).run(args, run),
    async call(name, args = {}) {
      const review = await bench.review(name, args);
      if (review?.refuse) return { status: 'error', text: review.refuse, review };
      return { ...(await bench.raw(name, args)), ...(review ? { review } : {}) };
    },
    running: () => set.running(),
    close: () => set.close(),
    kill: () => set.kill(),
  };
  return bench;
}

function fakeHost(home: string, setting: Setting): Host {
  const ops = join(home, 'ops');
  const config: Host['config'] = async () => ({
    file: join(home, 'config.yaml'),
    exists: true,
    value: (setting.config ?? {}) as never,
    env: { HOME: homedir(), ...setting.env },
  });
  const host: Partial<Host> = {
    paths: { home, ops, cwd: home, config: join(home, 'config.yaml'), env: join(home, '.env') },
    config,
    freshConfig: config,
    target: async () => ({ baseUrl: setting.main ?? 'http://127.0.0.1:8080/v1' }) as never,
    endpoint: async () => ({ isLocal: (url: string) => url.includes('127.0.0.1') }) as never,
    mask: async (text) => (setting.secrets ?? []).reduce((now, secret) => now.replaceAll(secret, 'sk-…last'), text),
    ensureOps: async (...below) => {
      const folder = join(ops, ...below);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      return folder;
    },
    lock: async (name, options, work) => {
      mkdirSync(join(ops, 'locks'), { recursive: true });
      return withLock(join(ops, 'locks', `${name}.lock`), options, work);
    },
    settings: async () => setting.settings as SettingsRoom,
    auxiliary: async () =>
      ({
        resolve: setting.resolve ?? (async () => ({ ok: false }) as never),
        ask:
          setting.ask ??
          (async () => ({ result: { ok: false, failure: 'aborted', message: '', ms: 0 }, failures: [] })),
      }) as Partial<AuxiliaryRoom> as AuxiliaryRoom,
    errors: {
      user: (_code, message) => Object.assign(new Error(message), { try: [] }) as never,
      isUserError: (error): error is never => Array.isArray((error as { try?: unknown }).try),
    },
  };
  return host as Host;
}

function fakeSessions(setting: Setting): AgentSessions {
  if (setting.sessions) return setting.sessions;
  const sessions: Partial<AgentSessions> = {
    search: async (_text, { limit } = {}) => (setting.hits ?? []).slice(0, limit),
    messages: async () => setting.messages ?? [],
  };
  return sessions as AgentSessions;
}
