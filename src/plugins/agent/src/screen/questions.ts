import type { Answer, Question } from '../approvals/approver.ts';
import { questionRows } from '../approvals/question-rows.ts';
import { questionText } from '../approvals/question-text.ts';
import { coloured } from '../render/diff-lines.ts';
import type { Paint } from '../render/paint.ts';
import { createDialog, type Dialog, type DialogKey, disturbed, pressDialog, tooNarrow } from './dialog.ts';

export interface QuestionsOptions {
  paint: Paint;
  /** Cells of a row, as they are now. */
  columns(): number;
  print(lines: readonly string[]): void;
  /** Another dialog is shown, or none. */
  show(dialog: Dialog | undefined): void;
  now(): number;
}

/** Questions in place of what is typed, one at a time (the approver asks them so). */
export class Questions {
  /** `all`: the user has asked for what was left out. */
  private open: { question: Question; dialog: Dialog; all: boolean; answer(answer: Answer): void } | undefined;
  /** Keys count, and the row has said so. The clock alone does not tell: where the program was held up they lie there unread. */
  private counting = false;

  private readonly options: QuestionsOptions;

  constructor(options: QuestionsOptions) {
    this.options = options;
  }

  /** Rejects with the signal's reason. */
  async ask(question: Question, signal: AbortSignal): Promise<Answer> {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const stop = (): void => reject(signal.reason);
    signal.addEventListener('abort', stop);
    const hidden = this.print(question, false);
    const dialog = createDialog(headingOf(question), question.offers, hidden, this.options.now());
    this.open = { question, dialog, all: false, answer: resolve };
    this.show(dialog);
    try {
      const answer = await promise;
      this.options.print([this.options.paint('dim', `  ${SAID[answer]}`)]);
      return answer;
    } finally {
      signal.removeEventListener('abort', stop);
      this.open = undefined;
      this.options.show(undefined);
    }
  }

  /** A question is open, and keys do not count yet: who types now means something else. */
  get early(): boolean {
    return this.open !== undefined && !this.counting;
  }

  /** What turned out to be typed for the line, with what was typed before. */
  press(input: string, key: DialogKey): string {
    if (!this.open) return '';
    const { question, dialog, answer } = this.open;
    // What cannot be seen cannot be agreed to.
    if (tooNarrow(this.options.columns()) && !(key.escape && this.counting)) {
      this.pasted();
      return '';
    }
    const now = this.options.now();
    const early = { ...dialog, armedAt: Number.POSITIVE_INFINITY };
    const step = pressDialog(this.counting ? dialog : early, input, key, now);
    if ('answer' in step) answer(step.answer);
    else if ('view' in step) {
      this.open.all = true;
      this.print(question, true);
      this.show(createDialog(dialog.heading, question.offers, 0, this.options.now()));
    } else {
      this.show(step.dialog);
      return step.meant ?? '';
    }
    return '';
  }

  /** A paste is never an answer. False: no question is open. */
  pasted(): boolean {
    if (!this.open) return false;
    this.show(disturbed(this.open.dialog, this.options.now()));
    return true;
  }

  /** Prints the question once more, as much of it as was shown. False: no question is open. */
  again(): boolean {
    if (!this.open) return false;
    this.print(this.open.question, this.open.all);
    return this.pasted();
  }

  private print(question: Question, all: boolean): number {
    const { paint, columns } = this.options;
    const { lines, hidden } = questionRows(question, all, columns());
    this.options.print(
      lines.flatMap((parts, i) => parts.map((row) => (i === 0 ? paint('bold', row) : tinted(row, paint)))),
    );
    return hidden;
  }

  private show(dialog: Dialog): void {
    if (this.open) this.open.dialog = dialog;
    this.options.show(dialog);
    // The row changes once keys count.
    const wait = dialog.armedAt - this.options.now();
    this.counting = wait <= 0;
    if (this.counting) return;
    const count = (): void => {
      if (this.open?.dialog !== dialog) return;
      this.counting = true;
      this.options.show(dialog);
    };
    // Keys that have come by then are read between the two.
    setTimeout(() => setImmediate(count), wait + 5).unref();
  }
}

const SAID: Readonly<Record<Answer, string>> = {
  once: 'allowed once',
  session: 'allowed for this session',
  always: 'allowed always',
  deny: 'refused',
};

const headingOf = (question: Question): string => questionText(question).lines[0] ?? '';

/** Rows of a diff by their sign; rows that were noticed stand out. */
function tinted(line: string, paint: Paint): string {
  const [, mark = '', rest = ''] = /^( {2}[|!] )([\s\S]*)$/.exec(line) ?? [];
  if (mark === '') return line;
  return mark.includes('!') ? paint('yellow', line) : `${mark}${coloured(rest, paint)}`;
}
