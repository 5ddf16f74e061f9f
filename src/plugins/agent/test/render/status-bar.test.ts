import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import type { Paint } from '../../src/render/paint.ts';
import { plainPaint } from '../../src/render/paint.ts';
import { type LiveStatus, statusBar } from '../../src/render/status-bar.ts';

const STATUS: LiveStatus = {
  model: './models/qwen3.6/Qwen3.6-27B-GGUF-4.262bpw-imatrix.gguf',
  usedTokens: 35_900,
  estimated: false,
  contextTokens: 65_536,
  sessionMs: 29 * 60_000,
  turnMs: 414_000,
  compressions: 0,
  unguarded: false,
  queued: 0,
};

test('the line of the walkthrough, and narrower forms of it', () => {
  expect(statusBar(STATUS, 80, plainPaint)).toBe(
    '⚕ Qwen3.6-27B-GGUF-4.262b... │ 35.9K/65.5K │ [██████░░░░] 55% │ 29m │ ⏲ 6m 54s',
  );
  expect(statusBar(STATUS, 60, plainPaint)).toBe('⚕ Qwen3.6-27B-GGUF-4.262b... · 55% · ⏲ 6m 54s');
  expect(statusBar(STATUS, 45, plainPaint)).toBe('⚕ Qwen3.6-27B-GGUF-4.262b... 55% ⏲ 6m 54s');
  expect(statusBar(STATUS, 12, plainPaint)).toBe('⚕ Qwen3.6-2…');
});

test('without a window there is no bar, an estimate says so, and compressions are counted', () => {
  const status = {
    ...STATUS,
    model: '🦙',
    usedTokens: 512,
    estimated: true,
    contextTokens: undefined,
    compressions: 2,
  };
  expect(statusBar({ ...status, sessionMs: 0, turnMs: 900 }, 80, plainPaint)).toBe('⚕ 🦙 │ ~512 │ 0m │ ⏲ 0.9s │ 🗜 2');
});

test('speed, cache share and compressions stand behind the time where there is room for them', () => {
  const live = { ...STATUS, perSecond: 19.42, cacheShare: 0.999, compressions: 2, queued: 1 };
  expect(statusBar(live, 160, plainPaint)).toContain('⏲ 6m 54s │ 19.4 tok/s │ cache 99% │ 🗜 2 │ +1');
  expect(statusBar({ ...live, cacheShare: 0.4997 }, 160, plainPaint)).toContain('│ cache 50% │');
});

test('what waits is counted in narrow terminals, too', () => {
  expect(statusBar({ ...STATUS, model: 'tiny', queued: 2 }, 40, plainPaint)).toBe('⚕ tiny 55% ⏲ 6m 54s +2');
});

test.each([
  [80, '⚠ approvals off'],
  [60, '⚠ approvals off'],
  [40, '⚠ off'],
])('that nobody is asked is shown at %i columns too', (columns, badge) => {
  expect(statusBar({ ...STATUS, unguarded: true }, columns, plainPaint)).toContain(badge);
});

test('where there is no room for both, the speed takes the place of the age while it lasts', () => {
  expect(statusBar({ ...STATUS, cacheShare: 0.97 }, 80, plainPaint)).toContain('│ 29m │ ⏲ 6m 54s');
  expect(statusBar({ ...STATUS, turnMs: 9_000, perSecond: 19.42 }, 80, plainPaint)).toMatch(/⏲ 9.0s │ 19.4 tok\/s$/);
});

test.each([
  [0.49, 'green'],
  [0.5, 'yellow'],
  [0.79, 'yellow'],
  [0.8, 'redBright'],
  [0.949, 'redBright'],
  [0.95, 'red'],
  [1.2, 'red'],
])('at %d of the window the bar is %s', (share, colour) => {
  const tint: Paint = (format, text) => `<${String(format)}>${text}</>`;
  const line = statusBar({ ...STATUS, usedTokens: share * 65_536 }, 100, tint);
  expect(line).toContain(`<${colour}>[`);
});

test('it is never wider than the terminal', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 5, max: 200 }),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.nat(2_000_000),
      fc.boolean(),
      (columns, model, usedTokens, known) => {
        const status = { ...STATUS, model, usedTokens, contextTokens: known ? 65_536 : undefined, perSecond: 1234.5 };
        expect(stringWidth(statusBar(status, columns, plainPaint))).toBeLessThanOrEqual(columns);
      },
    ),
  );
});
