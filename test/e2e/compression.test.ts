import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { openSessions } from '../../src/plugins/agent/src/sessions/store.ts';
import { longSession } from '../../src/plugins/compression/test/world.ts';
import { withLock } from '../../src/state/index.ts';
import { agentHome } from '../helpers/agent-home.ts';
import { type CliResult, hermes } from '../helpers/cli.ts';
import { tempHome } from '../helpers/home.ts';
import { expectShape } from '../helpers/schema.ts';
import type { Step } from '../helpers/scripted-model/types.ts';
import { type ScriptedModel, startScriptedModel } from '../helpers/scripted-model.ts';
import { openTerminal } from '../helpers/terminal.ts';

const MODEL = 'Qwen3.6-27B 🦙';
const TITLE = '备份数据库 db-7 的进度';
const SUMMARY = '## Goal\nCheck the runs of the backup of db-7.\n## Done\n1. Runs 0 to 13 were checked.';
const shape = (name: string) =>
  new URL(`../../src/plugins/compression/schemas/results/${name}.schema.json`, import.meta.url);

let [home, ops] = ['', ''];
let store: ReturnType<typeof openSessions>;
let model: ScriptedModel;
let id = '';

/** A home with both plugins, a stored session, and a model that writes its summary so. */
async function place(step: Step): Promise<void> {
  const turns = [
    { user: 'Check run', steps: [{ say: 'Checked.' }], endless: true },
    { user: 'Write a summary of this conversation', steps: [step], endless: true },
  ];
  model = await startScriptedModel({ models: [MODEL], nCtx: 16_384, slots: 2, turns });
  onTestFinished(() => model.close());
  const config = `model: {provider: custom, default: "${MODEL}", base_url: "${model.baseUrl}", context_length: 65536}\n`;
  const paths = await agentHome({ 'config.yaml': config, 'ops/sessions/.keep': '' }, { compression: true });
  ({ home, ops } = paths);
  store = openSessions(join(ops, 'sessions/sessions.db'));
  onTestFinished(() => store.close());
  id = longSession(store, { title: TITLE });
}

const run = (...args: string[]): Promise<CliResult> => hermes(['compression', ...args], { home });

async function document(name: string, ...args: string[]): Promise<Record<string, unknown>> {
  const result = await run(...args, '--json');
  expect(result.code, result.stderr + result.stdout).toBe(0);
  expectShape(shape(name), result.json());
  return result.json() as Record<string, unknown>;
}

async function refused(code: string, exit: number, ...args: string[]): Promise<void> {
  const result = await run(...args, '--json');
  expectShape('error', result.json());
  expect(result.json()).toMatchObject({ error: { code } });
  expect(result.code).toBe(exit);
}

