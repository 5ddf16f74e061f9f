import { execa } from 'execa';
import { expect, test } from 'vitest';
import { answerSlowly } from '../helpers/answer.ts';
import { BIN, cleanEnv } from '../helpers/cli.ts';
import { CTRL, openScreen, say } from '../helpers/screen.ts';
import type { Script } from '../helpers/scripted-model/types.ts';

const EDIT: Script = {
  turns: [
    {
      user: '',
      steps: [
        { calls: [{ tool: 'edit_file', args: { path: 'a.txt', old_string: 'old', new_string: 'new' } }] },
        { say: 'It is done.' },
      ],
      endless: true,
    },
  ],
};
const FILES = { 'a.txt': 'first\nold\nlast\n' };
const OFF = { approvals: { mode: 'off' } };

test('line by line, with approvals off: what was changed is shown, and that nobody is asked', async () => {
  const args = ['--plain'];
  const { terminal } = await openScreen(EDIT, { args, cols: 120, config: OFF, files: FILES, unready: true });
  await terminal.waitFor('●');
  await say(terminal, 'Edit it.', /⚕ .*\n● *$/);
  const shown = terminal.screen().join('\n');
  expect(shown).toMatch(/┊ {3}-old\n┊ {3}\+new/);
  expect(shown).toMatch(/⚕ .*│ ⚠ approvals off │ .*│ ⏲ \S+s │ cache \d+%/);
  terminal.type(CTRL.d);
  expect(await terminal.exit()).toBe(0);
});

test('a change that was asked about is not shown a second time', async () => {
  const args = ['--plain'];
  const { terminal } = await openScreen(EDIT, { args, cols: 120, files: FILES, unready: true });
  await terminal.waitFor('●');
  await say(terminal, 'Edit it.', '[D]eny:');
  await answerSlowly(terminal, 'o');
  await terminal.waitFor(/⚕ .*\n● *$/);
  const shown = terminal.screen().join('\n');
  expect(shown.match(/\+new/g)).toHaveLength(1);
  expect(shown).not.toContain('⚠');
});

test('without a terminal the change stands on standard error, the answer alone on standard output', async () => {
  const { terminal, home, cwd } = await openScreen(EDIT, { config: OFF, files: FILES });
  terminal.close();
  const run = await execa(process.execPath, [BIN, 'chat', '-q', 'Edit it.'], {
    cwd,
    env: { ...cleanEnv(), HERMES_HOME: home },
    extendEnv: false,
    input: '',
  });
  expect(run.stdout).toBe('It is done.');
  expect(run.stderr).toMatch(/┊ {3}-old\n┊ {3}\+new/);
});

test('attack 55: what a single question would allow is shown where nobody sees standard error', async () => {
  const { terminal } = await openScreen(EDIT, {
    args: ['-q', 'Edit.', '2>/dev/null'],
    shell: true,
    files: FILES,
    unready: true,
  });
  await terminal.waitFor(/\+new[^●]*\[D\]eny:/);
  await answerSlowly(terminal, 'n');
  await terminal.waitFor('It is done.');
});
