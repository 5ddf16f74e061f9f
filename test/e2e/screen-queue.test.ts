import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectExtended, expectValid } from '../dialogues/checks.ts';
import { ESC, expectScreen, openScreen, ready } from '../helpers/screen.ts';
import type { Script } from '../helpers/scripted-model/types.ts';

/** It ends when there is a file `go`. */
const wait = { calls: [{ tool: 'terminal', args: { command: 'until [ -e go ]; do sleep 0.1; done' } }] };

const counted = Promise.withResolvers<void>();

const script: Script = {
  turns: [
    { user: 'begin', steps: [{ say: 'Working on it', hang: 'after-text' }] },
    { user: 'count', steps: [{ say: 'one two three four five six seven', until: counted.promise }] },
    { user: 'tools', steps: [wait, wait, { say: 'Both have run.' }] },
    { user: 'and now this', steps: [{ say: 'This it is.' }], endless: true },
    { user: 'then that', steps: [{ say: 'That as well.' }], endless: true },
  ],
};

test('what is sent while the model works waits, is shown, goes on in order; Esc gives it back', async () => {
  const { terminal, model } = await openScreen(script);
  terminal.type('Count.\r');
  await terminal.shows('one');
  terminal.type('and now this\r');
  await terminal.shows('┊ next: and now this');
  terminal.type('then that 那\r');
  await terminal.shows('┊ next: then that 那');
  counted.resolve();
  await terminal.shows('That as well.');
  await ready(terminal);
  await expectScreen(terminal, 'queue-sent');
  terminal.type('Begin.\r');
  await terminal.shows('Working on');
  for (const [at, text] of ['and now this', 'then that', 'a third'].entries()) {
    terminal.type(`${text}\r`);
    await terminal.shows(`│ +${at + 1}`);
  }
  await terminal.shows('and 1 more');
  terminal.type('half');
  await terminal.shows('● half');
  await expectScreen(terminal, 'queue-waiting');
  terminal.type(ESC);
  await terminal.shows('● and now this\n  then that\n  a third\n  half');
  expect(await model.requests.at(-1)?.outcome).toBe('closed');
  expect(model.requests).toHaveLength(4);
  terminal.type('\r');
  await model.reached(5);
  await terminal.shows(/half\n─[\s\S]*That as well\./);
  expect(model.requests.at(-1)?.messages.at(-1)?.text).toContain('and now this\nthen that\na third\nhalf');
  expectValid(model.requests);
  expectExtended(model.requests);
});

test.each([
  ['takes it', false, ['user', 'assistant', 'tool', 'user']],
  ['does not', true, ['user', 'assistant', 'tool', 'assistant', 'tool', 'assistant', 'user']],
])('between two calls of tools the model gets what waits where its template %s', async (_how, strict, roles) => {
  const { terminal, model, cwd } = await openScreen({ ...script, strict }, { config: { approvals: { mode: 'off' } } });
  terminal.type('Use the tools.\r');
  await terminal.shows('until [ -e go ]');
  terminal.type('and now this\r');
  await terminal.shows('┊ next: and now this');
  writeFileSync(join(cwd, 'go'), '');
  await terminal.shows('This it is.');
  await ready(terminal);
  const request = model.requests.find(({ messages }) => messages.at(-1)?.text === 'and now this');
  expect(request?.messages.slice(1).map(({ role }) => role)).toEqual(roles);
  expect(terminal.screen().filter((line) => line === '● and now this')).toHaveLength(1);
  if (strict) expectValid(model.requests);
  expectExtended(model.requests);
});
