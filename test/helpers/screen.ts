import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { type AgentHome, agentHome } from '../dialogues/home.ts';
import { configText, modelFor } from '../dialogues/run.ts';
import { ROOT } from './cli.ts';
import type { Script } from './scripted-model/types.ts';
import type { ScriptedModel } from './scripted-model.ts';
import { type CliTerminal, openTerminal, type TerminalOptions } from './terminal.ts';

export const CTRL = { c: '\x03', d: '\x04', g: '\x07', l: '\x0c', o: '\x0f', z: '\x1a' };
export const ESC = '\x1b';
export const UP = '\x1b[A';

interface ScreenOptions extends Pick<TerminalOptions, 'cols' | 'rows' | 'env' | 'stty' | 'shell' | 'codePoints'> {
  config?: Record<string, unknown>;
  /** Of the home, beside config.yaml. */
  home?: Record<string, string>;
  /** Of the workspace. */
  files?: Record<string, string>;
  plugins?: { compression?: boolean };
  args?: string[];
  /** Nothing is waited for. */
  unready?: boolean;
}

export interface ScreenWorld extends AgentHome {
  terminal: CliTerminal;
  model: ScriptedModel;
  /** Another chat in the same place. */
  again(args?: string[]): Promise<CliTerminal>;
}

/** What stands on the screen when something can be typed: the prompt, then the status and nothing running. */
const READY = /(^|\n)●\n(⚕ .*)?/;

/** Something can be typed, and nothing else is being written: a turn is not over yet when its last word stands there. */
export async function ready(terminal: CliTerminal): Promise<void> {
  await terminal.shows(READY);
  await settled(terminal);
}

/** Nothing is being written. */
export async function settled(terminal: CliTerminal): Promise<void> {
  for (let before = -1; before !== terminal.raw().length; ) {
    before = terminal.raw().length;
    await sleep(120);
  }
}

/** `hermes chat` with its screen in front of a model that plays the script; asked about everything unless the config says else. */
export async function openScreen(script: Script, options: ScreenOptions = {}): Promise<ScreenWorld> {
  const {
    cols = 80,
    rows = 24,
    config,
    home = {},
    files,
    plugins,
    args = [],
    env,
    stty = false,
    shell = false,
    codePoints = false,
  } = options;
  const model = await modelFor(script);
  const text = configText(model.baseUrl, { script, config: { approvals: { mode: 'manual' }, ...config } });
  const place = await agentHome({ 'config.yaml': text, ...home }, files, 'work', plugins);
  const open = (more: string[]) =>
    openTerminal(['chat', ...more], { ...place, cols, rows, stty, shell, codePoints, ...(env ? { env } : {}) });
  const terminal = open(args);
  if (shell) {
    await terminal.waitFor('shell$');
    terminal.type(`hermes chat ${args.join(' ')}\r`);
  }
  if (!options.unready) await ready(terminal);
  const again = async (more: string[] = []) => {
    const another = open(more);
    await ready(another);
    return another;
  };
  return { terminal, model, again, ...place };
}

/** Types a message that the model answers, and waits for what the answer ends with. */
export async function say(terminal: CliTerminal, message: string, end?: string | RegExp): Promise<void> {
  terminal.type(`${message}\r`);
  if (end !== undefined) await terminal.waitFor(end);
}

/** Types on without a pause, the keys in turn. False: this process was held up, so that there was one, and nothing is shown by it. */
export async function typesOn(terminal: CliTerminal, keys: readonly string[], times: number): Promise<boolean> {
  for (let n = 0, last = performance.now(); n < times; n++) {
    terminal.type(keys[n % keys.length] ?? '');
    await sleep(30);
    const pause = performance.now() - last;
    if (pause > 300) return false;
    last += pause;
  }
  return true;
}

/** Answers the question that is shown, once its keys count. */
export async function decide(terminal: CliTerminal, letter: string): Promise<void> {
  await terminal.shows('[o]nce');
  terminal.type(letter);
  await terminal.shows(`›[${letter}]`);
  // Keys that come at once are no answer.
  await sleep(60);
  terminal.type('\r');
}

