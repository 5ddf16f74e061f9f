import { neutralise } from '@hermes-ops/plugin-kit/neutral';
import { count } from '@hermes-ops/plugin-kit/numbers';
import { nextPromptTokens } from '../../loop/conversation.ts';
import { compress, contextState, type WindowOptions } from '../../loop/window.ts';
import { contextLines } from '../context-lines.ts';
import type { Talk } from '../talk.ts';
import type { SlashCommand } from './command.ts';

const optionsOf = ({ chat, surface }: Talk, signal: AbortSignal): WindowOptions => ({
  ...chat.deps,
  contextTokens: chat.deps.window.contextTokens,
  emit: surface.emit,
  signal,
});

async function shorten(talk: Talk, focus: string, signal: AbortSignal): Promise<void> {
  const { chat, surface } = talk;
  const { engine } = chat.deps;
  if (!engine) {
    surface.out(
      '┊ /compress needs the compression plugin: hermes plugins install compression, then hermes chat --continue',
    );
    return;
  }
  chat.deps.conversation.save();
  const changed = await compress(optionsOf(talk, signal), engine, 'asked', focus === '' ? undefined : focus);
  if (signal.aborted && !changed) surface.out('┊ stopped; the conversation is as it was');
}

function undoLast({ chat, surface }: Talk): void {
  const { conversation } = chat.deps;
  const last = chat.store.rewrites(conversation.id).findLast((one) => !one.undone);
  if (!last) {
    surface.out('┊ nothing has been compressed in this session');
    return;
  }
  conversation.save();
  chat.store.undoRewrite(conversation.id);
  conversation.reload();
  const tokens = count(nextPromptTokens(conversation));
  surface.out(
    `┊ taken back: ${count(conversation.messages.length)} messages again, about ${tokens} tokens; past the trigger it is compressed again when it has grown`,
  );
}

async function describe(talk: Talk, signal: AbortSignal): Promise<string[]> {
  const { conversation, engine, window } = talk.chat.deps;
  const lines = contextLines(conversation, window.contextTokens, talk.host.ui.table);
  if (!engine?.describe) return lines;
  try {
    return [...lines, ...(await engine.describe(contextState(optionsOf(talk, signal), 'asked')))];
  } catch (error) {
    return [...lines, neutralise(`${engine.id}: ${(error as Error).message}`)];
  }
}

/** About the window. */
export const WINDOW: readonly SlashCommand[] = [
  {
    name: 'context',
    summary: 'what fills the window, by part in tokens',
    async run(talk, _rest, signal) {
      for (const line of await describe(talk, signal)) talk.surface.out(line);
    },
  },
  {
    name: 'compress',
    args: '[FOCUS] | undo',
    summary: 'shorten the conversation now, FOCUS saying what matters most; or take the last time back',
    async run(talk, rest, signal) {
      if (rest === 'undo') undoLast(talk);
      else await shorten(talk, rest, signal);
    },
    complete: async (_talk, typed) => ['undo'].filter((word) => word.startsWith(typed)).map((text) => ({ text })),
  },
];
