import type { Column, Measurement } from './measure.ts';
import { spreadPercent, summarise } from './stats.ts';

/** Figures of one column, ready for the table and for `--json`. Times in ms, speeds in tok/s. */
export interface Row {
  wantedTokens: number;
  promptTokens: number;
  discardedWarm: number;
  promptProcessing: Figure;
  tokenGeneration: Figure;
}

interface Figure {
  medianPerSecond: number;
  minPerSecond: number;
  maxPerSecond: number;
  medianMs: number;
  samples: number[];
}

export function toRow(column: Column): Row {
  const figure = (speeds: number[], times: number[]): Figure => {
    const speed = summarise(speeds);
    return {
      medianPerSecond: speed.median,
      minPerSecond: speed.min,
      maxPerSecond: speed.max,
      medianMs: summarise(times).median,
      samples: speeds,
    };
  };
  const { samples } = column;
  return {
    wantedTokens: column.wantedTokens,
    promptTokens: column.promptTokens,
    discardedWarm: column.discardedWarm,
    promptProcessing: figure(
      samples.map((s) => s.promptPerSecond),
      samples.map((s) => s.promptMs),
    ),
    tokenGeneration: figure(
      samples.map((s) => s.generatedPerSecond),
      samples.map((s) => s.generatedMs),
    ),
  };
}

/** The walkthrough's table: speed over time in each cell, one column per prompt length. */
export function renderTable(rows: readonly Row[]): string {
  const name = (index: number) => (rows.length === 2 ? (index === 0 ? 'Small prompt' : 'Large prompt') : 'Prompt');
  const cells = [
    ['Metric', ...rows.map((_, i) => name(i))],
    ['', ...rows.map((row) => `(${row.promptTokens} tok)`)],
    ['PP (Prompt Processing)', ...rows.map((row) => speed(row.promptProcessing.medianPerSecond))],
    ['', ...rows.map((row) => `(${duration(row.promptProcessing.medianMs)})`)],
    ['TG (Token Generation)', ...rows.map((row) => speed(row.tokenGeneration.medianPerSecond))],
    ['', ...rows.map((row) => `(${duration(row.tokenGeneration.medianMs)})`)],
  ];
  const widths = (cells[0] ?? []).map((_, i) => Math.max(...cells.map((row) => (row[i] ?? '').length)));
  const lines = cells.map((row) => `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`);
  lines.splice(2, 0, `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`);
  return lines.join('\n');
}

/** Beyond this a median of few runs says little. */
const UNSTEADY_PERCENT = 20;

/** What the figures mean for somebody who waits for answers; every number is computed from the rows. */
export function renderMeaning(measurement: Measurement, rows: readonly Row[]): string[] {
  const { repetitions, generate } = measurement.plan;
  const discarded = rows.reduce((sum, row) => sum + row.discardedWarm, 0);
  const runs = repetitions * rows.length;
  const spread = (pick: (row: Row) => Figure) =>
    Math.max(...rows.map((row) => spreadPercent(summarise(pick(row).samples))));
  const answer = (tokens: number) => {
    const seconds = rows.map((row) => (tokens / row.tokenGeneration.medianPerSecond) * 1000);
    const [fast, slow] = [duration(Math.min(...seconds)), duration(Math.max(...seconds))];
    return fast === slow ? fast : `${fast} to ${slow}`;
  };
  return [
    `Median of ${repetitions} run${repetitions === 1 ? '' : 's'}, ${generate} tokens generated in each; the runs lie within ±${spread((r) => r.promptProcessing).toFixed(1)} % (PP) and ±${spread((r) => r.tokenGeneration).toFixed(1)} % (TG) of it.`,
    ...(Math.max(
      spread((r) => r.promptProcessing),
      spread((r) => r.tokenGeneration),
    ) > UNSTEADY_PERCENT
      ? ['That is a lot: something else was using this machine or the server. Measure again when it is quiet.']
      : []),
    cacheLine(runs, discarded),
    `An answer of 100 tokens takes ${answer(100)}, one of 300 tokens ${answer(300)}, once the prompt has been read.`,
  ];
}

/** A run counts only when the server itself reports that it took no prompt token from its cache (`cache_n` 0). */
function cacheLine(runs: number, discarded: number): string {
  const shown = `Prompt cache off: the server reports 0 reused tokens for each of the ${runs} counted runs`;
  if (discarded === 0) return `${shown}.`;
  return `${shown}; ${discarded} ${discarded === 1 ? 'run' : 'runs'} with reused tokens ${discarded === 1 ? 'was' : 'were'} discarded.`;
}

const speed = (perSecond: number): string => `${perSecond >= 10 ? Math.round(perSecond) : perSecond.toFixed(1)} tok/s`;

/** `184ms` below a second, `5.8s` from there on, as the walkthrough prints it. */
export function duration(ms: number): string {
  if (ms < 10) return `${ms.toFixed(1)}ms`;
  return ms < 1000 ? `${Math.round(ms)}ms` : `${(ms / 1000).toFixed(1)}s`;
}
