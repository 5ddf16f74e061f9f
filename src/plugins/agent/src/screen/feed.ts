import { neutralise } from '@hermes-ops/plugin-kit/neutral';
import type { AgentEvent } from '../loop/events.ts';
import { createMarkdownStream, type MarkdownStream } from '../markdown/markdown-stream.ts';
import type { Style } from '../markdown/style.ts';
import { cells, clipped, rowsOf } from '../render/cells.ts';
import { createUnaskedChanges } from '../render/diff-lines.ts';
import { faultLine, lossLine, noticeLines, retryLine } from '../render/event-lines.ts';
import { frameBottom, frameTop, frameWidth } from '../render/frame.ts';
import type { Paint } from '../render/paint.ts';
import { progressLine } from '../render/progress-line.ts';
import { duration } from '../render/status-line.ts';
import { preparingLine, toolLine } from '../render/tool-line.ts';

export interface FeedOptions {
  /** Cells of a row, as they are now. */
  columns(): number;
  paint: Paint;
  style: Style;
  showReasoning: boolean;
  /** Lines that are final: they go above everything else and are never drawn again. */
  print(lines: readonly string[]): void;
  /** Something that `live` shows has changed. */
  changed(): void;
}

/** What happens in a turn, as lines. */
export interface Feed {
  event(event: AgentEvent): void;
  /** What is not final yet, at most `rows` rows: the open part of the answer, then what is going on. `now` in ms since 1970. */
  live(rows: number, now: number): string[];
  /** Tokens of the prompt and of what has come since, for the status line; undefined outside a request. */
  usedTokens(): number | undefined;
  /** Tokens a second that are being generated: an estimate, one part of the stream being about one token. */
  generating(now: number): number | undefined;
  /** Share of this turn's prompts that came from the server's cache, 0 to 1. */
  cacheShare(): number | undefined;
  /** A turn begins. */
  start(): void;
  /** Nothing more comes: what is not final yet is printed. */
  finish(): void;
}

/** How long a tool may run before the time it takes is shown, in ms. */
const PATIENCE_MS = 2_000;