describe('hermes compression', () => {
  beforeEach(() => place({ say: SUMMARY }));

  test('every command’s document, from status to undo', async () => {
    const window = { tokens: 16_384, by: 'endpoint', endpoint: { source: 'props', slots: 2 }, configured: 65_536 };
    for (const name of [[], ['status']]) {
      const status = await document(name.length > 0 ? 'compression-status' : 'compression', ...name);
      expect(status).toMatchObject({ model: MODEL, window, trigger: { tokens: 13_107 }, compressions: [] });
    }
    const preview = await document('compression-preview', 'preview', TITLE);
    expect(preview).toMatchObject({ would: 'compress', session: { id, title: TITLE }, before: { messages: 56 } });
    expect(preview['summary']).toMatchObject({ order: [{ by: 'main', model: MODEL, local: true }], cannot: [] });
    expect(await document('compression-explain', 'explain')).toMatchObject({
      session: null,
      warnings: [expect.stringContaining('65,536')],
    });
    expect(await document('compression-explain', 'explain', id)).toMatchObject({ session: { id } });
    expect([...model.requests, ...model.side]).toEqual([]);

    const { compression } = await document('compression-run', 'run', id.slice(0, 15));
    expect(compression).toMatchObject({ model: MODEL, messagesBefore: 56, failures: [], due: 'asked' });
    const diff = await document('compression-diff', 'diff', id);
    expect(diff).toMatchObject({ compression: { model: MODEL } });
    expect(diff['account']).toContain('Check the runs of the backup of db-7.');
    const again = await run('run', id, '--json');
    expectShape(shape('compression-run'), again.json());
    expect(again.json()).toMatchObject({ changed: false, compression: null });
    expect(again.code).toBe(1);
    const { compressions } = await document('compression-status', 'status');
    expect(compressions).toMatchObject([{ sessionId: id, title: TITLE, undone: false }]);
    expect(await document('compression-undo', 'undo', id)).toMatchObject({ messages: 56, again: false });
    await refused('compression.nothing-to-undo', 1, 'undo', id);
    expect(await document('compression-diff', 'diff', id)).toMatchObject({ compression: { undone: true } });
    const plain = await document('compression-run', 'run', id, '--no-model', '--focus', 'port 5404');
    expect(plain).toMatchObject({ compression: { model: null, focus: 'port 5404' } });
    expect(model.requests).toHaveLength(1);
  });

  test('as text: the result on standard output, what goes on on standard error', async () => {
    const { stdout, stderr, code } = await run('run', TITLE);
    expect({ code, lines: stdout.trim().split('\n').length }).toEqual({ code: 0, lines: 1 });
    expect(stdout).toMatch(
      /^Compressed: 56 messages to \d+, .*, summary by Qwen3\.6-27B 🦙 at http:\S+ in \d+\.\d s\. /,
    );
    expect(stderr).toContain(`Compressing ${id}  ${TITLE}: ${MODEL} writes the summary, about `);
    expect((await run()).stdout).toMatch(new RegExp(`now +${id} +${TITLE} +[\\d,]+ → [\\d,]+ +${MODEL} +\\d+\\.\\d s`));
    expect((await run('diff', id)).stdout).toContain('Account:   summary by Qwen3.6-27B 🦙 at ');
  });

  test('a chat goes on from the account, and an undo brings all of it back with what was said since', async () => {
    await document('compression-run', 'run', id);
    const chat = await hermes(['chat', '--resume', id, '-q', 'Check run 99.'], { home });
    expect(chat.code, chat.stderr).toBe(0);
    expect(chat.stdout).toBe('Checked.\n');
    const sent = model.requests.at(-1)?.messages ?? [];
    expect(sent.filter(({ text }) => text.includes('Check the runs of the backup of db-7.'))).toHaveLength(1);
    expect(sent.length).toBeLessThan(30);
    expect(await document('compression-undo', 'undo', id)).toMatchObject({ messages: 58 });
    const again = await hermes(['chat', '--resume', id, '-q', 'Check run 100.'], { home });
    expect(again.code, again.stderr).toBe(0);
    expect(model.requests.at(-1)?.messages.length).toBeGreaterThan(58);
  });

  test('while the endpoint is down everything works, and says so', async () => {
    await model.close();
    const preview = await document('compression-preview', 'preview', id);
    expect(preview).toMatchObject({
      down: expect.stringContaining('nothing listens'),
      window: { tokens: 65_536, by: 'config' },
    });
    expect(await document('compression-status')).toMatchObject({ down: expect.any(String) });
    expect(await document('compression-explain', 'explain')).toMatchObject({ trigger: { tokens: 52_428 } });
    const { compression } = await document('compression-run', 'run', id);
    expect(compression).toMatchObject({ model: null, failures: [expect.stringContaining('nothing listens')] });
    await document('compression-diff', 'diff', id);
    expect(await document('compression-undo', 'undo', id)).toMatchObject({ messages: 56 });
  });

  test('a session that is not there, or that another hermes is in', async () => {
    for (const name of ['preview', 'run', 'diff', 'undo', 'explain']) {
      await refused('compression.session-not-found', 2, name, 'nothing like it');
    }
    await refused('compression.nothing-to-show', 1, 'diff', id);
    await document('compression-run', 'run', id, '--no-model');
    await withLock(join(ops, `locks/session-${id}.lock`), {}, async () => {
      await refused('compression.session-busy', 1, 'run', id);
      await refused('compression.session-busy', 1, 'undo', id);
      expect((await run('diff', id)).code).toBe(0);
    });
  });

  test('a title that fits two sessions is asked back', async () => {
    longSession(store, { turns: 1, title: TITLE });
    await refused('agent.session-ambiguous', 2, 'preview', TITLE);
  });
});

test('two at once: one compresses, the other one is told', async () => {
  // The one whose model is asked goes on when the other one has ended.
  const told = Promise.withResolvers<unknown>();
  await place({ say: SUMMARY, until: told.promise });
  const running = [run('run', id, '--json'), run('run', id, '--json')];
  told.resolve(Promise.race(running));
  const both = await Promise.all(running);
  const done = both.filter(({ code }) => code === 0);
  expect(done).toHaveLength(1);
  const other = both.find(({ code }) => code !== 0);
  expect(other?.code).toBe(1);
  expect(other?.json()).toMatchObject({ error: { code: 'compression.session-busy' } });
  expect(store.rewrites(id)).toHaveLength(1);
  expect(model.requests).toHaveLength(1);
});

test('Ctrl-C while the model writes: nothing is changed, 130, and the session is free', async () => {
  await place({ hang: 'start' });
  const terminal = openTerminal(['compression', 'run', id], { home });
  await model.reached(1);
  terminal.type('\x03');
  expect(await terminal.exit()).toBe(130);
  expect(store.rewrites(id)).toEqual([]);
  expect(await document('compression-run', 'run', id, '--no-model')).toMatchObject({ changed: true });
});

test('without the agent plugin it says which to install', async () => {
  const config = 'model: {default: m, base_url: "http://127.0.0.1:1/v1"}\n';
  ({ home } = tempHome({ 'config.yaml': config }));
  const installed = await hermes(['plugins', 'install', 'compression', '--json'], { home });
  expect(installed.code, installed.stderr).toBe(0);
  for (const args of [[], ['explain'], ['run', 'x'], ['undo', 'x']]) await refused('compression.no-agent', 2, ...args);
  expect((await run()).stderr).toContain('try: hermes plugins install agent');
});
