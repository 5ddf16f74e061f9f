/** What undo brings back. */
export interface Draft {
  /** Clean (see clean.ts); each paste that was too long to be shown is one character of a private-use range. */
  text: string;
  /** UTF-16 index, always on a grapheme boundary. */
  cursor: number;
  /** Which entry of the history is shown; its length for the message that is being written. */
  at: number;
  /** By index: the entries that were changed and left again, and the message that was begun. */
  drafts: Readonly<Record<number, string>>;
}

/** One chip. */
export interface Paste {
  /** Counted from 1 over the life of the editor. */
  number: number;
  /** `[Pasted #1, 10,000 lines]` */
  label: string;
  text: string;
}

/** What was done last: deeds of the same kind are one step of undo, and kills in a row are one kill. */
export type Deed = 'type' | 'erase' | 'kill' | 'recall' | 'move' | 'other';

/** Immutable: every function gives a new one, or the same where nothing changed. */
export interface Editor extends Draft {
  /** By the character that stands for it: those of the text, of what can be undone, and of the history. */
  pastes: ReadonlyMap<string, Paste>;
  /** The number of the last paste. */
  pasted: number;
  /** Newest last, with chips: what is stored elsewhere is `expanded` of what was sent. */
  history: readonly string[];
  /** What Ctrl-Y puts in. */
  kill: string;
  /** Newest last. */
  undo: readonly Draft[];
  /** What undo took back, the last one last; gone with the next change. */
  redo: readonly Draft[];
  last: Deed;
  /** The column, in cells, that Up and Down keep. */
  goal: number | undefined;
}

/** Where it is drawn. The prompt and its continuation take room from every row. */
export interface Frame {
  columns: number;
  prompt: string;
  continuation: string;
}

export const EMPTY: Editor = {
  text: '',
  cursor: 0,
  at: 0,
  drafts: {},
  pastes: new Map(),
  pasted: 0,
  history: [],
  kill: '',
  undo: [],
  redo: [],
  last: 'other',
  goal: undefined,
};
