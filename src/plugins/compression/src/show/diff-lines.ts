import { count, plural } from '@hermes-ops/plugin-kit/numbers';
import { DUE } from '../due.ts';
import { sizesText } from '../outcome.ts';
import type { DiffResult, ReplacedDoc } from './documents.ts';
import type { DoneDoc } from './done.ts';
import { sessionText } from './model-doc.ts';

const WHO = { user: 'you', assistant: 'model', tool: 'result', system: 'system' } as const;

/** `hermes compression diff` for a person. */
export function diffLines({ session, compression, replaced, account, accountTokens, stayed }: DiffResult): string[] {
  const { messagesBefore, messagesAfter, revision, time, due, undone } = compression;
  return [
    `Session:   ${sessionText(session)}`,
    `Revision:  ${revision}, ${time}, because ${DUE[due] ?? due}${undone ? '; taken back since' : ''}`,
    `Sizes:     ${plural(messagesBefore, 'message')} to ${count(messagesAfter)}, ${sizesText(compression)}`,
    `Account:   ${writer(compression)}`,
    ...(compression.focus === null ? [] : [`Focus:     ${compression.focus}`]),
    ...compression.failures.map((failure) => `Failure:   ${failure}`),
    ...compression.reasons.map((reason) => `Larger:    ${reason}`),
    `Stayed:    ${plural(stayed, 'message')} as they were`,
    '',
    `Taken out: ${headText(replaced)}. The session keeps all of it, and \`session_search\` finds it.`,
    ...replaced.map(replacedLine),
    '',
    ...(account === null
      ? ['There is no account: only the texts above were cut.']
      : [`Put in their place (about ${count(accountTokens)} tokens):`, account]),
  ];
}

function writer({ kind, model, url, seconds }: DoneDoc): string {
  if (kind === 'pruned') return 'none, old texts were cut';
  return model === null
    ? 'put together without a model'
    : `summary by ${model} at ${url} in ${seconds.toFixed(1)} s, the rest without a model`;
}

function headText(replaced: readonly ReplacedDoc[]): string {
  const cut = replaced.filter(({ how }) => how === 'cut').length;
  const out = plural(replaced.length - cut, 'message');
  return cut > 0 ? `${out}; cut: ${cut}` : out;
}

function replacedLine({ seq, role, tokens, how, tokensNow, beginning }: ReplacedDoc): string {
  const now = how === 'cut' ? `, cut to ${count(tokensNow)}` : '';
  return `  #${seq} ${how === 'account' ? 'account' : WHO[role]}, ${plural(tokens, 'token')}${now}: ${beginning}`;
}
