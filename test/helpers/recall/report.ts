import type { Measurement, Recalled } from './measure.ts';
import type { SummariserName } from './summarisers.ts';
import type { Kind } from './types.ts';

export interface Row {
  summariser: SummariserName;
  measurement: Measurement;
}

const KINDS: readonly Kind[] = ['path', 'number', 'hash', 'url', 'name', 'decision', 'error'];

/** Whether the user or a decision mentioned it: what must not be lost whoever writes the summary. */
export const isCommitted = ({ fact }: Recalled): boolean => fact.mentionedBy !== 'tool';

/** Share of those that hold, from 0 to 1; undefined where there are none. */
export function share<T>(all: readonly T[], holds: (one: T) => boolean): number | undefined {
  return all.length === 0 ? undefined : all.filter(holds).length / all.length;
}

/** The first of those that are lost, to look for the reason. */
export const lost = (recalled: readonly Recalled[]): string =>
  recalled
    .filter(({ inPrompt }) => !inPrompt)
    .slice(0, 10)
    .map(({ fact: { mentionedBy, label, value } }) => `${mentionedBy}: ${label} = ${value}`)
    .join('\n');

/** One line per summariser and number of compressions; shares in percent. `c named`: the correction named the old value. */
export function table(rows: readonly Row[]): string {
  const groups = Map.groupBy(rows, ({ summariser, measurement }) => `${summariser} ${measurement.compressions}`);
  const lines = [...groups].map(([name, group]) =>
    line(
      name,
      group.map(({ measurement }) => measurement),
    ),
  );
  const all = [HEAD, ...lines];
  const widths = HEAD.map((_, column) => Math.max(...all.map((cells) => cells[column]?.length ?? 0)));
  return all.map((cells) => cells.map((cell, i) => cell.padStart(widths[i] ?? 0)).join('  ')).join('\n');
}

const HEAD = [
  ...['summariser', 'conversations', 'a user+decision', 'a user', 'a decision', 'a tool'],
  ...KINDS.map((kind) => `a ${kind}`),
  ...['b message', 'b excerpt', 'c named', 'c unnamed', 'mean ratio', 'max ratio'],
];

function line(name: string, measurements: readonly Measurement[]): string[] {
  const recalled = measurements.flatMap((one) => one.recalled);
  const inPrompt = (which: (one: Recalled) => boolean): string =>
    percent(share(recalled.filter(which), (one) => one.inPrompt));
  const marked = (explicit: boolean): string => {
    const corrected = recalled.filter(({ stale, fact }) => stale && fact.correction?.explicit === explicit);
    return percent(share(corrected, ({ stale }) => stale?.length === 0));
  };
  const ratios = measurements.map(({ ratio }) => ratio);
  return [
    name,
    String(measurements.length),
    inPrompt(isCommitted),
    ...['user', 'decision', 'tool'].map((by) => inPrompt(({ fact }) => fact.mentionedBy === by)),
    ...KINDS.map((kind) => inPrompt(({ fact }) => fact.kind === kind)),
    percent(share(recalled, ({ found }) => found)),
    percent(share(recalled, ({ shown }) => shown)),
    ...[true, false].map((explicit) => marked(explicit)),
    percent(ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length),
    percent(Math.max(...ratios)),
  ];
}

const percent = (value: number | undefined): string => (value === undefined ? '-' : (value * 100).toFixed(1));
