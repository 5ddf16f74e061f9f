import type { Host } from '@hermes-ops/contract';
import { onOneLine } from '@hermes-ops/plugin-kit/neutral';

/**
 * Asks before something is deleted; Enter is no, and nothing counts that was typed before it is read. Throws `usage.no-terminal` where nobody can be asked. Ctrl-C and Ctrl-D
 * are no, and the run then leaves 130.
 */
export async function agreed(host: Host, question: string, options: { yes: boolean; json: boolean }): Promise<boolean> {
  if (options.yes) return true;
  if (options.json || !host.ui.canPrompt()) {
    throw host.errors.user('usage.no-terminal', `${question} There is no terminal to ask on.`, {
      exit: 2,
      try: ['The same command with --yes.'],
    });
  }
  const prompter = host.ui.prompter({ signal: host.signal });
  try {
    return /^y(es)?$/i.test(await prompter.askFresh(`${onOneLine(question)} [y/N] `));
  } catch (error) {
    if (!prompter.signal.aborted) throw error;
    process.exitCode = 130;
    return false;
  } finally {
    prompter.close();
  }
}
