import { basename } from 'node:path';
import type { Diagnostic, ExplainedKey, Explanation } from '../contract/index.ts';
import { originText } from '../errors/origin-text.ts';
import { paint } from './output.ts';
import { pad } from './table.ts';
import { visible } from './visible.ts';
import { wrap } from './wrap.ts';

/** Cells that a label takes, so that all values stand in one column. */
const LABEL = 12;

const READERS: Readonly<Record<Explanation['reader'], string>> = {
  hermes: 'hermes',
  'Hermes Agent': 'Hermes Agent',
  both: 'hermes and Hermes Agent',
  plugin: 'the plugin that brings it',
};

/**
 * An explanation for people, at most `width` cells wide. `yaml` writes a value on one line. `file` is config.yaml, for the
 * places of the findings.
 */
export function explanationLines(
  it: Explanation & { findings: readonly Omit<Diagnostic, 'range'>[] },
  options: { yaml: (value: unknown) => string; file: string; width: number },
): string[] {
  const { width } = options;
  const text = (value: unknown) => visible(options.yaml(value));
  const row = (label: string, value: string | undefined): string[] =>
    value === undefined || value === '' ? [] : labelled(label, value, width);
  const known: string[] = [
    ...row('old', oldText(it)),
    ...row('type', it.kind === 'key' ? it.type : undefined),
    ...row('form', it.form && `must be ${it.form}`),
    ...row('also read', spellingText(it.spellings)),
    ...row('default', it.default === undefined ? undefined : text(it.default)),
    ...row('example', it.kind === 'key' || it.keys.length === 0 ? it.examples.map(text).join('   ') : undefined),
    ...row('in force', inForce(it, text)),
    ...row('now', it.effect),
    ...row('read by', it.key === '' ? undefined : READERS[it.reader]),
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how config.yaml refers to the environment
    ...row('secret', it.secret ? 'shown masked; keep it in .env and write ${NAME} here' : undefined),
    ...row('formerly', it.formerly.join(', ')),
    ...pairs(
      'related',
      it.related.map(({ key, meaning }) => [key, meaning]),
      width,
    ),
    ...pairs(
      'checked by',
      it.checks.map(({ id, title }) => [id, `${title} (hermes doctor)`]),
      width,
    ),
  ];
  return [
    paint('bold', it.key === '' ? 'config.yaml' : visible(it.key)) +
      (it.kind === 'section' && it.key !== '' ? ' (section)' : ''),
    ...wrap(`  ${it.meaning}`, width, '  '),
    ...(known.length > 0 ? ['', ...known] : []),
    ...(it.keys.length > 0 ? ['', ...it.keys.flatMap((key) => keyLines(key, text, width))] : []),
    ...it.findings.flatMap((finding) => ['', ...findingLines(finding, options.file, width)]),
  ];
}

function labelled(label: string, value: string, width: number): string[] {
  const lines = wrap(`  ${pad(label, LABEL)}${value}`, width, ' '.repeat(LABEL + 2));
  return lines.map((line, i) => (i === 0 ? line.replace(label, paint('dim', label)) : line));
}

/** A name and what it means below each other, because names are long. */
function pairs(label: string, rows: readonly (readonly [string, string])[], width: number): string[] {
  const indent = ' '.repeat(LABEL + 2);
  return rows.flatMap(([name, meaning], i) => [
    ...labelled(i === 0 ? label : '', name, width),
    ...(meaning ? wrap(`${indent}  ${meaning}`, width, `${indent}  `) : []),
  ]);
}

function oldText({ old }: Explanation): string | undefined {
  if (!old) return undefined;
  if (old.removed) return 'nothing reads it any more';
  return old.now
    ? `an older spelling, still read; write \`${old.now}\``
    : 'still read, but something else should be written';
}

const spellingText = (spellings: Readonly<Record<string, string>> = {}): string =>
  Object.entries(spellings)
    .map(([word, meant]) => `${word} (${meant})`)
    .join(', ');

function inForce(
  { kind, value, origin, unreadable }: Explanation,
  text: (value: unknown) => string,
): string | undefined {
  if (unreadable) return `not known: ${visible(unreadable)}`;
  if (kind === 'section') return undefined;
  if (value === undefined || !origin) return 'not set';
  const shown = value === null || value === '' ? 'not set' : text(value);
  return shown === 'not set' && origin.origin === 'default' ? shown : `${shown}   (${originText(origin)})`;
}

/** Name, type and default on one line, the meaning on the next. */
function keyLines(key: ExplainedKey, text: (value: unknown) => string, width: number): string[] {
  const set = key.value === undefined ? [] : [paint('green', `set to ${text(key.value)}`)];
  const fallback = key.default === undefined ? [] : [`default ${text(key.default)}`];
  const head = [`  ${paint('bold', key.key)}`, key.type, ...fallback, ...set].join('  ');
  return [...wrap(head, width, '      '), ...(key.meaning ? wrap(`      ${key.meaning}`, width, '      ') : [])];
}

function findingLines(
  { severity, message, code, line, column, suggestion }: Omit<Diagnostic, 'range'>,
  file: string,
  width: number,
): string[] {
  const word = severity === 'info' ? 'note' : severity;
  const head = `${basename(file)}:${line}:${column}: ${word} ${visible(message)} [${code}]`;
  return [...wrap(head, width, '  '), ...(suggestion ? wrap(`  try: ${visible(suggestion)}`, width, '       ') : [])];
}
