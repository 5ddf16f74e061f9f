import type { IUnicodeHandling } from '@xterm/headless';
import stringWidth from 'string-width';

const JOINER = 0x200d;
/** What xterm keeps of the character before, for the next one. */
const STATE = { none: 0, joiner: 1, flag: 2 };

const isFlag = (code: number): boolean => code >= 0x1f1e6 && code <= 0x1f1ff;
const isTone = (code: number): boolean => code >= 0x1f3fb && code <= 0x1f3ff;
const isMark = (code: number): boolean => code === JOINER || /^[\p{Mn}\p{Me}]$/u.test(String.fromCodePoint(code));

/** As xterm packs it: state, width in cells, and whether the cell is the one before. */
const packed = (state: number, width: number, joins: boolean): number => (state << 3) | (width << 1) | (joins ? 1 : 0);

/** Makes a terminal of today: what a reader takes for one character takes its cells once. xterm by itself is at Unicode 6. */
export function useGraphemes(unicode: IUnicodeHandling): void {
  const wcwidth = (code: number): 0 | 1 | 2 =>
    code < 0x300 ? 1 : isMark(code) ? 0 : stringWidth(String.fromCodePoint(code)) > 1 ? 2 : 1;
  const charProperties = (code: number, before: number): number => {
    const [state, width] = [before >> 3, (before >> 1) & 3];
    if (before === 0 && isFlag(code)) return packed(STATE.flag, 2, false);
    if (before === 0 || code < 0x300) return packed(STATE.none, wcwidth(code), false);
    if (code === 0xfe0f) return packed(STATE.none, 2, true);
    if (isMark(code)) return packed(code === JOINER ? STATE.joiner : STATE.none, width, true);
    if (state === STATE.joiner || isTone(code)) return packed(STATE.none, 2, true);
    if (isFlag(code)) return packed(state === STATE.flag ? STATE.none : STATE.flag, 2, state === STATE.flag);
    return packed(STATE.none, wcwidth(code), false);
  };
  unicode.register({ version: 'graphemes', wcwidth, charProperties } as Parameters<IUnicodeHandling['register']>[0]);
  unicode.activeVersion = 'graphemes';
}

/** Makes a terminal that gives each code point its own cells, as VTE and xterm do: a colour of skin is a picture beside the hand. */
export function useCodePoints(unicode: IUnicodeHandling): void {
  const wcwidth = (code: number): 0 | 1 | 2 => {
    if (code < 0x300 || isFlag(code)) return 1;
    if (isMark(code)) return 0;
    return stringWidth(String.fromCodePoint(code)) > 1 ? 2 : 1;
  };
  const charProperties = (code: number, before: number): number =>
    before !== 0 && isMark(code)
      ? packed(STATE.none, (before >> 1) & 3, true)
      : packed(STATE.none, wcwidth(code), false);
  unicode.register({ version: 'code points', wcwidth, charProperties } as Parameters<IUnicodeHandling['register']>[0]);
  unicode.activeVersion = 'code points';
}
