import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import type { AgentEvent } from '../../src/loop/events.ts';
import { terminalStyle } from '../../src/markdown/style.ts';
import { plainPaint } from '../../src/render/paint.ts';
import { createFeed } from '../../src/screen/feed.ts';

const plain = new Proxy(terminalStyle(process.stdout), { get: () => (text: string) => text });

function world({ columns: begun = 40, showReasoning = true } = {}) {
  let columns = begun;
  const printed: string[] = [];
  let changes = 0;
  const feed = createFeed({
    columns: () => columns,
    paint: plainPaint,
    style: plain,
    showReasoning,
    print: (lines) => void printed.push(...lines),
    changed: () => {
      changes += 1;
    },
  });
  const play = (...events: AgentEvent[]) => {
    for (const event of events) feed.event(event);
  };
  const resize = (to: number) => {
    columns = to;
  };
  return { feed, printed, play, resize, changes: () => changes };
}

const FRAME = [`╭─ ⚕ Hermes ${'─'.repeat(27)}╮`, `╰${'─'.repeat(38)}╯`];

test('thoughts, an answer in its frame, and the part that is still open below', () => {
  const { feed, printed, play } = world();
  play({ type: 'reasoning', text: 'Let me see.' }, { type: 'text', text: 'First.\n\nSecond wo' });
  expect(printed).toEqual(['Let me see.', FRAME[0], 'First.']);
  expect(feed.live(10, 0)).toEqual(['Second wo']);
  play({ type: 'text', text: 'rd.' }, { type: 'usage', promptTokens: 100, cachedTokens: 80, completionTokens: 9 });
  expect(printed.slice(3)).toEqual(['', 'Second word.', FRAME[1]]);
  expect([feed.live(10, 0), feed.cacheShare(), feed.usedTokens()]).toEqual([[], 0.8, 109]);
});

test.each([4, 7, 12, 13, 40])(
  'in %i columns frame and open part are as wide as that, and the frame is whole',
  (columns) => {
    const { feed, printed, play } = world({ columns });
    play({ type: 'text', text: 'A word and another, 一些中文 and more' });
    for (const line of feed.live(10, 0)) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
    play({ type: 'usage', promptTokens: 9, cachedTokens: 0, completionTokens: 9 });
    expect(printed[0]).toMatch(/^╭─.*╮$/);
    expect(printed.at(-1)).toMatch(/^╰─+╯$/);
    expect([printed[0], printed.at(-1)].map((line) => stringWidth(line ?? ''))).toEqual([columns, columns]);
  },
);

test('an answer goes on in the width of the terminal that has become narrower, and in its own again when that is wider', () => {
  const { feed, printed, play, resize } = world({ columns: 40 });
  play({ type: 'text', text: 'A paragraph that fills one row or two.\n\nAnother one that does' });
  resize(20);
  play({ type: 'text', text: ' the same here' });
  expect(feed.live(10, 0)).toEqual(['Another one that', 'does the same here']);
  play({ type: 'text', text: '.\n\nThe last one is as broad.' });
  expect(printed.slice(1)).toEqual([
    'A paragraph that fills one row or two.',
    '',
    'Another one that',
    'does the same here.',
  ]);
  resize(80);
  play({ type: 'usage', promptTokens: 9, cachedTokens: 0, completionTokens: 9 });
  expect(printed.slice(5)).toEqual(['', 'The last one is as broad.', FRAME[1]]);
});

test('how it is stopped is said in narrow terminals, too', () => {
  const { feed, play } = world({ columns: 20 });
  play({ type: 'tool_call', id: 'a', name: 'terminal', arguments: {}, summary: '$ ls -l' });
  expect(feed.live(5, Date.now() + 12_400)).toEqual(['┊ 12s; Esc stops']);
  play({ type: 'waiting', seconds: 25 });
  expect(feed.live(5, 0)).toEqual(['┊ 25 s; Esc stops']);
});

test('a call that is written, carried out, slow and refused', () => {
  const { feed, printed, play } = world({ columns: 80 });
  play({ type: 'writing', name: 'terminal' });
  expect(feed.live(5, 0)).toEqual(['┊ 💻 preparing terminal…']);
  play({ type: 'tool_call', id: 'a', name: 'terminal', arguments: {}, summary: '$ ls -l' });
  expect(printed).toEqual(['┊ 💻 $ ls -l']);
  expect(feed.live(5, Date.now() + 12_400)).toEqual(['┊ 12s: still at it; Esc stops it']);
  play({
    type: 'tool_result',
    id: 'a',
    name: 'terminal',
    status: 'denied',
    text: 'the user refused it\nmore',
    durationMs: 1,
  });
  expect([printed.slice(1), feed.live(5, Date.now() + 60_000)]).toEqual([['┊    denied: the user refused it'], []]);
});

