import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, onTestFinished, test } from 'vitest';
import { agentHome } from '../dialogues/home.ts';
import { configText, modelFor } from '../dialogues/run.ts';
import { answerSlowly } from '../helpers/answer.ts';
import { BIN, cleanEnv, hermes } from '../helpers/cli.ts';
import { tempDir } from '../helpers/home.ts';
import { ready } from '../helpers/screen.ts';
import type { Script, Step } from '../helpers/scripted-model/types.ts';
import { scriptedServer } from '../helpers/scripted-server.ts';
import { openTerminal } from '../helpers/terminal.ts';

const SCRIPTED_MCP = join(import.meta.dirname, '../../src/plugins/agent/test/mcp/servers/scripted.ts');

const script = (...steps: Step[]): Script => ({ turns: [{ user: '', steps }] });

async function chat(given: Script, config: Record<string, unknown> = {}) {
  const model = await modelFor(given);
  const place = await agentHome({ 'config.yaml': configText(model.baseUrl, { script: given, config }) });
  const terminal = openTerminal(['chat', '--plain'], { ...place, cols: 120 });
  await terminal.waitFor('●');
  return { model, terminal, ...place };
}

const isGone = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
};

async function until(what: string, done: () => boolean): Promise<void> {
  await expect.poll(done, { message: what }).toBe(true);
}

/** A command that does not mind being asked to end; it says its pid in a file. */
const STUBBORN: Step = {
  calls: [{ tool: 'terminal', args: { command: `trap '' TERM INT HUP; echo $$ > pid; while :; do sleep 0.2; done` } }],
};

const pidIn = (cwd: string): number => Number(readFileSync(join(cwd, 'pid'), 'utf8'));

test.each([
  ['a second Ctrl-C', '\x03\x03', 130],
  ['a closed terminal', 'SIGHUP', 129],
  ['SIGINT as a signal', 'SIGINT', 130],
  ['SIGTERM', 'SIGTERM', 143],
])('%s leaves at once, and takes along what was started, however stubborn', async (_what, how, code) => {
  const { terminal, cwd } = await chat(script(STUBBORN), { approvals: { mode: 'off' } });
  terminal.type('Begin.\r');
  await until('the command runs', () => existsSync(join(cwd, 'pid')) && pidIn(cwd) > 0);
  const pid = pidIn(cwd);
  onTestFinished(() => void (isGone(pid) || process.kill(pid, 'SIGKILL')));
  if (how.startsWith('SIG')) process.kill(terminal.pid, how as NodeJS.Signals);
  else for (const key of how) terminal.type(key);
  expect(await terminal.exit()).toBe(code);
  await until('the command is gone', () => isGone(pid));
});

test.each([
  ['the chat, line by line', ['chat', '--plain']],
  ['the screen', ['chat']],
  ['a single question', ['chat', '-q', 'Go.']],
])(
  '%s: a terminal that is closed at a question before the first message takes along the servers',
  async (_what, argv) => {
    const model = await modelFor(script({ say: 'Hello.' }));
    const folder = tempDir();
    const [behaviour, notes] = [join(folder, 'behaviour.json'), join(folder, 'notes')];
    writeFileSync(behaviour, JSON.stringify({ tools: [{ name: 'echo' }], stubborn: true, notes }));
    const stubborn = { command: process.execPath, args: [SCRIPTED_MCP, behaviour] };
    const config = { mcp_servers: { stubborn } };
    const place = await agentHome({ 'config.yaml': configText(model.baseUrl, { script: script(), config }) });
    const terminal = openTerminal(argv, { ...place, cols: 120 });
    await terminal.waitFor('start the MCP server');
    await terminal.waitFor(/\[D\]eny:|then Enter/);
    await answerSlowly(terminal, 'o');
    await terminal.waitFor('offer the tool');
    const pid = Number(/"pid":(\d+)/.exec(readFileSync(notes, 'utf8'))?.[1]);
    onTestFinished(() => void (isGone(pid) || process.kill(pid, 'SIGKILL')));
    process.kill(terminal.pid, 'SIGHUP');
    expect(await terminal.exit()).toBe(129);
    await until('the server is gone', () => isGone(pid));
  },
);

/** A chat with a server that was agreed to once, and `/new` in it while that server, started anew, never answers. */
async function newWithSilentServer(argv: string[]) {
  const model = await modelFor(script({ say: 'Hello.' }));
  const folder = tempDir();
  const [behaviour, notes] = [join(folder, 'behaviour.json'), join(folder, 'notes')];
  const behave = (more: object) =>
    writeFileSync(behaviour, JSON.stringify({ tools: [{ name: 'echo' }], stubborn: true, notes, ...more }));
  behave({});
  const stubborn = { command: process.execPath, args: [SCRIPTED_MCP, behaviour] };
  const given = { script: script(), config: { mcp_servers: { stubborn } } };
  const place = await agentHome({ 'config.yaml': configText(model.baseUrl, given) });
  const terminal = openTerminal(argv, { ...place, cols: 120 });
  const agree = async (question: string) => {
    await terminal.waitFor(question);
    await terminal.waitFor(/\[D\]eny:|then Enter/);
    await answerSlowly(terminal, 'o');
  };
  await agree('start the MCP server');
  await agree('offer the tool');
  await terminal.waitFor(/^●/m);
  behave({ silent: true });
  terminal.type('/new\r');
  await agree('start the MCP server');
  await terminal.shows('waiting for the MCP server');
  const pid = Number([...readFileSync(notes, 'utf8').matchAll(/"pid":(\d+)/g)].at(-1)?.[1]);
  onTestFinished(() => void (isGone(pid) || process.kill(pid, 'SIGKILL')));
  return { terminal, pid };
}

