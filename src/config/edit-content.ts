import type { Path } from './edit-value.ts';
import { blockLines, type LineStyle } from './emit.ts';

/** What is put somewhere. `lines` are asked for only where the value needs lines of its own. */
export interface Put {
  value: unknown;
  /** The block form, the first level at column 0. */
  lines(): readonly string[];
  /** A comment that a place on one line would lose. */
  comments?: boolean;
}

/** A value, within the containers that `rest` of its path still needs. */
export function putValue(rest: Path, value: unknown, style: LineStyle): Put {
  const whole = nested(rest, value);
  return { value: whole, lines: () => blockLines(whole, style) };
}

export function nested(path: Path, value: unknown): unknown {
  return path.reduceRight<unknown>((inner, step) => (typeof step === 'number' ? [inner] : { [step]: inner }), value);
}
