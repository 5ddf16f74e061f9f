import type { SessionMessage } from '@hermes-ops/contract';
import { textTokens } from '@hermes-ops/plugin-kit/estimate';
import { oneLine } from '../plan/prune.ts';

const COMMAND = 100;
const ERROR = 140;

/** Newest things that are looked at of each kind; older ones are left to the search. */
const MOST = 60;

interface Ledger {
  changed: Set<string>;
  read: Set<string>;
  commands: string[];
  errors: string[];
}

/**
 * What was done, by the calls themselves: files that were changed and read, commands and how they ended, errors. The newest
 * come first into what the budget allows.
 */
export function ledgerLines(
  messages: readonly SessionMessage[],
  options: { tokens: number; charsPerToken: number },
): string[] {
  const { changed, read, commands, errors } = ledgerOf(messages);
  for (const file of changed) read.delete(file);
  const rows: [string, string[], string][] = [
    ['Files changed', [...changed], ', '],
    ['Errors', errors, '\n  '],
    ['Commands', commands, '\n  '],
    ['Files read', [...read], ', '],
  ];
  let left = options.tokens;
  return rows.flatMap(([title, items, between]) => {
    const taken: string[] = [];
    const head = `${title}, newest first:${between === ', ' ? ' ' : between}`;
    for (const item of items) {
      const price = textTokens(`${taken.length === 0 ? head : between}${item}`, options.charsPerToken) + 1;
      if (price > left) break;
      left -= price;
      taken.push(item);
    }
    return taken.length === 0 ? [] : [`${head}${taken.join(between)}`];
  });
}

function ledgerOf(messages: readonly SessionMessage[]): Ledger {
  const ledger: Ledger = { changed: new Set(), read: new Set(), commands: [], errors: [] };
  const ended = new Map<string, SessionMessage>();
  for (const message of messages.toReversed()) {
    if (message.role === 'tool' && message.tool_call_id) ended.set(message.tool_call_id, message);
    for (const { id, function: call } of message.tool_calls?.toReversed() ?? []) {
      const result = ended.get(id);
      const args = argumentsOf(call.arguments);
      const path = textAt(args, 'path') ?? textAt(args, 'file_path') ?? textAt(args, 'file');
      const command = textAt(args, 'command');
      const failed = result?.status === 'error';
      if (path && !failed) addTo(/write|edit|patch|create/i.test(call.name) ? ledger.changed : ledger.read, path);
      const how = failed ? ' (failed)' : result?.status === 'denied' ? ' (denied)' : '';
      if (command && ledger.commands.length < MOST) ledger.commands.push(`$ ${oneLine(command, COMMAND)}${how}`);
      const error = failed ? oneLine(errorLine(result?.content ?? ''), ERROR) : '';
      if (error !== '' && ledger.errors.length < MOST) ledger.errors.push(`${call.name}: ${error}`);
    }
  }
  return ledger;
}

const addTo = (set: Set<string>, value: string): void => {
  if (set.size < MOST && value.length < 200) set.add(value);
};

/** The line that says what went wrong, or else the first one. */
const errorLine = (text: string): string =>
  /^.*\b(?:error|exception|fatal|failed|cannot|denied|not found)\b.*$/im.exec(text.slice(0, 8_000))?.[0] ?? text;

function argumentsOf(json: string): Record<string, unknown> {
  // Only what is short can be a path or a command; the rest of long arguments is content.
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

const textAt = (args: Record<string, unknown>, key: string): string | undefined => {
  const value = args[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
};
