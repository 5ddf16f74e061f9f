import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Host, LinePrompter } from '@hermes-ops/contract';
import { withLock } from '../../../../state/index.ts';

export interface StandaloneOptions {
  config?: Record<string, unknown>;
  /** Texts that are masked. */
  secrets?: string[];
  /** What is typed at each question; absent: there is no terminal. */
  typed?: (prompt: string) => string | Promise<string>;
  /** Lines for the user. */
  said?: (line: string) => void;
  signal?: AbortSignal;
}

/** As much of the host as MCP servers need, with real files and locks below `home`. */
export function standaloneHost(home: string, options: StandaloneOptions = {}): Host {
  const ops = join(home, 'ops');
  const { typed, said = () => undefined, secrets = [], signal = new AbortController().signal } = options;
  const prompter: Partial<LinePrompter> = {
    signal,
    askFresh: async (prompt) => (await typed?.(prompt)) ?? '',
    close: () => undefined,
  };
  const config: Host['config'] = async () => ({
    file: join(home, 'config.yaml'),
    exists: true,
    value: (options.config ?? {}) as never,
    env: {},
  });
  const host = {
    paths: { home, ops, cwd: home, config: join(home, 'config.yaml'), env: join(home, '.env') },
    signal,
    config,
    freshConfig: config,
    mask: async (text: string) => secrets.reduce((now, secret) => now.replaceAll(secret, 'sk-…last'), text),
    async ensureOps(...below: string[]) {
      const folder = join(ops, ...below);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      return folder;
    },
    lock: async (name: string, how: { signal?: AbortSignal }, work: () => Promise<unknown>) => {
      mkdirSync(join(ops, 'locks'), { recursive: true });
      return withLock(join(ops, 'locks', `${name}.lock`), how, work);
    },
    errors: {
      user: (code: string, message: string, more: object) =>
        Object.assign(new Error(message), { code, try: [], ...more }),
      isUserError: (error: unknown) => Array.isArray((error as { try?: unknown }).try),
    },
    ui: {
      canPrompt: () => typed !== undefined,
      prompter: () => prompter,
      out: said,
      err: said,
      step: (_title: string, work: () => Promise<unknown>) => work(),
      table: (rows: string[][]) => rows.map((row) => row.join('  ')).join('\n'),
    },
  };
  return host as unknown as Host;
}
