/** A variable that a value of config.yaml refers to, and who sets it. `.env` wins over the environment. */
export interface VariableOrigin {
  name: string;
  from: '.env' | 'environment' | 'nowhere';
  /** `.env` and the line in it, where it is set there. */
  file?: string;
  line?: number;
}

/** Where a value comes from. */
export interface ValueOrigin {
  /** `env`: the text in the file refers to a variable, or the variable itself was asked for. */
  origin: 'file' | 'default' | 'env';
  /** config.yaml and the line where the value, or the reference, stands; in the older spelling where it was written so. */
  file?: string;
  line?: number;
  variables?: VariableOrigin[];
}

/** One key below a section, as its table shows it. */
export interface ExplainedKey {
  key: string;
  /** In words: `whole number, at least 0 s`. */
  type: string;
  /** Absent: none. */
  default?: unknown;
  meaning: string;
  /** What the file says, secrets masked; absent where it says nothing. */
  value?: unknown;
}

/** Everything that is known about a key of config.yaml. */
export interface Explanation {
  key: string;
  /** The key with `<name>` where the user chooses the name and `[n]` for items of a list. */
  pattern: string;
  kind: 'section' | 'key';
  meaning: string;
  reader: 'hermes' | 'Hermes Agent' | 'both' | 'plugin';
  type: string;
  /** Allowed words, and other spellings that are read as one of them. */
  words?: unknown[];
  spellings?: Record<string, string>;
  minimum?: number;
  maximum?: number;
  unit?: string;
  /** What a text must look like. */
  form?: string;
  secret: boolean;
  default?: unknown;
  examples: unknown[];
  /** Present for a key that should not be written any more: where it belongs now, or that nothing reads it. */
  old?: { now?: string; removed?: true };
  /** Older spellings of this key. */
  formerly: string[];
  /** What is in force, secrets masked. Absent for a section, and where nothing is set. */
  value?: unknown;
  origin?: ValueOrigin;
  /** Why nothing can be said about the value: config.yaml cannot be read. */
  unreadable?: string;
  /** What the value comes to for the present model, in a sentence. */
  effect?: string;
  related: { key: string; meaning: string }[];
  checks: { id: string; title: string }[];
  /** Of a section. */
  keys: ExplainedKey[];
}
