import type { Host, LinePrompter } from '@hermes-ops/contract';
import { neutralise } from '@hermes-ops/plugin-kit/neutral';
import { askOnTerminal } from '../approvals/ask-on-terminal.ts';
import type { Emit } from '../loop/events.ts';
import { createLineScreen } from '../render/line-screen.ts';
import { statusLine } from '../render/status-line.ts';
import { greeting } from './greeting.ts';
import { leave } from './leave.ts';
import type { OpenOptions } from './open-conversation.ts';
import { screenOutput } from './output.ts';
import { startTalk } from './start-talk.ts';
import type { Surface, Talk } from './talk.ts';

/**
 * A conversation line by line on a terminal, until the user leaves or the terminal goes away. What goes wrong in a turn is
 * said and does not end it. The first Ctrl-C stops the model and the tools, a second one leaves.
 */
export async function converse(host: Host, options: OpenOptions): Promise<void> {
  const left = Promise.withResolvers<NodeJS.Signals>();
  let talk: Talk | undefined;
  const interrupt = (): void => {
    // What was typed ahead was meant for a turn that came to its end.
    if (talk?.interrupt()) prompter.dropAhead();
    else left.resolve('SIGINT');
  };
  const prompter = host.ui.prompter({ onInterrupt: interrupt });
  const surface = lineSurface(host, prompter);
  const hangUp = (): void => left.resolve('SIGHUP');
  const told = (): void => left.resolve('SIGTERM');
  process.on('SIGINT', interrupt);
  process.on('SIGHUP', hangUp);
  host.signal.addEventListener('abort', told);
  try {
    talk = await startTalk(host, surface, options);
    surface.opened(talk.chat);
    const end = untilTheEnd(talk, prompter);
    const signal = await Promise.race([end.then(() => undefined), left.promise]);
    if (signal) {
      prompter.close();
      await leave(talk, end, signal);
    }
  } finally {
    process.removeListener('SIGINT', interrupt);
    process.removeListener('SIGHUP', hangUp);
    host.signal.removeEventListener('abort', told);
    prompter.close();
    await talk?.close();
  }
}

function lineSurface(host: Host, prompter: LinePrompter): Surface {
  let emit: Emit = () => undefined;
  return {
    out: host.ui.out,
    emit: (event) => emit(event),
    ask: askOnTerminal(prompter, host.ui.out),
    keys: ['Ctrl-C stops the model; at the prompt it leaves, as Ctrl-D does. Everything else goes to the model.'],
    status: (status) => host.ui.out(statusLine(status)),
    lend: (work) => work(),
    // A line that is offered cannot be put where it is typed: it is shown, to be copied.
    offer: (text) => host.ui.out(`┊ it was: ${neutralise(text, { multiline: true })}`),
    opened(chat) {
      const { showReasoning } = chat.deps.settings;
      emit = createLineScreen({ output: screenOutput(), showReasoning, framed: true });
      for (const line of greeting(chat)) host.ui.out(line);
      for (const notice of chat.notices) emit({ type: 'notice', ...notice });
    },
  };
}

async function untilTheEnd(talk: Talk, prompter: LinePrompter): Promise<void> {
  for (;;) {
    const line = await prompter.askText('● ').catch(() => undefined);
    if (line === undefined) return;
    if (line !== '' && !(await talk.take(line))) return;
  }
}
