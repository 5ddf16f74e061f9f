import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { agentHome } from '../dialogues/home.ts';
import { configText, modelFor } from '../dialogues/run.ts';
import { typesOn } from '../helpers/screen.ts';
import type { Script, Step, Turn } from '../helpers/scripted-model/types.ts';
import { openTerminal } from '../helpers/terminal.ts';

/** `hermes chat` on its screen, in front of a model that plays the turns. */
async function chat(turns: Turn[], files: Record<string, string> = {}, { cols = 100, rows = 30 } = {}) {
  const script: Script = { turns };
  const model = await modelFor(script);
  const config = configText(model.baseUrl, { script, config: { approvals: { mode: 'manual' } } });
  const place = await agentHome({ 'config.yaml': config }, files);
  const terminal = openTerminal(['chat'], { ...place, cols, rows });
  await terminal.waitFor(/^●$/m);
  return { terminal, ...place };
}

/** Acts on a terminal in every way that a text may: 7 and 8 bits, OSC 0, 8 and 52, DCS, APC, queries, bidi, nothing visible. */
const HOSTILE = [
  '\x1b[31mred\x1b[2J\x1b[6n\x1b[c',
  '\x1b]0;title\x07\x1b]52;c;aGk=\x07\x1b]8;;http://evil.example/\x1b\\link\x1b]8;;\x1b\\',
  '\x1bP$qm\x1b\\\x1b_apc\x1b\\\x9b31m\x9d0;title\x9c\x90q\x9c',
  '\u202eturned\u2066\u200b\u{e0041}\x07\x08\x0e\x7f',
].join('');

/** What ink and the screen send: colours, the cursor, erasing, synchronised output, bracketed paste. Nothing else may be there. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
const OURS = /\x1b\[(?:[\d;]*m|\d*[A-HJK]|\d+;\d+H|\?(?:2026|25|2004)[hl])/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
const ACTS = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\u{e0000}-\u{e007f}]/u;

function expectOnlyOurs(raw: string): void {
  const rest = raw.replaceAll(OURS, '');
  const at = rest.search(ACTS);
  expect(at < 0 ? '' : JSON.stringify(rest.slice(Math.max(0, at - 40), at + 40))).toBe('');
}

test('attack 50 and 51: nothing that model, tools, files, server, clipboard or title hold reaches the terminal as it is', async () => {
  const calls = [
    { tool: `no${HOSTILE}`, raw: JSON.stringify({ x: HOSTILE }) },
    { tool: 'read_file', args: { path: `a${HOSTILE}` } },
    { tool: 'read_file', args: { path: 'bad.txt' } },
    { tool: 'edit_file', args: { path: 'bad.txt', old: 'here', new: `there${HOSTILE}` } },
  ];
  const say = `${HOSTILE}\n\n| ${HOSTILE} | b |\n|---|---|\n| 1 | ${HOSTILE} |\n\n\`\`\`js\n${HOSTILE}\n\`\`\`\n[${HOSTILE}](http://x${HOSTILE})\n\nthe end`;
  const { terminal } = await chat(
    [
      { user: 'begin', steps: [{ reasoning: HOSTILE, calls }, { say }] },
      { user: 'fail', steps: [{ faults: [{ status: 400, message: `no ${HOSTILE}` }] }] },
      { user: 'pasted', steps: [{ say: 'Thank you.' }] },
    ],
    { 'bad.txt': `here ${HOSTILE}\n`, 'f\x1b]0;x\x07g': '', 'r\u202etxt.exe': '', 'fine.txt': '' },
  );
  terminal.type('look @');
  await terminal.waitFor('fine.txt');
  terminal.type('\x15begin\r');
  await terminal.waitFor('[o]nce');
  terminal.type('o');
  await terminal.waitFor('›[o]nce‹');
  terminal.type('\r');
  await terminal.waitFor('the end');
  terminal.type('\x0f');
  await terminal.waitFor('Esc closes');
  for (const title of ['3/4', '2/4', '1/4']) {
    terminal.type('\x1b[D');
    await terminal.waitFor(title);
  }
  terminal.type('q');
  await terminal.waitFor(/^●$/m);
  terminal.type('fail\r');
  await terminal.waitFor('agent.request-failed');
  terminal.type(`\x1b[200~pasted ${HOSTILE.replaceAll('\x1b', '\x1b\x1b')}\x1b[201~`);
  await terminal.waitFor('pasted');
  terminal.type('\r');
  await terminal.waitFor('Thank you.');
  terminal.type(`/title \x1b[200~t${HOSTILE}\x1b[201~\r`);
  await terminal.waitFor('the session is called');
  terminal.type('/quit\r');
  expect(await terminal.exit()).toBe(0);
  expectOnlyOurs(terminal.raw());
});

test('attack 56: a signal in the middle of an answer gives the terminal back, and what was said stays', async () => {
  const { terminal } = await chat([{ user: 'begin', steps: [{ say: 'The first half of it', hang: 'after-text' }] }]);
  terminal.type('begin\r');
  await terminal.waitFor('half of it');
  process.kill(terminal.pid, 'SIGTERM');
  expect(await terminal.exit()).toBe(143);
  expect(terminal.screen().join('\n')).toContain('The first half of it');
  const last = (sent: string): number => terminal.raw().lastIndexOf(sent);
  expect(last('\x1b[?2004l')).toBeGreaterThan(last('\x1b[?2004h'));
  expect(last('\x1b[?25h')).toBeGreaterThan(last('\x1b[?25l'));
});

/** A chat in a small terminal in which keys went on coming from before its question until it was there. */
async function untilTypedInto() {
  const call: Step = { delayMs: 300, calls: [{ tool: 'terminal', args: { command: 'touch made' } }] };
  for (;;) {
    const world = await chat([{ user: 'begin', steps: [call, { say: 'Well then.' }] }], {}, { cols: 20, rows: 8 });
    world.terminal.type('begin\r');
    await world.terminal.shows('● begin\n─');
    if (await typesOn(world.terminal, ['o'], 20)) return world;
    world.terminal.close();
  }
}

test('attack 54: in a small terminal, typed before its question, pasted or sent at once: nothing agrees to a call', async () => {
  const { terminal, cwd } = await untilTypedInto();
  await terminal.shows('o s a ›d‹ Enter');
  terminal.type('\x1b[200~o\r\x1b[201~');
  await terminal.sent(/Allow\? \(a moment\)[\s\S]*›d‹/);
  await terminal.shows('o s a ›d‹ Enter');
  terminal.type('o\r');
  terminal.type('\r\r');
  await new Promise((resolve) => setTimeout(resolve, 200));
  terminal.type('\r');
  await terminal.shows('refused');
  await terminal.shows('Well then.');
  expect(existsSync(join(cwd, 'made'))).toBe(false);
});
