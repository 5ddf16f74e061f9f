import type { Host, LinePrompter } from '@hermes-ops/contract';
import { neutralise } from '@hermes-ops/plugin-kit/neutral';
import { askOnTerminal } from '../approvals/ask-on-terminal.ts';
import { oneQuestion } from '../approvals/one-question.ts';
import type { Emit } from '../loop/events.ts';
import { createLineScreen } from '../render/line-screen.ts';
import { terminalPaint } from '../render/paint.ts';
import { statusBar } from '../render/status-bar.ts';
import { headOf, joinEnds, linesIn, tailOf } from '../tools/cut-text.ts';
import { greeting } from './greeting.ts';
import { type Front, holdTalk } from './hold-talk.ts';
import type { OpenOptions } from './open-conversation.ts';
import { screenOutput } from './output.ts';
import type { Surface, Talk } from './talk.ts';

/**
 * A conversation line by line on a terminal. The first Ctrl-C stops the model and the tools, a second one leaves. Ends as
 * `holdTalk` does.
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
  const front: Front = {
    surface,
    opened(open) {
      talk = open;
      surface.opened(open.chat);
    },
    next: () => prompter.askText('● ').catch(() => undefined),
    close: async () => prompter.close(),
  };
  await holdTalk(host, options, front, left);
}

function lineSurface(host: Host, prompter: LinePrompter): Surface {
  const { stdout } = process;
  const columns = (): number => stdout.columns ?? 80;
  let emit: Emit = () => undefined;
  return {
    out: host.ui.out,
    begins: () => undefined,
    emit: (event) => emit(event),
    ...oneQuestion({
      ask: askOnTerminal(prompter, host.ui.out, columns),
      askText: (prompt, signal) => prompter.askFresh(prompt, { signal }),
    }),
    keys: ['Ctrl-C stops the model; at the prompt it leaves, as Ctrl-D does. Everything else goes to the model.'],
    status: (status) => host.ui.out(statusBar(status, columns(), terminalPaint(stdout))),
    lend: (work) => work(),
    waits(what) {
      if (what !== undefined) host.ui.out(`┊ ${neutralise(what)}`);
    },
    columns,
    // A line that is offered cannot be put where it is typed: it is shown, to be copied.
    offer: (text) => host.ui.out(`┊ it was: ${neutralise(text, { multiline: true })}`),
    failed(unsent) {
      const lines = [...(unsent === undefined ? [] : [readable(unsent)]), ...prompter.takeAhead()];
      for (const line of lines) host.ui.out(`┊ not sent: ${neutralise(line, { multiline: true })}`);
    },
    opened(chat) {
      const { showReasoning } = chat.deps.settings;
      emit = createLineScreen({ output: screenOutput(), showReasoning, framed: true });
      for (const line of greeting(chat)) host.ui.out(line);
      for (const notice of chat.notices) emit({ type: 'notice', ...notice });
    },
  };
}

/** Characters of a message that was not sent, which is to be read: why it was not stands above it. */
const READABLE = 2_000;

function readable(unsent: string): string {
  if (unsent.length <= READABLE) return unsent;
  const ends = { head: headOf(unsent, 600), tail: tailOf(unsent, 300) };
  return joinEnds(ends, { chars: unsent.length, lines: linesIn(unsent) }, '; /retry sends all of it once more');
}
