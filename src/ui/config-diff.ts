import type { ValueOrigin } from '../contract/index.ts';
import { originText } from '../errors/origin-text.ts';
import { plural } from '../errors/words.ts';
import { paint } from './output.ts';
import { visible } from './visible.ts';

type Row = { key: string; value: unknown; default?: unknown; known: boolean } & ValueOrigin;

/** What differs from the defaults: under each key the default (red) and the value in force (green), whole. */
export function differenceLines(rows: readonly Row[], yaml: (value: unknown) => string): string[] {
  const lines = (sign: string, value: unknown) =>
    yaml(value)
      .split('\n')
      .map((line) => `  ${sign} ${visible(line)}`);
  const blocks = rows.flatMap((row) => [
    `${paint('bold', visible(row.key))}   (${originText(row)}${row.known ? '' : '; nothing reads it'})`,
    ...(row.default === undefined ? [] : lines('-', row.default).map((line) => paint('red', line))),
    ...lines('+', row.value).map((line) => paint('green', line)),
  ]);
  const total = rows.length === 0 ? 'nothing differs from the defaults' : `${plural(rows.length, 'key')} set`;
  const without = rows.filter((row) => row.default === undefined).length;
  const detail =
    rows.length > 0
      ? `: ${rows.length - without} with another value than the default, ${without} without a default`
      : '';
  return [...blocks, total + detail];
}