/** The visible rows and the cursor's place, with everything that is another one in each run replaced cell by cell. */
function picture(terminal: CliTerminal): string {
  const cursor = terminal.cursor();
  const place = cursor ? `cursor at ${cursor.x},${cursor.y}` : 'no cursor';
  return `${masked(terminal.visible().join('\n'))}\n=== ${place}\n`;
}

/** Ids and ports may be broken by a narrow terminal; times and speeds stand last in their row. */
export function masked(text: string): string {
  const broken = (one: string): string => [...one].join('\\n?');
  const hash = (found: string): string => found.replaceAll(/[^\n-]/g, '#');
  const id = `${'D'.repeat(8)}-${'D'.repeat(6)}-${'X'.repeat(6)}`;
  return (
    text
      .replaceAll(new RegExp(broken(id).replaceAll('D', '\\d').replaceAll('X', '[0-9a-f]'), 'g'), hash)
      .replaceAll(
        new RegExp(`(${broken('127.0.0.1:')}\\n?)(${broken('DDDDD').replaceAll('D', '\\d')})`, 'g'),
        (_, before: string, port: string) => before + hash(port),
      )
      // One that began above the first visible row.
      .replace(/^[\d-]*-[0-9a-f]{6}(?=;)/, hash)
      .replaceAll(/\S*\/hermes-(test|home)-\w{6}/g, '/tmp/hermes-$1-######')
      .replaceAll(/(again in) \d+\.\d s/g, '$1 # s')
      .replaceAll(/(?<= │ )\d+m(?= │|$)/gm, '#m')
      .replaceAll(/⏲ (\d+m )?\d+(\.\d)?s/g, '⏲ #s')
      // Tokens go by the length of the temporary folder's name too.
      .replaceAll(/(⚕ .*│ ~?)\d+\.\dK\//g, '$1#.#K/')
      .replaceAll(/^(⚕ (?:\S+ ){1,2}.*?)\b\d%/gm, '$1#%')
      .replaceAll(/cache \d+%/g, 'cache #%')
      .replaceAll(/[\d,]+(?= tokens were processed again)/g, '#')
      .replaceAll(/ [│·] \d+\.\d tok\/s/g, '')
  );
}

const PICTURES = join(ROOT, 'test/e2e/screens');

/**
 * The whole screen is what the file shows (`vitest -u` writes it). What is still on its way is waited for.
 */
export async function expectScreen(terminal: CliTerminal, name: string): Promise<void> {
  const file = join(PICTURES, `${name}.txt`);
  const wanted = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  if (wanted === undefined) await sleep(500);
  else await terminal.shows(() => picture(terminal) === wanted, { timeoutMs: 10_000 }).catch(() => undefined);
  await expect(picture(terminal)).toMatchFileSnapshot(file);
}

/** What the user had on the terminal before is theirs: nothing erases the scrollback or the whole screen. */
export function expectScrollbackKept(terminal: CliTerminal): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: this is what a terminal is told.
  expect(terminal.raw()).not.toMatch(/\x1b\[[23]J|\x1bc|\x1b\[\?1049h/);
}

/** Leaves, and finds the terminal as a shell wants it (needs `stty`). */
export async function expectGivenBack(terminal: CliTerminal, code: number): Promise<void> {
  expect(await terminal.exit(), terminal.screen().slice(-20).join('\n')).toBe(code);
  const shown = terminal.screen().join('\n');
  expect(shown).toMatch(/(?<!-)\bicanon\b/);
  expect(shown).toMatch(/(?<!-)\becho\b/);
  expect(shown).toMatch(/(?<!-)\bisig\b/);
  expect(terminal.bracketedPaste()).toBe(false);
  expect(terminal.cursor()).toBeDefined();
}

/** Waits for something outside the terminal. */
export async function until(what: string, done: () => boolean): Promise<void> {
  await expect.poll(done, { message: what }).toBe(true);
}
