import type { AskText } from '../mcp/elicit.ts';
import type { AskUser } from './approver.ts';

/**
 * One question at a time, whoever asks: a server may send a form while a call is asked about, and would take its place, and
 * its keys. What is over by the time its turn comes is not asked any more.
 */
export function oneQuestion(asker: { ask: AskUser; askText: AskText }): { ask: AskUser; askText: AskText } {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> => {
    const turn = last.then(() => {
      signal.throwIfAborted();
      return work();
    });
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    ask: (question, signal) => inTurn(signal, () => asker.ask(question, signal)),
    askText: (prompt, signal) => inTurn(signal, () => asker.askText(prompt, signal)),
  };
}
