import type { ChatMessage, Host, SessionMessage } from '@hermes-ops/contract';
import { messageChars, sizePrompt } from '@hermes-ops/plugin-kit/estimate';
import { masked, plainOf } from '@hermes-ops/plugin-kit/plain';
import { isAccount } from './account/marks.ts';
import { noRevision, nothingToShow } from './errors.ts';
import type { Compression } from './parts.ts';
import { oneLine } from './plan/prune.ts';
import { diffLines } from './show/diff-lines.ts';
import type { DiffResult, ReplacedDoc } from './show/documents.ts';
import { doneDoc, everyCompressionIn } from './show/done.ts';
import { sessionDoc } from './show/model-doc.ts';
import { type Found, namedSession } from './stored/session.ts';

/**
 * `hermes compression diff`: the last compression in force, else the last one. Errors: compression.nothing-to-show,
 * compression.revision-not-found and those of the store.
 */
export async function diffed(host: Host, name: string, revision: number | undefined) {
  const found = await namedSession(host, name);
  const { sessions, session } = found;
  const compression = await chosen(host, found, revision);
  const { removed, put } = await sessions.rewritten(session.id, compression.revision);
  const originals = await sessions.messages(session.id, { original: true });
  const { charsPerToken } = sizePrompt({ ...(await sessions.beginning(session.id)), messages: originals });
  const size = (message: ChatMessage) => Math.ceil(messageChars(message) / charsPerToken);
  const replaced = replacedOf(removed, put, size);
  const account = put.find(isAccount);
  const result: DiffResult = {
    schemaVersion: 1,
    session: sessionDoc(session),
    compression: doneDoc(compression),
    replaced,
    account: account?.content ?? null,
    accountTokens: account ? size(account) : 0,
    stayed: compression.note.messagesBefore - replaced.length,
  };
  const text = await plainOf(host)(diffLines(result).join('\n'), { multiline: true });
  return { result: await masked(host, result), text };
}

async function chosen(host: Host, { sessions, session: { id } }: Found, revision?: number): Promise<Compression> {
  const all = everyCompressionIn(await sessions.rewrites(id));
  const last = all.findLast(({ undone }) => !undone) ?? all.at(-1);
  if (!last) throw nothingToShow(host, id);
  if (revision === undefined) return last;
  const one = all.find((it) => it.revision === revision);
  if (!one) throw noRevision(host, { id, revision, known: all.map((it) => it.revision) });
  return one;
}

/** What is not sent any more as it was. The store puts a few messages again word for word: those have stayed. */
function replacedOf(
  removed: readonly SessionMessage[],
  put: readonly SessionMessage[],
  size: (message: ChatMessage) => number,
): ReplacedDoc[] {
  const left = new Set(put);
  return removed.flatMap((message): ReplacedDoc[] => {
    const same = [...left].find((one) => sameText(one, message));
    if (same) {
      left.delete(same);
      return [];
    }
    const shorter = [...left].find((one) => stemsFrom(one, message));
    if (shorter) left.delete(shorter);
    return [
      {
        seq: message.seq,
        role: message.role,
        tokens: size(message),
        how: isAccount(message) ? 'account' : shorter ? 'cut' : 'gone',
        tokensNow: shorter ? size(shorter) : 0,
        beginning: beginningOf(message),
      },
    ];
  });
}

const callsOf = ({ tool_calls = [] }: ChatMessage): string => tool_calls.map(({ id }) => id).join(' ');

const sameText = (one: SessionMessage, other: SessionMessage): boolean =>
  one.role === other.role &&
  one.content === other.content &&
  one.reasoning === other.reasoning &&
  one.tool_call_id === other.tool_call_id &&
  JSON.stringify(one.tool_calls ?? []) === JSON.stringify(other.tool_calls ?? []);

/** Whether a message is another one in a shorter form: it answers the same call, makes the same ones, or begins like it. */
function stemsFrom(one: SessionMessage, other: SessionMessage): boolean {
  if (one.role !== other.role || isAccount(one)) return false;
  if (one.role === 'tool') return one.tool_call_id === other.tool_call_id;
  if (callsOf(other) !== '') return callsOf(one) === callsOf(other);
  const [short, long] = [one.content ?? '', other.content ?? ''];
  return callsOf(one) === '' && short !== '' && long.startsWith(short.slice(0, 40));
}

function beginningOf({ role, content, tool_calls = [], toolName }: SessionMessage): string {
  const calls = tool_calls.map(({ function: call }) => `${call.name} ${call.arguments}`);
  const text = oneLine([content ?? '', ...calls].join(' '), 90);
  return role === 'tool' ? `${toolName ?? 'tool'}: ${text}` : text;
}
