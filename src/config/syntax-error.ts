import type { YAMLError } from 'yaml';
import { commandLine } from '../errors/command-line.ts';
import { type HermesError, userError } from '../errors/hermes-error.ts';
import { maskIn } from './mask-diagnostic.ts';
import { type Fault, type Hint, hintFor } from './syntax-hints.ts';
import type { YamlSource } from './yaml-source.ts';

/** The first fault that keeps a file from being used, as an error with its place; undefined when there is none. */
export function syntaxError(source: YamlSource, file: string): HermesError | undefined {
  const fault = source.document.errors[0];
  if (!fault) return undefined;
  const duplicate = fault.code === 'DUPLICATE_KEY';
  const { start, message } = explained(source, fault);
  return userError(duplicate ? 'config.duplicate-key' : 'config.syntax', maskIn(source, message), {
    where: { file, ...source.placeOf(start) },
    try: [commandLine('hermes', 'config', 'validate', file)],
    exit: 2,
  });
}

/** The same with its place: the likely mistake where its form tells, else what the parser found. */
export function explained(source: YamlSource, fault: Fault): Hint {
  const known = KNOWN.has(fault.code) ? undefined : hintFor(source, fault);
  if (known) return { ...known, message: `not valid YAML: ${known.message}` };
  return { start: fault.pos[0], length: fault.pos[1] - fault.pos[0], message: sayFault(fault) };
}

/** Faults that are told apart without looking at the text. */
const KNOWN: ReadonlySet<YAMLError['code']> = new Set(['DUPLICATE_KEY', 'TAB_AS_INDENT', 'MULTIPLE_DOCS']);

/** What the YAML parser found, in words that say what to look at. */
export function sayFault(fault: Fault): string {
  if (fault.code === 'BAD_INDENT' && fault.message.startsWith('Flow')) {
    return 'not valid YAML: the `[` or `{` above is not closed, or what follows it is not indented';
  }
  if (/^Missing directives-end/.test(fault.message)) return DIRECTIVE;
  const known = WORDS[fault.code];
  return known ?? `not valid YAML: ${fault.message.charAt(0).toLowerCase()}${fault.message.slice(1)}`;
}

/** The parser names the line below. */
const DIRECTIVE = 'not valid YAML: a `---` is missing between the `%` lines and what follows';

const WORDS: Partial<Record<YAMLError['code'], string>> = {
  DUPLICATE_KEY: 'this key stands twice in the same section; only one of them can count',
  TAB_AS_INDENT: 'not valid YAML: a tab is used for indentation; use spaces',
  MULTIPLE_DOCS: 'not valid YAML for a config file: it holds several documents (`---`)',
  BAD_ALIAS: 'not valid YAML: an alias (`*name`) refers to nothing',
  MISSING_CHAR: 'not valid YAML: a `:`, quote or bracket is missing',
  BAD_INDENT: 'not valid YAML: the indentation does not fit the lines around it',
  BLOCK_AS_IMPLICIT_KEY:
    'not valid YAML: a nested mapping does not fit on one line (is a quote or line break missing?)',
};
