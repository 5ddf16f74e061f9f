import type { Rewrite } from '@hermes-ops/contract';
import type { Due } from '../due.ts';
import type { Note } from '../note.ts';
import { type Compression, ENGINE } from '../parts.ts';

/** A compression in a command's document. Tokens are those of the whole prompt. */
export interface DoneDoc {
  revision: number;
  /** ISO 8601, UTC. */
  time: string;
  kind: Note['kind'];
  due: Due;
  tokensBefore: number;
  tokensAfter: number;
  messagesBefore: number;
  messagesAfter: number;
  /** Who wrote the summary; null: nobody, it was put together without a model. */
  model: string | null;
  url: string | null;
  seconds: number;
  /** Why its goal was not reached. */
  reasons: string[];
  failures: string[];
  focus: string | null;
  undone: boolean;
}

/** All compressions of a session, oldest first; also those that have been taken back. */
export const everyCompressionIn = (rewrites: readonly Rewrite[]): Compression[] =>
  rewrites.filter((one): one is Compression => one.by === ENGINE);

export function doneDoc({ revision, time, undone, note }: Compression): DoneDoc {
  const { kind, due, tokensBefore, tokensAfter, messagesBefore, messagesAfter, seconds, reasons, failures } = note;
  return {
    revision,
    time,
    kind,
    due,
    tokensBefore,
    tokensAfter,
    messagesBefore,
    messagesAfter,
    model: note.model ?? null,
    url: note.url ?? null,
    seconds,
    reasons,
    failures,
    focus: note.focus ?? null,
    undone,
  };
}
