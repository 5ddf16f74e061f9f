import type { Host } from '@hermes-ops/contract';

/** Most of what is piped in, in bytes: more fills any window. */
const MAX_PIPED = 4 * 1024 * 1024;

/** A program that starts hermes and leaves its standard input open would otherwise seem to hang for no reason. */
const PATIENCE_MS = 2_000;

/**
 * What is asked: `-q`, what is piped in, or both, the piped text behind the question. Undefined: a person sits there.
 * Errors: usage.no-terminal where there is neither, agent.input-too-large.
 */
export async function readPrompt(host: Host, query: string | undefined): Promise<string | undefined> {
  const piped = process.stdin.isTTY ? '' : await readAll(host);
  if (piped.includes('\0')) {
    throw host.errors.user('agent.input-binary', 'what is piped in is no text', {
      try: ['Name the file in the question instead.', 'strings FILE | hermes chat -q PROMPT'],
      exit: 2,
    });
  }
  const asked = query?.trim() ?? '';
  const text = [asked, piped.trim() === '' ? '' : piped.trimEnd()].filter(Boolean).join('\n\n');
  if (text !== '') return text;
  if (query !== undefined)
    throw host.errors.user('usage.invalid', 'the question is empty', {
      where: { flag: '-q' },
      try: ['hermes chat -q PROMPT'],
    });
  if (host.ui.canPrompt()) return undefined;
  // Terminals of build machines have nobody who types: a chat would wait for ever.
  if (process.stdin.isTTY && process.stdout.isTTY) {
    throw host.errors.user(
      'usage.no-terminal',
      'nothing was asked, and nobody can be asked here: the variable CI is set, which says that this runs without people',
      { try: ['hermes chat -q PROMPT', 'CI=false hermes chat   (for a person at this terminal)'] },
    );
  }
  throw host.errors.user('usage.no-terminal', 'nothing was asked, and there is no terminal to ask on', {
    try: ['hermes chat -q PROMPT', 'echo PROMPT | hermes chat'],
  });
}

async function readAll(host: Host): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  const stop = (): void => void process.stdin.destroy();
  const waiting = setTimeout(
    () => host.ui.err('waiting for the end of standard input (add </dev/null to give none)'),
    PATIENCE_MS,
  );
  host.signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const chunk of process.stdin) {
      chunks.push(chunk as Buffer);
      size += (chunk as Buffer).length;
      if (size > MAX_PIPED) {
        throw host.errors.user('agent.input-too-large', `more than ${MAX_PIPED / 1024 / 1024} MiB were piped in`, {
          try: ['Name the file in the question instead: the agent reads parts of it.'],
          exit: 2,
        });
      }
    }
  } finally {
    clearTimeout(waiting);
    host.signal.removeEventListener('abort', stop);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}
