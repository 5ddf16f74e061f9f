import type { CodeRow } from './codes.ts';

/** Warnings and notes of `hermes config validate` that leave a file valid: no command fails with them. */
export const WARNINGS = {
  'config.url-no-v1': {
    means: 'The base URL of a custom endpoint does not end in `/v1`; most servers then answer 404.',
    remedy: 'Append `/v1` unless the server documents another path.',
  },
  'config.context-small': {
    means: 'The context window is smaller than agents need to work well (64,000 tokens).',
    remedy: 'Start the server with a larger window (`-c 65536`), or live with the named limits.',
  },
  'config.secret': {
    means: 'A secret stands in config.yaml in plain text.',
    remedy:
      'Move it to `.env` with `hermes config set NAME_API_KEY -` and refer to it by its name in braces after a dollar sign.',
  },
  'config.yaml11': {
    means:
      'An unquoted word or number is read differently by Hermes Agent, whose loader follows YAML 1.1: `yes`, `on`, `0777`, `1:30`, `1_000`.',
    remedy: 'Put it in quotes, or write the value that is meant.',
  },
  'config.legacy': {
    means: 'Older spellings that are still read. A note: the file works as it is.',
    remedy: '`hermes config migrate` writes the present names and keeps every comment.',
  },
  'config.no-longer-used': {
    means: 'Keys that nothing reads any more. A note: they do no harm.',
    remedy: 'Delete them when convenient.',
  },
  'config.unresolved-variable': {
    means:
      'A name in braces after a dollar sign refers to a variable that is neither in `.env` nor in the environment, or has a form that nothing resolves.',
    remedy: 'Set it: `hermes config set NAME -` reads the value from standard input into `.env`.',
  },
  'config.placeholder': {
    means: 'A text of a template was left in: `YOUR_...`, `<...>`, `__NAME__`, `changeme`.',
    remedy: 'Replace it by the real value, or remove the key.',
  },
  'config.contradiction': {
    means: 'Two keys contradict each other, so one of them has no effect.',
    remedy: 'Remove the one that the message calls without effect.',
  },
  'config.auxiliary': {
    means: 'The settings of an auxiliary task do not say who answers which model.',
    remedy: 'Set `provider` and `model` of the task together.',
  },
  'config.aux-window': {
    means: 'The auxiliary model that compresses has a smaller window than the text that it would have to read.',
    remedy: 'Use a model with a larger window, or lower `compression.threshold`.',
  },
  'config.trigger': {
    means: 'Compression would start too late for the context window, or never.',
    remedy: 'Lower the key that the message names.',
  },
  'config.slots': {
    means: 'A server shares its window among slots, and one slot gets less than the config counts on.',
    remedy: 'Raise `ctx_size`, lower `parallel`, or correct `context_length`.',
  },
  'config.duplicate-provider': {
    means: 'Two endpoints have the same name; only the first is used.',
    remedy: 'Rename one of them.',
  },
  'config.incomplete': {
    means: 'An entry lacks a key without which it is ignored.',
    remedy: 'Add the key that the message names.',
  },
  'config.empty': {
    means: 'The file sets nothing, so the defaults are in force and no endpoint is configured.',
    remedy: 'Run `hermes model`.',
  },
} as const satisfies Record<string, Omit<CodeRow, 'exit'>>;

export type WarningCode = keyof typeof WARNINGS;
