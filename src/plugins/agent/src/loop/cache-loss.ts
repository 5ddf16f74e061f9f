/** One request as the server counted it, in tokens. */
interface Counted {
  promptTokens: number;
  completionTokens: number;
}

/** What is known when a prompt was not reused as far as it could have been. */
export interface LossFacts {
  before: Counted;
  now: { promptTokens: number; cachedTokens: number };
  /** The answer before held tool calls. */
  calls: boolean;
  /** The answer before held thoughts. */
  thoughts: boolean;
  /** A user message came in between. */
  newTurn: boolean;
  /** Messages were replaced or taken back in between. */
  rewritten: boolean;
  /** Why what the user said in the middle of a turn is sent in another order than before; undefined: it is not. */
  reordered: string | undefined;
  /** What the probe of the chat template found: whether earlier turns are rendered the same later on. */
  appendOnly: boolean | undefined;
}

/**
 * Tokens that were processed again although the request before had them, and why. Up to 2 % (and at least 2 tokens) are
 * the end of the prompt itself: llama.cpp always evaluates the last token again, and the end mark of an answer may be
 * rendered with a line break that was never generated.
 */
export function cacheLoss(facts: LossFacts): { tokens: number; reason: string } | undefined {
  const { before, now, calls, thoughts, newTurn, rewritten, reordered, appendOnly } = facts;
  const reusable = Math.min(before.promptTokens + before.completionTokens, now.promptTokens);
  const tokens = reusable - now.cachedTokens;
  if (tokens <= Math.max(2, Math.ceil(reusable * 0.02))) return undefined;
  const because = (reason: string) => ({ tokens, reason });
  if (rewritten) return because('the conversation was rewritten, so what follows the change is new');
  if (tokens > before.completionTokens + 8) {
    // What came before is the same in any order, so a slot that holds nothing of it was lost to somebody else.
    if (reordered && now.cachedTokens > 0) return because(reordered);
    if (newTurn && thoughts && appendOnly === false) {
      return because('the chat template leaves out the thoughts of earlier turns (llama-server: --reasoning-preserve)');
    }
    return because(
      'the server no longer had the earlier prompt: another conversation used its slot, or it was restarted',
    );
  }
  if (calls) return because('the chat template writes the tool call in another way than the model did');
  if (thoughts) return because('the chat template leaves out or rewrites the thoughts of the last answer');
  return because('the text of the last answer splits into other tokens when it is read again');
}

const SENT = 'what you said in the middle of a turn is sent in another order than before';

/** Why the prompt of a session that was steered is not the one that the server has. */
export const REORDERED = {
  known: `${SENT}, because the server has shown only now what its chat template takes`,
  unknown: `${SENT}, because the server was too busy to show what its chat template takes`,
} as const;
