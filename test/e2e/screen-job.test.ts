import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CTRL, ESC, expectScrollbackKept, openScreen, ready, say, settled, until } from '../helpers/screen.ts';
import type { Script } from '../helpers/scripted-model/types.ts';
import type { CliTerminal } from '../helpers/terminal.ts';

const script: Script = {
  turns: [
    {
      user: 'stream',
      steps: [{ say: 'One word after the other, and each of them once: NUMBER. ', repeat: 40, paceMs: 15 }],
    },
    {
      user: 'make',
      steps: [{ calls: [{ tool: 'terminal', args: { command: 'touch made' } }] }, { say: 'Made it.' }],
    },
    { user: 'hello', steps: [{ say: 'Hello you.' }], endless: true },
  ],
};

const STOPPED = /\[1\]\+ +Stopped .*\nshell\$\s*$/s;

/** The shell has the terminal, set as it wants it. */
async function expectShell(terminal: CliTerminal): Promise<void> {
  await terminal.shows(STOPPED);
  expect(terminal.bracketedPaste()).toBe(false);
  expect(terminal.cursor()).toBeDefined();
  terminal.type('stty -a; echo "asked"\r');
  await terminal.waitFor(/\nasked\n/);
  const shown = terminal.screen().join('\n');
  for (const mode of ['icanon', 'echo', 'isig']) expect(shown).toMatch(new RegExp(`(?<!-)\\b${mode}\\b`));
  expect(terminal.visible().filter((row) => row.startsWith('⚕ scripted '))).toEqual([]);
}

/** The only child of the shell. */
const jobOf = (terminal: CliTerminal): number =>
  Number(execFileSync('pgrep', ['-P', String(terminal.pid)], { encoding: 'utf8' }).trim());

async function back(terminal: CliTerminal): Promise<void> {
  terminal.type('fg\r');
  await terminal.shows(/^⚕ scripted .*$/m);
  await settled(terminal);
  expect(terminal.visible().filter((row) => row.startsWith('⚕ scripted '))).toHaveLength(1);
}

test('Ctrl-Z stops it as a job of the shell, and fg goes on with what was being typed', async () => {
  const { terminal } = await openScreen(script, { shell: true });
  await say(terminal, 'Hello.', 'Hello you.');
  await ready(terminal);
  terminal.type('half');
  await terminal.shows('● half');
  terminal.type(CTRL.z);
  await expectShell(terminal);
  await back(terminal);
  await terminal.shows('● half');
  terminal.type(' of it');
  await terminal.shows('● half of it');
  terminal.type(CTRL.c);
  await say(terminal, 'Hello again.', 'Hello you.');
  await ready(terminal);
  // Once more, and out of the background.
  terminal.type(CTRL.z);
  await terminal.waitFor(STOPPED);
  terminal.type('bg\r');
  await terminal.waitFor(/&\nshell/);
  // It may not draw from there, and says nothing; the shell tells at its next prompt.
  const pid = jobOf(terminal);
  await until('it stops by itself', () => /\) T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8')));
  terminal.type('\r');
  await terminal.waitFor(/\[1\]\+ +Stopped/);
  await back(terminal);
  terminal.paste('pasted\ntext');
  await terminal.shows('● pasted\n  text');
  terminal.type(CTRL.c);
  await ready(terminal);
  terminal.type(CTRL.d);
  await terminal.waitFor(/goes on with it\n⚕ .*\nshell\$/);
  expectScrollbackKept(terminal);
});

test('nothing of an answer is lost while it is stopped', async () => {
  const { terminal } = await openScreen(script, { shell: true });
  terminal.type('Stream.\r');
  await terminal.shows('each of them once');
  terminal.type(CTRL.z);
  await expectShell(terminal);
  await back(terminal);
  await terminal.shows('╰');
  await ready(terminal);
  const all = terminal.screen().join(' ').replaceAll(/\s+/g, ' ');
  expect(all.match(/NUMBER\./g)).toHaveLength(40);
});

test('at a question and in the viewer; a question is not answered by what was typed for the shell', async () => {
  const { terminal } = await openScreen(script, { shell: true });
  terminal.type('Make it.\r');
  await terminal.shows('[o]nce');
  terminal.type(CTRL.z);
  await expectShell(terminal);
  terminal.type('fg\ro\r');
  await terminal.shows('[o]nce');
  await settled(terminal);
  expect(terminal.screen().join('\n')).not.toContain('allowed once');
  // Once keys count.
  await terminal.shows('then Enter');
  terminal.type(ESC);
  await ready(terminal);
  terminal.type(CTRL.o);
  await terminal.shows('Esc closes');
  terminal.type(CTRL.z);
  await expectShell(terminal);
  terminal.type('fg\r');
  await terminal.shows('Esc closes');
});

test('stopped from elsewhere, with and without a word of it, the screen is there again', async () => {
  const { terminal } = await openScreen(script, { shell: true });
  terminal.type('half');
  await terminal.shows('● half');
  const pid = jobOf(terminal);
  process.kill(pid, 'SIGTSTP');
  await expectShell(terminal);
  await back(terminal);
  await terminal.shows('● half');
  process.kill(pid, 'SIGSTOP');
  await terminal.waitFor('Stopped');
  terminal.type('fg\r');
  await terminal.shows(/fg\n.*● half\n⚕ scripted/s);
  terminal.type(' and more');
  await terminal.shows('● half and more');
});

test('without a shell that could continue it, it goes on at once', async () => {
  const { terminal } = await openScreen(script);
  terminal.type('half');
  await terminal.shows('● half');
  const before = terminal.raw().length;
  terminal.type(CTRL.z);
  await until('the screen is drawn again', () => terminal.raw().slice(before).includes('● half'));
  terminal.type(' of it');
  await terminal.shows('● half of it');
});

test('a terminal that has another size when it goes on', async () => {
  const { terminal } = await openScreen(script, { shell: true });
  terminal.type('half of it');
  await terminal.shows('● half');
  for (const [cols, signal, status] of [
    [45, 'SIGTSTP', /● half of it\n⚕ scripted \d+%\s*$/],
    [100, 'SIGSTOP', /● half of it\n⚕ scripted │ .* │ 0m\s*$/],
  ] as const) {
    const stops = () => terminal.screen().filter((row) => row.includes('Stopped')).length;
    const before = stops();
    process.kill(jobOf(terminal), signal);
    await until('it stops', () => stops() > before);
    // Only the job in the foreground is told.
    terminal.resize(cols, 24);
    terminal.type('fg\r');
    await terminal.shows(status);
  }
});