test.each([
  ['line by line', ['chat', '--plain']],
  ['the screen', ['chat']],
])('%s: a terminal that is closed while /new waits for a server takes it along', async (_what, argv) => {
  const { terminal, pid } = await newWithSilentServer(argv);
  process.kill(terminal.pid, 'SIGHUP');
  expect(await terminal.exit()).toBe(129);
  await until('the server is gone', () => isGone(pid));
});

test('Esc while /new waits for a server stops that: the server is gone, and the session that was open goes on', async () => {
  const { terminal, pid } = await newWithSilentServer(['chat']);
  terminal.type('\x1b');
  await terminal.shows('stopped; the session that was open goes on');
  await until('the server is gone', () => isGone(pid));
  await ready(terminal);
  terminal.type('Hi.\r');
  await terminal.waitFor('Hello.');
});

test('SIGTERM at the prompt ends the chat', async () => {
  const { terminal } = await chat(script({ say: 'Hello.' }));
  process.kill(terminal.pid, 'SIGTERM');
  expect(await terminal.exit()).toBe(143);
});

test('a title that is still being made does not hold up /quit', async () => {
  const silent = await scriptedServer({ '*': { fault: 'silent' } });
  const auxiliary = { title_generation: { base_url: silent.baseUrl, model: 'slow', provider: 'custom' } };
  const { terminal } = await chat(script({ say: 'Hello.' }), { auxiliary });
  terminal.type('Hi.\r');
  await terminal.waitFor('Hello.');
  await until('the title is asked for', () => silent.seen.length > 0);
  terminal.type('/quit\r');
  expect(await terminal.exit()).toBe(0);
});

test('a title comes from the auxiliary model where that is another server', async () => {
  const titles = await modelFor({ turns: [] });
  const auxiliary = { title_generation: { base_url: titles.baseUrl, model: 'titles', provider: 'custom' } };
  const { terminal, home } = await chat(script({ say: 'Hello.' }), { auxiliary });
  terminal.type('What is the weather like?\r');
  await terminal.waitFor('Hello.');
  const titleNow = async () =>
    ((await hermes(['sessions', 'list', '--json'], { home })).json() as { sessions: { title: string }[] }).sessions[0]
      ?.title;
  await expect.poll(titleNow, { timeout: 30_000 }).toMatch(/^About /);
  terminal.type('/quit\r');
  expect(await terminal.exit()).toBe(0);
});

test('into a pipe goes the last answer alone: nothing taken back, nothing said before a call', async () => {
  const given = script(
    { say: 'Let me look.', calls: [{ tool: 'list_dir', args: {} }] },
    { say: 'The whole answer stands here once.', faults: [{ cut: 'text' }], paceMs: 20 },
  );
  const model = await modelFor(given);
  const place = await agentHome({ 'config.yaml': configText(model.baseUrl, { script: given }) });
  const run = await hermes(['chat', '-q', 'Go.'], place);
  expect(run.stdout).toBe('The whole answer stands here once.\n');
  expect(run.stderr).toContain('list_dir');
});

test('--json-stream says how it ended, also where nothing began', async () => {
  const place = await agentHome({ 'config.yaml': configText('http://127.0.0.1:9/v1', { script: { turns: [] } }) });
  const run = await hermes(['chat', '-q', 'Go.', '--json-stream'], place);
  expect(run.code).toBe(1);
  const lines = run.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toMatchObject([{ type: 'error', code: 'agent.endpoint-down', try: expect.any(Array) }]);
});

test('a fallback does not get what was meant for the main model', async () => {
  const given = script({ say: 'From the other one.' });
  const other = await modelFor(given);
  const place = await agentHome({
    'config.yaml': `model:
  default: gone
  provider: custom
  base_url: http://127.0.0.1:9/v1
  max_tokens: 77
  extra_body: {ignore_eos: true}
fallback_providers:
  - {provider: custom, base_url: "${other.baseUrl}", model: other}
`,
  });
  const run = await hermes(['chat', '-q', 'Go.', '--json'], place);
  expect(run.json()).toMatchObject({ text: 'From the other one.' });
  const [{ body } = { body: {} as Record<string, unknown> }] = other.requests;
  expect(body).not.toHaveProperty('ignore_eos');
  expect(body['max_tokens']).not.toBe(77);
});

