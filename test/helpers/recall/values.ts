import type { Kind } from './types.ts';

type Make = (roll: () => number, word: () => string) => string;

const whole = (roll: () => number, from: number, to: number): number => from + Math.floor(roll() * (to - from));
const hex = (roll: () => number, length: number): string =>
  Array.from({ length }, () => Math.floor(roll() * 16).toString(16)).join('');
const two = (value: number): string => String(value).padStart(2, '0');

/** None holds a word that questions have. */
export const MAKERS = {
  port: (roll) => String(whole(roll, 3000, 65_000)),
  limit: (roll) => String(whole(roll, 2100, 98_000)),
  percent: (roll) => `${whole(roll, 0, 9)}.${whole(roll, 101, 989)}`,
  version: (roll) => `${whole(roll, 2, 40)}.${whole(roll, 10, 99)}.${whole(roll, 10, 99)}`,
  date: (roll) => `20${whole(roll, 31, 48)}-${two(whole(roll, 1, 13))}-${two(whole(roll, 1, 29))}`,
  money: (roll) => `$${whole(roll, 11, 980)},${whole(roll, 101, 999)}`,
  file: (_, word) => `services/${word()}/${word()}.yaml`,
  folder: (roll, word) => `/srv/${word()}/${word()}-${whole(roll, 10, 99)}/${word()}`,
  bucket: (roll, word) => `s3://${word()}-${whole(roll, 100, 999)}/${word()}/incoming`,
  commit: (roll) => hex(roll, 40),
  digest: (roll) => hex(roll, 16),
  address: (roll, word) => `https://${word()}.example.net/v${whole(roll, 2, 9)}/${word()}?tier=${word()}`,
  branch: (roll, word) => `feature/${word()}-${whole(roll, 100, 9999)}`,
  host: (roll, word) => `${word()}-${two(whole(roll, 1, 40))}.internal.example.net`,
  library: (_, word) => `${word()}-${word()}`,
  option: (roll, word) => `--${word()}-size=${whole(roll, 1100, 9900)}`,
  variable: (roll, word) => `${word().toUpperCase()}_MODE_${whole(roll, 10, 99)}`,
  table: (roll, word) => `reports.${word()}_${whole(roll, 10, 99)}`,
  ticket: (roll) => `OPS-${whole(roll, 10_000, 99_000)}`,
  code: (roll, word) => `ERR_${word().toUpperCase()}_${whole(roll, 100, 999)}`,
  sentence: (roll, word) => `lease ${whole(roll, 1000, 9999)} of shard ${word()} expired`,
} as const satisfies Record<string, Make>;

export type ValueName = keyof typeof MAKERS;

export const KIND_OF: Record<ValueName, Kind> = {
  port: 'number',
  limit: 'number',
  percent: 'number',
  version: 'number',
  date: 'number',
  money: 'number',
  file: 'path',
  folder: 'path',
  bucket: 'path',
  commit: 'hash',
  digest: 'hash',
  address: 'url',
  branch: 'name',
  host: 'name',
  library: 'decision',
  option: 'decision',
  variable: 'name',
  table: 'name',
  ticket: 'name',
  code: 'error',
  sentence: 'error',
};
