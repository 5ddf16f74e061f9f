import { cells, clipped } from './cells.ts';
import type { Paint } from './paint.ts';
import { age, bar, duration, type Status, shortModel, thousands } from './status-line.ts';

/** What is shown beyond that while a turn is under way. */
export interface LiveStatus extends Status {
  /** tok/s while tokens are generated. */
  perSecond?: number | undefined;
  /** Messages that wait for the turn to end. */
  queued?: number;
}

/** Widths below which details give way, as Hermes Agent has them. */
const FULL = 76;
const COMPACT = 52;

/**
 * The screen's last row and the line mode's line under an answer: `⚕ Qwen3.6-27B-GGUF-4.262b... │ 35.9K/65.5K │ [██████░░░░] 55% │ 29m │ ⏲ 6m 54s`, from 52 cells on
 * without bar and session's age, below that the model, the turn's time and what waits. What does not fit any more is left out from the end.
 */
export function statusBar(status: LiveStatus, columns: number, paint: Paint): string {
  const { usedTokens, contextTokens, estimated, sessionMs, turnMs, compressions, queued = 0 } = status;
  const share = contextTokens === undefined ? undefined : usedTokens / contextTokens;
  const percent = share === undefined ? undefined : `${Math.round(share * 100)}%`;
  const used = `${estimated ? '~' : ''}${thousands(usedTokens)}`;
  const model = `⚕ ${shortModel(status.model)}`;
  const turn = turnMs === undefined ? [] : [`⏲ ${duration(turnMs)}`];
  const waiting = queued > 0 ? [`+${queued}`] : [];
  const badges = [
    ...(status.perSecond === undefined ? [] : [`${status.perSecond.toFixed(1)} tok/s`]),
    ...(status.cacheShare === undefined ? [] : [`cache ${ofCache(status.cacheShare)}%`]),
    ...(compressions > 0 ? [`🗜 ${compressions}`] : []),
    ...waiting,
  ];
  // Before everything else that may be left out: it is what a user must not overlook.
  const unguarded = status.unguarded ? [paint('yellow', columns >= COMPACT ? '⚠ approvals off' : '⚠ off')] : [];
  const tint = (text: string): string => (share === undefined ? text : paint(colourOf(share), text));
  if (columns >= FULL) {
    const detail = share === undefined ? used : `${used}/${thousands(contextTokens ?? 0)}`;
    const meter = share === undefined ? [] : [tint(`${bar(share)} ${percent}`)];
    const head = [model, ...unguarded, detail];
    const whole = [...head, ...meter, age(sessionMs), ...turn, ...badges];
    const small = percent === undefined ? [] : [tint(percent)];
    const tighter = [
      [...head, ...meter, ...turn, ...badges],
      [...head, ...small, ...turn, ...badges],
    ];
    // The speed, while it lasts, is worth more than the age and the bar.
    const forms = status.perSecond === undefined ? [] : [whole, ...tighter];
    const fits = forms.find((parts) => cells(parts.join(' │ ')) <= columns);
    return fitted(fits ?? whole, ' │ ', columns);
  }
  if (columns >= COMPACT)
    return fitted([model, ...unguarded, tint(percent ?? used), ...turn, ...badges], ' · ', columns);
  return fitted([model, ...unguarded, ...(percent ? [tint(percent)] : []), ...turn, ...waiting], ' ', columns);
}

/** In per cent; not all is never 100. */
const ofCache = (share: number): number => (share < 1 ? Math.min(99, Math.round(share * 100)) : 100);

/** Green below 50 % of the window, yellow to 80, orange (bright red where there is none) to 95, then red. */
function colourOf(share: number): Parameters<Paint>[0] {
  if (share < 0.5) return 'green';
  if (share < 0.8) return 'yellow';
  return share < 0.95 ? 'redBright' : 'red';
}

function fitted(parts: readonly string[], between: string, columns: number): string {
  const [first = '', ...rest] = parts;
  let line = first;
  for (const part of rest) {
    const longer = `${line}${between}${part}`;
    if (cells(longer) > columns) continue;
    line = longer;
  }
  return line === first ? clipped(first, columns) : line;
}