test('a fallback answers where the main endpoint is down and the config names no model for it', async () => {
  const other = await modelFor(script({ say: 'From the other one.' }));
  const place = await agentHome({
    'config.yaml': `model: {provider: custom, base_url: "http://127.0.0.1:9/v1"}
fallback_providers: [{provider: custom, base_url: "${other.baseUrl}", model: other}]
`,
  });
  const run = await hermes(['chat', '-q', 'Go.', '--json'], place);
  expect(run.json()).toMatchObject({ text: 'From the other one.' });
  expect(run.stderr).toContain('asking other at');
});

test('a fallback is no answer to a main endpoint that has several models and no name', async () => {
  const main = await modelFor({ models: ['one', 'two'], turns: [] });
  const other = await modelFor(script({ say: 'never' }));
  const place = await agentHome({
    'config.yaml': `model: {provider: custom, base_url: "${main.baseUrl}"}
fallback_providers: [{provider: custom, base_url: "${other.baseUrl}", model: other}]
`,
  });
  const run = await hermes(['chat', '-q', 'Go.'], place);
  expect(run.code).toBe(2);
  expect(run.stderr).toContain('agent.no-model');
  expect(other.requests).toEqual([]);
});

test('what the shell kept on disk is gone afterwards', async () => {
  // Of this run alone: others that run at the same time keep theirs below the common one.
  const temp = tempDir();
  const given = script(
    { calls: [{ tool: 'terminal', args: { command: 'ls -d "$TMPDIR"/hermes-shell-*' } }] },
    { say: '{{result}}' },
  );
  const model = await modelFor(given);
  const place = await agentHome({ 'config.yaml': configText(model.baseUrl, { script: given }) });
  const run = await hermes(['chat', '-q', 'Go.'], { ...place, env: { TMPDIR: temp } });
  expect(run.stdout).toContain(join(temp, 'hermes-shell-'));
  expect(readdirSync(temp).filter((name) => name.startsWith('hermes-shell'))).toEqual([]);
});

test('when nobody reads the events any more the model is stopped', async () => {
  const given = script({ say: 'A word and another. ', repeat: 400, paceMs: 20 });
  const model = await modelFor(given);
  const place = await agentHome({ 'config.yaml': configText(model.baseUrl, { script: given }) });
  const run = await execa('sh', ['-c', '"$0" "$1" chat -q Go. --json-stream | head -1', process.execPath, BIN], {
    cwd: place.cwd,
    env: { ...cleanEnv(), HERMES_HOME: place.home },
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
  });
  expect(run.stdout).toContain('"type":"init"');
  expect(await model.requests[0]?.outcome).toBe('closed');
});

test('a killed process loses nothing of an answer that was shown', async () => {
  const given: Script = {
    turns: [
      { user: 'begin', steps: [{ say: 'The first half of it', hang: 'after-text' }] },
      { user: 'go on', steps: [{ say: 'Gone on.' }] },
    ],
  };
  const { terminal, home, cwd, model } = await chat(given);
  terminal.type('Begin.\r');
  await terminal.waitFor('half of it');
  process.kill(terminal.pid, 'SIGKILL');
  await terminal.exit();
  const run = await hermes(['chat', '-q', 'Go on.', '--continue', '--json'], { home, cwd });
  expect(run.json()).toMatchObject({ text: 'Gone on.' });
  const messages = model.requests.at(-1)?.messages.map(({ role, text }) => `${role}: ${text}`);
  expect(messages?.slice(1)).toEqual(['user: Begin.', 'assistant: The first half of it', 'user: Go on.']);
  expect(globSync('ops/sessions/drafts/*', { cwd: home })).toEqual([]);
});

test('a message that is too large is refused and does not stay in the way of a shorter one', async () => {
  const given: Script = { nCtx: 3_000, turns: [{ user: '', steps: [{ say: 'Yes.' }] }] };
  const model = await modelFor(given);
  const place = await agentHome({ 'config.yaml': configText(model.baseUrl, { script: given }) });
  const ask = (question: string, ...more: string[]) => hermes(['chat', '-q', question, '--json', ...more], place);
  expect((await ask('pad '.repeat(380))).code).toBe(0);
  // It fits into the window, but not beside what was said before.
  const refused = await ask('long '.repeat(1_300), '--continue');
  expect(refused.json()).toMatchObject({ error: { code: 'agent.context-full' } });
  const again = await ask('Short again.', '--continue');
  expect(again.json()).toMatchObject({ text: 'Yes.' });
  expect(model.requests.at(-1)?.prompt).not.toContain('long long');
  const found = await hermes(['sessions', 'search', 'long', '--json'], place);
  expect(found.stdout).toContain('long');
});

test('a pipe named AGENTS.md is not waited for', async () => {
  const given = script({ say: 'Hello.' });
  const model = await modelFor(given);
  const place = await agentHome({ 'config.yaml': configText(model.baseUrl, { script: given }) });
  execFileSync('mkfifo', [join(place.cwd, 'AGENTS.md')]);
  expect((await hermes(['chat', '-q', 'Hi.'], place)).stdout).toBe('Hello.\n');
});
