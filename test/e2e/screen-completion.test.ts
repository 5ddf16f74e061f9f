import { expect, test } from 'vitest';
import { CTRL, ESC, expectScreen, openScreen, ready, say } from '../helpers/screen.ts';
import type { Script } from '../helpers/scripted-model/types.ts';

const SKILL = '---\nname: 周报\ndescription: Writes the weekly report.\n---\n\nList what was done.\n';
const script: Script = {
  models: ['one.gguf', 'two.gguf', 'two-large.gguf'],
  turns: [{ user: '', steps: [{ say: 'Yes.' }], endless: true }],
};

test('commands, their arguments, skills and files are offered and taken', async () => {
  const { terminal, model } = await openScreen(script, {
    home: { 'skills/周报/SKILL.md': SKILL },
    files: { '文档/说明.md': 'x', '文档/计划.md': 'y', 'notes.txt': 'z', '.hidden': 'h' },
  });
  terminal.type('/');
  await terminal.shows('/help');
  await expectScreen(terminal, 'complete-commands');
  terminal.type('ap');
  await terminal.shows('● /ap\n  /approvals');
  terminal.type('\t');
  await terminal.shows('● /approvals\n  manual');
  terminal.type('\x1b[B');
  terminal.type('\x1b[B');
  await terminal.shows('off');
  terminal.type('\t');
  await terminal.shows('● /approvals off');
  terminal.type(CTRL.c);
  await ready(terminal);
  terminal.type('/model two');
  await terminal.shows('● /model two\n  two.gguf\n  two-large.gguf');
  terminal.type(ESC);
  await terminal.shows('● /model two\n⚕');
  terminal.type(CTRL.c);
  await ready(terminal);
  terminal.type('/周');
  await terminal.shows(/\/周报 +Writes the weekly report\./);
  terminal.type('\t');
  await terminal.shows('● /周报');
  terminal.type('for May\r');
  await terminal.waitFor('Yes.');
  expect(model.requests.at(-1)?.messages.at(-1)?.text).toMatch(/List what was done\.[\s\S]*for May/);
});

test('files behind an @: Chinese names, folders first, hidden ones only where asked for', async () => {
  const { terminal, model } = await openScreen(script, {
    files: { '文档/说明.md': 'x', '文档/计划.md': 'y', 'notes.txt': 'z', '.hidden': 'h', 'a b.txt': 'blank' },
  });
  terminal.type('see @');
  await terminal.shows('notes.txt');
  await expectScreen(terminal, 'complete-files');
  terminal.type('\t');
  await terminal.shows('● see @文档/\n  文档/计划.md\n  文档/说明.md');
  terminal.type('说');
  await terminal.shows('● see @文档/说\n  文档/说明.md');
  terminal.type('\t');
  await terminal.shows('● see @文档/说明.md');
  await say(terminal, '', 'Yes.');
  expect(model.requests.at(-1)?.messages.at(-1)?.text).toBe('see @文档/说明.md');
  terminal.type('@.h');
  await terminal.shows('.hidden');
});
