import type { YAMLError } from 'yaml';
import { commandLine } from '../errors/command-line.ts';
import { type HermesError, userError } from '../errors/hermes-error.ts';
import type { YamlSource } from './yaml-source.ts';

/** The first fault that keeps a file from being used, as an error with its place; undefined when there is none. */
export function syntaxError(source: YamlSource, file: string): HermesError | undefined {
  const fault = source.document.errors[0];
  if (!fault) return undefined;
  const duplicate = fault.code === 'DUPLICATE_KEY';
  return userError(duplicate ? 'config.duplicate-key' : 'config.syntax', `${sayFault(fault)}`, {
    where: { file, ...source.placeOf(fault.pos[0]) },
    try: [commandLine('hermes', 'config', 'validate', file)],
    exit: 2,
  });
}

/** What the YAML parser found, in words that say what to look at. */
export function sayFault(fault: YAMLError): string {
  if (fault.code === 'BAD_INDENT' && fault.message.startsWith('Flow')) {
    return 'not valid YAML: the `[` or `{` above is not closed, or what follows it is not indented';
  }
  const known = WORDS[fault.code];
  return known ?? `not valid YAML: ${fault.message.charAt(0).toLowerCase()}${fault.message.slice(1)}`;
}

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
