import type { LoadedFile } from '../config/index.ts';
import type { ApiMode, CustomProvider, EndpointReport, EndpointRoom, Paths } from '../contract/index.ts';

/** What the command line already answers. Texts are as typed; a key never comes this way but through standard input. */
export interface ModelAnswers {
  provider?: string | undefined;
  baseUrl?: string | undefined;
  apiKeyEnv?: string | undefined;
  /** Read from standard input. */
  apiKey?: string | undefined;
  apiMode?: ApiModeChoice | undefined;
  model?: string | undefined;
  contextLength?: string | undefined;
  name?: string | undefined;
  /** Take the default for everything that is not answered. */
  yes: boolean;
  /** False: send no request at all and believe what was given. */
  verify: boolean;
}

/** `auto`: nothing is written, whoever reads the config decides by the URL. */
export type ApiModeChoice = ApiMode | 'auto';

/** How the service talks to whoever runs it. */
export interface Dialogue {
  /** Whether questions may be asked at all. */
  readonly interactive: boolean;
  say(line: string): void;
  warn(line: string): void;
  /** Prints the prompt as it is and returns the trimmed line. */
  ask(prompt: string): Promise<string>;
  askSecret(prompt: string): Promise<string>;
}

/** What every step of the wizard works with. `signal` ends it; nothing is written before all questions are answered. */
export interface ModelSetup {
  paths: Paths;
  config: LoadedFile;
  endpoint: EndpointRoom;
  answers: ModelAnswers;
  dialogue: Dialogue;
  signal: AbortSignal;
}

/** The API key of an endpoint, and where it is kept. */
export type Key =
  | { kind: 'none' }
  /** In a variable of the environment or `.env`; `value` is missing where that variable is not set. */
  | { kind: 'env'; name: string; value?: string }
  /** Typed or piped in: goes into `.env`. */
  | { kind: 'new'; name: string; value: string };

/** A named endpoint of the config file that has an address: an item of `custom_providers` or an entry of `providers`. */
export interface SavedEndpoint {
  /** Where it stands in the file. */
  at: readonly (string | number)[];
  name: string;
  baseUrl: string;
  model: string | undefined;
  apiMode: ApiMode | undefined;
  /** In the present spelling, with `${VAR}` resolved. */
  entry: CustomProvider;
  /** As it stands in the file. */
  raw: Readonly<Record<string, unknown>>;
}

/** What an endpoint has told about itself. A known cloud host is asked for its models only. */
export type Detected = Pick<EndpointReport, 'kind' | 'models' | 'modes' | 'props' | 'context'>;

/** An endpoint that has been asked, or that is to be believed without (`report` missing). */
export interface CheckedEndpoint {
  baseUrl: string;
  key: Key;
  report?: Detected;
}

export interface ModelChoice {
  /** `custom` or the id of a built-in provider. */
  provider: string;
  baseUrl: string;
  model: string;
  apiMode: ApiModeChoice;
  /** Tokens; null leaves it to auto-detection. */
  contextLength: number | null;
  key: Key;
  /** The saved endpoint to update, or the name of one to add; neither for a built-in provider. */
  saveAs?: { existing: SavedEndpoint } | { name: string };
}

/** `hermes model --json` (schemas/results/model.schema.json). */
export interface ModelResult {
  schemaVersion: 1;
  /** Whether a byte of config.yaml or .env is different now. */
  changed: boolean;
  provider: string | null;
  /** Without a login inside it. */
  baseUrl: string | null;
  model: string | null;
  apiMode: ApiModeChoice | null;
  contextLength: number | null;
  /** Window of one request in tokens, as the server says. */
  contextDetected: number | null;
  slots: number | null;
  serverKind: EndpointReport['kind'] | null;
  modes: EndpointReport['modes'] | null;
  /** Whether the endpoint has answered. */
  verified: boolean;
  saved: { config: string; env: string | null; customProvider: string | null };
  /** Name of the saved endpoint that was taken out, if that was the choice. */
  removed: string | null;
  warnings: string[];
}

/** The key itself, where it is known. */
export const keyValue = (key: Key): string | undefined => (key.kind === 'none' ? undefined : key.value);
