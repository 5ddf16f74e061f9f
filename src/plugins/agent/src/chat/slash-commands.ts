import type { Host } from '@hermes-ops/contract';
import { count } from '@hermes-ops/plugin-kit/numbers';
import { nextPromptTokens } from '../loop/conversation.ts';
import type { Emit } from '../loop/events.ts';
import { compress, contextState, type WindowOptions } from '../loop/window.ts';
import { contextLines } from './context-lines.ts';
import type { OpenChat } from './open-chat.ts';

/** What can be typed besides messages. */
const HELP = [
  '/compress [FOCUS] shortens the conversation now, FOCUS saying what matters most; /compress undo takes the last one back.',
  '/context shows what fills the window.',
  '/quit ends the chat (so do Ctrl-D, and Ctrl-C at the prompt). Ctrl-C stops the model. Everything else goes to the model.',
];

export interface CommandRun {
  host: Host;
  chat: OpenChat;
  emit: Emit;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
}

/** Carries out what begins with a slash; false: it is a message for the model. */
export async function runSlashCommand(line: string, run: CommandRun): Promise<boolean> {
  const [name = '', ...words] = line.split(/\s+/);
  const rest = words.join(' ');
  switch (name) {
    case '/help':
      for (const help of HELP) run.host.ui.out(help);
      return true;
    case '/context':
      for (const text of await describeContext(run)) run.host.ui.out(text);
      return true;
    case '/compress':
      await (rest === 'undo' ? undo(run) : shorten(run, rest));
      return true;
    default:
      return false;
  }
}

const optionsOf = ({ chat, emit, signal }: CommandRun): WindowOptions => ({
  ...chat.deps,
  contextTokens: chat.deps.window.contextTokens,
  emit,
  signal,
});

async function shorten(run: CommandRun, focus: string): Promise<void> {
  const { host, chat, signal } = run;
  const { engine } = chat.deps;
  if (!engine) {
    host.ui.out(
      '┊ /compress needs the compression plugin: hermes plugins install compression, then hermes chat --continue',
    );
    return;
  }
  const changed = await compress(optionsOf(run), engine, 'asked', focus === '' ? undefined : focus);
  if (signal.aborted && !changed) host.ui.out('┊ stopped; the conversation is as it was');
}

async function undo({ host, chat }: CommandRun): Promise<void> {
  const { conversation } = chat.deps;
  const last = chat.store.rewrites(conversation.id).findLast((one) => !one.undone);
  if (!last) {
    host.ui.out('┊ nothing has been compressed in this session');
    return;
  }
  chat.store.undoRewrite(conversation.id);
  conversation.reload();
  const tokens = count(nextPromptTokens(conversation));
  host.ui.out(
    `┊ taken back: ${count(conversation.messages.length)} messages again, about ${tokens} tokens; past the trigger it is compressed again when it has grown`,
  );
}

async function describeContext(run: CommandRun): Promise<string[]> {
  const { conversation, engine, window } = run.chat.deps;
  const lines = contextLines(conversation, window.contextTokens, run.host.ui.table);
  if (!engine?.describe) return lines;
  try {
    return [...lines, ...(await engine.describe(contextState(optionsOf(run), 'asked')))];
  } catch (error) {
    return [...lines, `${engine.id}: ${(error as Error).message}`];
  }
}
