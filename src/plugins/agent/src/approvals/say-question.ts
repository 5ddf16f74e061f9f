import type { Host } from '@hermes-ops/contract';

/**
 * Says the lines of a question beside the results. Its prompt stands on standard output: where nobody sees standard error
 * (`2>/dev/null`), so do they, because what is not seen cannot be agreed to.
 */
export const sayQuestion = ({ ui }: Host): ((line: string) => void) =>
  process.stderr.isTTY || !ui.canPrompt() ? ui.err : ui.out;
