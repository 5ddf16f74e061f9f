import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { expectValid } from '../dialogues/checks.ts';
import { hermes } from '../helpers/cli.ts';
import { CTRL, ESC, expectScreen, expectScrollbackKept, openScreen, ready, say, settled } from '../helpers/screen.ts';
import type { Script } from '../helpers/scripted-model/types.ts';
import type { CliTerminal } from '../helpers/terminal.ts';

const script: Script = {
  models: ['one.gguf', 'two.gguf'],
  turns: [
    { user: 'hello', steps: [{ say: 'Hello you.' }], endless: true },
    { user: 'etc/hosts', steps: [{ say: 'That is a file.' }] },
    { user: 'remember', steps: [{ say: 'I know: {{user:first|second}}' }] },
  ],
};

/** Types a command and waits for what it says. */
async function command(terminal: CliTerminal, line: string, said: string | RegExp): Promise<void> {
  terminal.type(line);
  await terminal.shows(`● ${line}`);
  await settled(terminal);
  // What is offered would be taken by Enter; Esc sends it away.
  const alone = `● ${line}\n⚕`;
  if (!terminal.visible().join('\n').includes(alone)) terminal.type(ESC);
  await terminal.shows(alone);
  terminal.type('\r');
  await terminal.waitFor(said);
  await ready(terminal);
}

test('what informs: help, tools, context, usage, insights, skills, memory, approvals, config, model', async () => {
  const { terminal, model, config } = await openScreen(script, { cols: 120, rows: 40 });
  await say(terminal, 'Hello.', 'Hello you.');
  await ready(terminal);
  await command(terminal, '/help', 'Everything that is no command goes to the model');
  await expectScreen(terminal, 'command-help');
  await command(terminal, '/tools', /terminal +\S/);
  await command(terminal, '/context', /system prompt/i);
  await command(terminal, '/usage', /prompt tokens/);
  await command(terminal, '/insights', /session/i);
  await command(terminal, '/insights soon', 'takes a number of days');
  await command(terminal, '/skills', 'there are no skills');
  await command(terminal, '/memory', 'nothing is remembered yet');
  await command(terminal, '/approvals', 'approvals: manual');
  await command(terminal, '/approvals all', 'the modes are manual, smart, off');
  await command(terminal, '/approvals forget', 'forgotten: 0 agreements');
  await command(terminal, '/config', 'config.yaml; /config KEY shows a value');
  await command(terminal, '/config model.default', /model\.default: one\.gguf/);
  await command(terminal, '/config compression.threshold 0.7', 'compression.threshold is changed');
  expect(parse(readFileSync(config, 'utf8')).compression).toEqual({ threshold: 0.7 });
  await command(terminal, '/config compression.threshold most', /\[config\.[a-z-]+\]/);
  await command(terminal, '/model', /● one\.gguf\n {4}two\.gguf/);
  await command(terminal, '/model two.gguf', 'two.gguf answers from now on');
  await terminal.shows(/\n⚕ two │/);
  await command(terminal, '/nwe', 'did you mean /new?');
  await command(terminal, '/nonsense', 'there is no command /nonsense');
  expect(model.requests).toHaveLength(1);
  await command(terminal, '/etc/hosts, what is it?', 'That is a file.');
  expect(model.requests.at(-1)?.body['model']).toBe('two.gguf');
  expect(model.requests.at(-1)?.messages.at(-1)?.text).toBe('/etc/hosts, what is it?');
  expectScrollbackKept(terminal);
});

test('the cache share is that of the turn, also of one that a command began', async () => {
  const { terminal } = await openScreen(script, { cols: 120 });
  await say(terminal, 'Hello.', 'Hello you.');
  await terminal.shows('cache 0%');
  await command(terminal, '/retry', /asking again[\s\S]*Hello you\./);
  await terminal.shows(/cache (9\d|100)%/);
});

test('sessions: title, undo, retry, new, sessions, resume', async () => {
  const { terminal, model } = await openScreen(script, { cols: 120, rows: 40 });
  await command(terminal, '/undo', 'there is no message to take back');
  await say(terminal, 'Remember the first.', 'I know: first');
  await ready(terminal);
  await command(terminal, '/title 书房 one', 'the session is called: 书房 one');
  await terminal.shows(/⏲ \S+ │ cache 0%/);
  await command(terminal, '/retry', /asking again[\s\S]*I know: first/);
  // Of this turn alone, also behind a command that asks the model nothing.
  await terminal.shows(/⏲ \S+ │ cache 9\d%/);
  await command(terminal, '/title', '书房 one');
  await terminal.shows(/⏲ \S+ │ cache 9\d%/);
  expect(model.requests.at(-1)?.messages.filter(({ role }) => role === 'user')).toHaveLength(1);
  await say(terminal, 'Remember the second.', 'I know: second');
  await ready(terminal);
  terminal.type('/undo');
  await terminal.shows('● /undo');
  terminal.type('\r');
  await terminal.shows('taken back: 2 messages');
  await terminal.shows('● Remember the second.\n⚕');
  terminal.type(CTRL.c);
  await ready(terminal);
  await command(terminal, '/new', /session \d{8}-.*\/help says/);
  await say(terminal, 'Hello.', 'Hello you.');
  await ready(terminal);
  expect(model.requests.at(-1)?.prompt).not.toContain('Remember');
  await command(terminal, '/sessions', /书房 one[\s\S]*\/resume ID or TITLE/);
  await command(terminal, '/resume nowhere', /\[[a-z.-]+\]/);
  await command(terminal, '/resume 书房 one', /2 messages so far[\s\S]*● Remember the first\.[\s\S]*I know: first/);
  await say(terminal, 'Hello again.', 'Hello you.');
  const [, ...sent] = model.requests.at(-1)?.messages ?? [];
  expect(sent.map(({ text }) => text)).toEqual(['Remember the first.', 'I know: first', 'Hello again.']);
  expectValid(model.requests);
});

test('other commands have the terminal to themselves and give it back', async () => {
  const { terminal, home, again } = await openScreen(script, { cols: 120, rows: 40 });
  await command(terminal, '/bench', 'plugins install benchmark');
  await command(terminal, '/doctor', /\d+ (passed|ok|fine|checks)/i);
  await say(terminal, 'Hello.', 'Hello you.');
  await ready(terminal);
  terminal.type(CTRL.d);
  expect(await terminal.exit()).toBe(0);
  const installed = await hermes(['plugins', 'install', 'benchmark', '--json'], { home });
  expect(installed.code, installed.stderr).toBe(0);
  const next = await again();
  await command(next, '/bench --prompt 32 --generate 8 --repetitions 1', /tok\/s/);
  await say(next, 'Hello.', 'Hello you.');
});
