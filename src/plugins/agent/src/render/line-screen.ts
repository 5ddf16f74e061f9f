import { createNeutraliser, neutralise } from '@hermes-ops/plugin-kit/neutral';
import type { AgentEvent } from '../loop/events.ts';
import { createUnaskedChanges } from './diff-lines.ts';
import { faultLine, lossLine, noticeLines, retryLine } from './event-lines.ts';
import { frameBottom, frameTop } from './frame.ts';
import type { Paint } from './paint.ts';
import { progressLine } from './progress-line.ts';
import { toolLine } from './tool-line.ts';

/** Where the lines go. `write` may get parts of a line. */
export interface Output {
  write(text: string): void;
  /** Activity and notices; the same place as `write` on a terminal, standard error otherwise. */
  note(line: string): void;
  /** Rewrites one line of progress, undefined removes it; only on a terminal. */
  progress?(line: string | undefined): void;
  paint: Paint;
  /** Cells of a row. */
  columns: number;
}

export interface LineScreenOptions {
  output: Output;
  showReasoning: boolean;
  /** Draw the frame of the walkthrough around answers. */
  framed: boolean;
}

const FRAME = 56;

/** Shows a conversation line by line. Everything that comes from a model or a tool is made harmless first. */
export function createLineScreen({ output, showReasoning, framed }: LineScreenOptions): (event: AgentEvent) => void {
  let open: 'text' | 'reasoning' | undefined;
  let clean = createNeutraliser();
  let lineStart = true;
  const unasked = createUnaskedChanges(output.paint);
  const dim = (text: string): string => output.paint('dim', text);
  const width = Math.max(20, Math.min(FRAME, output.columns));

  const begin = (kind: 'text' | 'reasoning'): void => {
    if (open === kind) return;
    end();
    output.progress?.(undefined);
    open = kind;
    clean = createNeutraliser();
    if (kind === 'text' && framed) output.write(`${frameTop(width)}\n`);
    lineStart = true;
  };
  const put = (text: string): void => {
    if (text === '') return;
    output.write(open === 'reasoning' ? dim(text) : text);
    lineStart = text.endsWith('\n');
  };
  const end = (): void => {
    if (!open) return;
    put(clean.end());
    if (!lineStart) output.write('\n');
    if (open === 'text' && framed) output.write(`${frameBottom(width)}\n`);
    open = undefined;
  };
  const note = (line: string): void => {
    end();
    output.progress?.(undefined);
    output.note(line);
  };

  return (event) => {
    switch (event.type) {
      case 'progress':
        // The last cell stays free: some terminals begin a new row with it.
        if (!open) output.progress?.(progressLine(event, output.columns - 1));
        break;
      case 'writing':
        if (open !== 'text') output.progress?.(`┊ writing a call of ${neutralise(event.name)}…`);
        break;
      case 'activity':
        end();
        output.progress?.(event.text === undefined ? undefined : `┊ ${neutralise(event.text)}`);
        break;
      case 'waiting':
        // In the middle of an answer there is no place for it: the answer would be torn.
        if (!open) output.progress?.(`┊ nothing from the server for ${event.seconds} s; Ctrl-C stops waiting`);
        break;
      case 'reasoning':
        if (!showReasoning) {
          if (!open) output.progress?.('┊ thinking…');
          break;
        }
        begin('reasoning');
        put(clean.push(event.text));
        break;
      case 'text':
        begin('text');
        put(clean.push(event.text));
        break;
      case 'retry':
        note(retryLine(event));
        break;
      case 'tool_call':
        note(toolLine(event.name, event.summary));
        break;
      case 'approval':
        unasked(event);
        break;
      case 'tool_result': {
        for (const line of unasked(event)) note(line);
        const fault = faultLine(event);
        if (fault !== undefined) note(dim(fault));
        break;
      }
      case 'usage': {
        end();
        const loss = lossLine(event);
        if (loss !== undefined) note(dim(loss));
        break;
      }
      case 'notice':
        for (const line of noticeLines(event)) note(line);
        break;
      case 'error':
        end();
        break;
      case 'result':
        end();
        output.progress?.(undefined);
        break;
      default:
        break;
    }
  };
}