test('a change that nobody was asked about is shown as a diff once it is done', () => {
  const { printed, play } = world({ columns: 80 });
  const result = { type: 'tool_result', id: 'a', name: 'edit_file', text: 'edited', durationMs: 1 } as const;
  const approval = { type: 'approval', name: 'edit_file', action: 'edit a.ts', allowed: true, by: 'mode-off' } as const;
  play({ ...approval, detail: '/w/a.ts\n@@ -1,1 +1,1 @@\n-old\n+new' }, { ...result, status: 'ok' });
  expect(printed).toEqual(['┊   /w/a.ts', '┊   @@ -1,1 +1,1 @@', '┊   -old', '┊   +new']);
  play({ ...approval, detail: '-x\n+y' }, { ...result, status: 'error', text: 'it did not match' });
  expect(printed.slice(4)).toEqual(['┊    error: it did not match']);
});

test('the prompt that is being read, as much as the row has place for', () => {
  const { feed, play } = world({ columns: 100 });
  play({ type: 'progress', totalTokens: 12_345, cachedTokens: 345, processedTokens: 6_345, ms: 15_000 });
  expect(feed.live(5, 0)).toEqual([
    '┊ prompt processing ▕██████████░░░░░░░░░░▏ 51 % of 12,345 tokens, 400 tok/s, 15 s left',
  ]);
  expect(feed.usedTokens()).toBe(12_345);
  play({ type: 'progress', totalTokens: 1_000_000, cachedTokens: 0, processedTokens: 300_000, ms: 120_000 });
  expect(feed.live(5, 0)).toEqual([
    '┊ prompt processing ▕██████░░░░░░░░░░░░░░▏ 30 % of 1,000,000 tokens, 2,500 tok/s, 4m 40s left',
  ]);
  const usual = world({ columns: 80 });
  usual.play({ type: 'progress', totalTokens: 12_345, cachedTokens: 345, processedTokens: 6_345, ms: 15_000 });
  expect(usual.feed.live(5, 0)).toEqual([
    '┊ prompt processing ▕███████░░░░░░░▏ 51 % of 12,345 tokens, 400 tok/s, 15 s left',
  ]);
  const narrow = world({ columns: 40 });
  narrow.play({ type: 'progress', totalTokens: 0, cachedTokens: 0, processedTokens: 0, ms: 0 });
  expect(narrow.feed.live(5, 0)).toEqual(['┊ prompt processing 0 % of 0 tokens']);
  narrow.play({ type: 'progress', totalTokens: 12_345, cachedTokens: 345, processedTokens: 6_345, ms: 15_000 });
  expect(narrow.feed.live(5, 0)).toEqual(['┊ prompt processing 51 %']);
});

test('in a terminal that was made narrower or wider the prompt that is being read has its width at once', () => {
  const { feed, play, resize } = world({ columns: 80 });
  play({ type: 'progress', totalTokens: 12_345, cachedTokens: 345, processedTokens: 6_345, ms: 15_000 });
  resize(40);
  expect(feed.live(5, 0)).toEqual(['┊ prompt processing 51 %']);
  resize(80);
  expect(feed.live(5, 0)).toEqual(['┊ prompt processing ▕███████░░░░░░░▏ 51 % of 12,345 tokens, 400 tok/s, 15 s left']);
});

test('another try does not count what came before, and what is lost of the cache has its reason', () => {
  const { feed, printed, play } = world({ columns: 100 });
  play(
    { type: 'text', text: 'Half' },
    { type: 'retry', attempt: 1, waitMs: 500, failure: 'cut', message: 'the stream broke off' },
    { type: 'usage', promptTokens: 10, cachedTokens: 0, completionTokens: 1, lost: { tokens: 1234, reason: 'why' } },
  );
  expect(printed.slice(-2)).toEqual([
    '┊ the stream broke off; trying again in 0.5 s (1)',
    '┊ 1,234 tokens were processed again: why',
  ]);
  feed.start();
  expect(feed.cacheShare()).toBeUndefined();
});

test('attack 50: nothing of a model, tool or server acts on the terminal', () => {
  const bad = 'a\u001b]52;c;aGk=\u0007b\u001b[2Jc\u009b31md\u202ee';
  const { feed, printed, play } = world({ columns: 200 });
  play(
    { type: 'reasoning', text: `${bad}\n` },
    { type: 'text', text: `${bad}\n\n` },
    { type: 'activity', text: bad },
    { type: 'writing', name: bad },
    { type: 'tool_call', id: 'a', name: bad, arguments: {}, summary: bad },
    { type: 'tool_result', id: 'a', name: bad, status: 'error', text: bad, durationMs: 1 },
    { type: 'notice', code: 'agent.file-cut', text: bad, try: [bad] },
    { type: 'retry', attempt: 1, waitMs: 1, failure: 'cut', message: bad },
  );
  const shown = [...printed, ...feed.live(20, Date.now())].join('\n');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there.
  expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  expect(shown).toContain('\\u{202e}');
});

test('an answer that pauses is not torn: the silence stands below it until the next word', () => {
  const { feed, printed, play } = world();
  play({ type: 'text', text: 'A wo' }, { type: 'waiting', seconds: 5 });
  expect(feed.live(10, 0)).toEqual(['A wo', '┊ no answer for 5 s; Esc stops']);
  play({ type: 'text', text: 'rd.' });
  expect(feed.live(10, 0)).toEqual(['A word.']);
  play({ type: 'usage', promptTokens: 9, cachedTokens: 0, completionTokens: 9 });
  expect(printed).toEqual([FRAME[0], 'A word.', FRAME[1]]);
});
