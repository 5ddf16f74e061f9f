import { userError } from '../errors/hermes-error.ts';
import { reportFailure } from '../ui/failure.ts';

/**
 * What cannot be written is one message and the exit code. oclif's own listener ends the process with a stack, and each copy of
 * oclif brings one: this is called again when a plugin's is loaded.
 */
export function watchOutput(): void {
  process.stdout.removeAllListeners('error').on('error', onOutputError);
  process.stderr.removeAllListeners('error').on('error', onMessageError);
}

/**
 * `hermes ... | head` closes the pipe early: what was begun is finished all the same, and that is no failure. Output to
 * a full disk is one.
 */
function onOutputError(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') return;
  const failure = userError('output.not-written', `the output could not be written: ${error.message}`);
  process.exitCode ||= reportFailure(failure, { json: false });
}

/** There is nowhere left to say that messages cannot be written, so only the exit code tells. */
function onMessageError({ code }: NodeJS.ErrnoException): void {
  if (code !== 'EPIPE') process.exitCode ||= 1;
}
