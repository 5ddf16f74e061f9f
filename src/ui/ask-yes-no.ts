import { type Interruptible, openDialogue } from './dialogue.ts';
import { err } from './output.ts';

/**
 * A question that is answered with yes or no; Enter is no, and nothing counts that was typed before it is read. Ctrl-C and
 * Ctrl-D end the run with 130.
 */
export async function askYesNo(question: string, { signal, interrupts }: Interruptible): Promise<boolean> {
  const dialogue = openDialogue({ questions: true, say: err, signal });
  try {
    return /^y(es)?$/i.test(await dialogue.askFresh(`${question} [y/N] `));
  } catch (error) {
    if (dialogue.signal.aborted) interrupts.exitCode ??= 130;
    throw error;
  } finally {
    dialogue.close();
  }
}
