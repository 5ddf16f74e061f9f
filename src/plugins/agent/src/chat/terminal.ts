import type { Host } from '@hermes-ops/contract';
import type { OpenOptions } from './open-conversation.ts';

/** Smallest terminal that the screen has a use for. */
const LEAST = { columns: 20, rows: 8 };

/** A conversation on the terminal: on the screen where it can be drawn, else line by line. */
export async function talkOnTerminal(host: Host, options: OpenOptions, { plain }: { plain: boolean }): Promise<void> {
  if (plain || !canDraw()) {
    const { converse } = await import('./converse.ts');
    return converse(host, options);
  }
  const { runScreen } = await import('../screen/run-screen.tsx');
  return runScreen(host, options);
}

/** A terminal that moves the cursor, large enough, and nobody who has it read aloud. */
function canDraw(): boolean {
  const { stdin, stdout, env } = process;
  if (!stdin.isTTY || !stdout.isTTY || env['TERM'] === 'dumb' || env['INK_SCREEN_READER'] === 'true') return false;
  return (stdout.columns ?? 0) >= LEAST.columns && (stdout.rows ?? 0) >= LEAST.rows;
}
