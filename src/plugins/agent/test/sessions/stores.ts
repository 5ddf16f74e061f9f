import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { tempDir } from '../../../../../test/helpers/home.ts';
import { openSessions } from '../../src/sessions/store.ts';
import type { NewSession, SessionStore } from '../../src/sessions/types.ts';

export const START: NewSession = {
  systemPrompt: 'You are an agent.',
  toolsJson: '[]',
  model: 'tiny',
  baseUrl: 'http://127.0.0.1:1/v1',
  cwd: '/work',
};

/** A store in a folder of its own, closed after the test. */
export function tempStore(file = join(tempDir(), 'sessions.db')): SessionStore {
  const store = openSessions(file);
  onTestFinished(() => store.close());
  return store;
}

/** A store that holds one session with these texts, each said by the user. */
export function storeWith(...texts: string[]): { store: SessionStore; id: string } {
  const store = tempStore();
  const id = store.create(START);
  store.appendAll(
    id,
    texts.map((content) => ({ role: 'user', content })),
  );
  return { store, id };
}

/** Seqs of the messages that a search finds, in its order. */
export const seqsOf = (store: SessionStore, text: string, limit = 100): number[] =>
  store.search(text, { limit }).hits.map(({ seq }) => seq);

const STORE = new URL('../../src/sessions/store.ts', import.meta.url).href;

/** Another process with `openSessions`, `file` and `say(line)`; ended after the test. */
export function program(file: string, code: string): ChildProcess & { lines: string[]; ended: Promise<unknown> } {
  const head = `import { openSessions } from ${JSON.stringify(STORE)};
    import { writeSync } from 'node:fs';
    const file = ${JSON.stringify(file)};
    const say = (line) => writeSync(1, line + '\\n');\n`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', head + code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  let rest = '';
  child.stdout?.on('data', (data: Buffer) => {
    const parts = (rest + data).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
  });
  const ended = new Promise((done) => child.on('close', done));
  onTestFinished(() => void child.kill('SIGKILL'));
  return Object.assign(child, { lines, ended });
}
