import type { Talk } from '../chat/talk.ts';
import { replaced } from '../editor/change.ts';
import type { Editor } from '../editor/state.ts';
import { type Completion, completionsAt } from './choices.ts';
import type { ScreenState } from './view.ts';

type Shown = ScreenState['completion'];

export interface CompletingKey {
  upArrow: boolean;
  downArrow: boolean;
  tab: boolean;
  return: boolean;
  escape: boolean;
  shift?: boolean;
}

/** Longer lines are no command, and looking through them at every key has no use. */
const LONGEST = 500;

/** What is offered while the user types. Looked up beside the typing: an answer that comes too late is dropped. */
export class Completing {
  talk: Talk | undefined;
  private asked = 0;
  private readonly show: (completion: Shown) => void;

  constructor(show: (completion: Shown) => void) {
    this.show = show;
  }

  /** The text has changed. */
  typed(editor: Editor): void {
    const { text, cursor } = editor;
    const before = text.slice(0, cursor);
    if (text.length <= LONGEST && (/^\/\S*$/.test(before) || /^\/\S+\s/.test(before) || /(^|\s)@\S*$/.test(before))) {
      this.look(editor);
    } else this.close();
  }

  /** Looks what could stand at the caret. */
  look({ text, cursor }: Editor): void {
    this.asked += 1;
    const number = this.asked;
    if (!this.talk || text.length > LONGEST) return;
    completionsAt(this.talk, text, cursor).then(
      (at) => {
        if (number === this.asked) this.show(at && { at, chosen: 0 });
      },
      () => undefined,
    );
  }

  close(): void {
    this.asked += 1;
    this.show(undefined);
  }

  /** True: the key was for what is offered. Tab and Enter take the chosen one; Enter on a whole command sends it. */
  press(
    { completion, editor }: Pick<ScreenState, 'completion' | 'editor'>,
    key: CompletingKey,
    edit: (editor: Editor) => void,
  ): boolean {
    if (!completion) return false;
    const { at, chosen } = completion;
    if (key.escape) {
      this.close();
      return true;
    }
    const step = key.upArrow ? -1 : key.downArrow ? 1 : 0;
    if (step !== 0) {
      this.show({ at, chosen: (chosen + step + at.choices.length) % at.choices.length });
      return true;
    }
    const choice = at.choices[chosen];
    if (!choice || !(key.tab || key.return)) return false;
    const now = editor.text.slice(at.from, at.to);
    if (key.return && (now === choice.text.trimEnd() || chosenAlready(at, now))) {
      this.close();
      return false;
    }
    edit(replaced({ ...editor, cursor: at.to }, at.from, at.to, choice.text, 'other'));
    return true;
  }
}

/** Enter sends a name that is typed whole even while others begin with it. */
const chosenAlready = ({ choices }: Completion, now: string): boolean =>
  choices.some(({ text }) => text.trimEnd() === now);