export function createFeed({ columns, paint, style, showReasoning, print, changed }: FeedOptions): Feed {
  let open: { kind: 'text' | 'reasoning'; stream: MarkdownStream; width(): number } | undefined;
  /** What goes on, for rows of the given width: the terminal may have another one by the time it is drawn. */
  let activity: ((columns: number) => string) | undefined;
  /** In seconds, until anything comes. */
  let silence: number | undefined;
  let running: { line: string; since: number } | undefined;
  const unasked = createUnaskedChanges(paint);
  let request = { promptTokens: 0, parts: 0, first: 0 };
  let cached = { prompt: 0, cached: 0 };

  const shown = (kind: 'text' | 'reasoning', lines: readonly string[]): void => {
    if (lines.length > 0) print(kind === 'reasoning' ? lines.map((line) => paint('dim', line)) : lines);
  };
  const begin = (kind: 'text' | 'reasoning') => {
    if (open?.kind === kind) return open;
    end();
    activity = undefined;
    const width = frameWidth(columns());
    if (kind === 'text') print([frameTop(width)]);
    // In a terminal that becomes narrower the rest is narrower, too.
    const now = (): number => Math.min(width, frameWidth(columns()));
    open = { kind, width: now, stream: createMarkdownStream({ columns: now, style }) };
    return open;
  };
  const add = (kind: 'text' | 'reasoning', text: string): void => {
    const { stream } = begin(kind);
    shown(kind, stream.push(text));
  };
  function end(): void {
    if (!open) return;
    shown(open.kind, open.stream.end());
    if (open.kind === 'text') print([frameBottom(open.width())]);
    open = undefined;
  }
  const note = (...lines: string[]): void => {
    end();
    activity = undefined;
    print(lines);
  };
  const during = (text: string | undefined): void => {
    activity = text === undefined ? undefined : () => `┊ ${text}`;
  };
  /** A request begins with its prompt, whose size the first progress or the usage at its end tells. */
  const part = (): void => {
    if (request.parts === 0) request.first = Date.now();
    request.parts += 1;
  };

  function take(event: AgentEvent): void {
    silence = undefined;
    switch (event.type) {
      case 'progress':
        request.promptTokens = event.totalTokens;
        if (!open) activity = (width) => progressLine(event, width);
        break;
      case 'writing':
        part();
        if (open?.kind !== 'text') activity = () => preparingLine(event.name);
        break;
      case 'activity':
        end();
        during(event.text === undefined ? undefined : neutralise(event.text));
        break;
      case 'waiting':
        // What is open stays so: an answer is not torn where the server was slow.
        silence = event.seconds;
        break;
      case 'reasoning':
        part();
        if (showReasoning) add('reasoning', event.text);
        else if (!open) during('thinking…');
        break;
      case 'text':
        part();
        add('text', event.text);
        break;
      case 'retry':
        request = { promptTokens: 0, parts: 0, first: 0 };
        note(retryLine(event));
        break;
      case 'tool_call': {
        // The whole of it can be opened.
        const line = clipped(toolLine(event.name, event.summary), columns());
        note(line);
        running = { line, since: Date.now() };
        break;
      }
      case 'approval':
        unasked(event);
        if (running) running.since = Date.now();
        break;
      case 'tool_result': {
        running = undefined;
        const change = unasked(event);
        if (change.length > 0) note(...change);
        const fault = faultLine(event);
        if (fault !== undefined) note(paint('dim', fault));
        break;
      }
      case 'usage': {
        end();
        cached = { prompt: cached.prompt + event.promptTokens, cached: cached.cached + event.cachedTokens };
        request = { promptTokens: event.promptTokens + event.completionTokens, parts: 0, first: 0 };
        const loss = lossLine(event);
        if (loss !== undefined) note(paint('dim', loss));
        break;
      }
      case 'notice':
        note(...noticeLines(event));
        break;
      case 'error':
      case 'result':
        finish();
        break;
      default:
        break;
    }
  }

  function finish(): void {
    end();
    activity = undefined;
    running = undefined;
    request = { promptTokens: 0, parts: 0, first: 0 };
  }

  return {
    event(event) {
      take(event);
      changed();
    },
    live(rows, now) {
      const forms =
        silence !== undefined
          ? silent(silence)
          : activity !== undefined
            ? [activity(columns())]
            : waiting(running, now);
      const below = forms.find((form) => cells(form) <= columns()) ?? forms.at(-1);
      const foot = below === undefined ? [] : [paint('dim', clipped(below, columns()))];
      const room = rows - foot.length;
      const part = open && room > 0 ? fitting(open.stream.open(room), columns()).slice(-room) : [];
      return [...(open?.kind === 'reasoning' ? part.map((line) => paint('dim', line)) : part), ...foot];
    },
    usedTokens: () => (request.promptTokens > 0 ? request.promptTokens + request.parts : undefined),
    generating(now) {
      const seconds = (now - request.first) / 1000;
      return request.parts > 4 && seconds >= 0.5 ? request.parts / seconds : undefined;
    },
    cacheShare: () => (cached.prompt > 0 ? cached.cached / cached.prompt : undefined),
    start() {
      finish();
      cached = { prompt: 0, cached: 0 };
    },
    finish,
  };
}

/** A terminal that is narrower than answers can be breaks their rows; they count as it shows them. */
const fitting = (lines: string[], columns: number): string[] =>
  lines.flatMap((line) => (cells(line) > columns ? rowsOf(line, columns) : [line]));

/** What goes on, in more words and in fewer: how it is stopped is what stays longest. */
const silent = (seconds: number): string[] => [
  `┊ nothing from the server for ${seconds} s; Esc stops waiting`,
  `┊ no answer for ${seconds} s; Esc stops`,
  `┊ ${seconds} s; Esc stops`,
];

function waiting(running: { line: string; since: number } | undefined, now: number): string[] {
  if (!running || now - running.since < PATIENCE_MS) return [];
  const time = duration(now - running.since);
  return [`┊ ${time}: still at it; Esc stops it`, `┊ ${time}; Esc stops`];
}
