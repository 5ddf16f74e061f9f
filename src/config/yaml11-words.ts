/** How a YAML 1.1 loader reads a plain scalar. */
export interface Other {
  /** What a YAML 1.1 loader makes of it; text for what it takes as text. */
  value: unknown;
  say: string;
  /** Whether our own reading is the same. */
  same?(ours: unknown): boolean;
}

const number = (value: number): Other => ({
  value,
  say: `the number ${value}`,
  same: (ours) => ours === value,
});

/** Longer than any number or date that somebody means; the patterns below would take long over it. */
const LONGEST = 64;

/** The YAML 1.1 reading of a plain scalar where it may differ from that of 1.2; undefined where it cannot. */
export function readBy11(text: string): Other | undefined {
  if (text.length > LONGEST) return undefined;
  if (/^(?:yes|Yes|YES|on|On|ON)$/.test(text)) return { value: true, say: '`true`' };
  if (/^(?:no|No|NO|off|Off|OFF)$/.test(text)) return { value: false, say: '`false`' };
  if (/^[-+]?0b[01_]+$/.test(text)) return number(Number.parseInt(text.replace(/0b|_/g, ''), 2));
  if (/^[-+]?0[0-7_]+$/.test(text)) return number(Number.parseInt(text.replace(/_/g, ''), 8));
  if (/^0o[0-7]+$/.test(text)) return { value: text, say: 'text' };
  if (/^[-+]?0[0-9]*[89][0-9]*$/.test(text)) return { value: text, say: 'text' };
  if (/^[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/.test(text)) return number(sexagesimal(text));
  if (/^[-+]?[0-9][0-9_]*_[0-9_]*(?:\.[0-9_]*)?$/.test(text)) return number(Number(text.replace(/_/g, '')));
  if (/^[-+]?[0-9]+(?:\.[0-9]*)?[eE](?:[0-9]+)$|^[-+]?[0-9]+[eE][-+]?[0-9]+$/.test(text)) {
    return { value: text, say: 'text' };
  }
  if (/^\d{4}-\d\d?-\d\d?(?:[Tt\s].*)?$/.test(text)) return { value: new Date(0), say: 'a date' };
  if (text === '=') return { value: undefined, say: 'nothing: it refuses the whole file' };
  return undefined;
}

/** `1:30` is 90: base 60. */
const sexagesimal = (text: string): number => {
  const sign = text.startsWith('-') ? -1 : 1;
  const digits = text.replace(/[-+_]/g, '').split(':');
  return sign * digits.reduce((sum, digit) => sum * 60 + Number(digit), 0);
};
