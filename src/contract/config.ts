/** `info`: nothing is wrong, but it is worth knowing, such as an older spelling. */
export type Severity = 'error' | 'warning' | 'info';

/** A finding about a config file. `line` and `column` count from 1. */
export interface Diagnostic {
  code: string;
  severity: Severity;
  message: string;
  /** Dotted path, list items as `name[0]`; empty for the whole file. */
  path: string;
  line: number;
  column: number;
  /** Offset of the faulty text and its length in UTF-16 units, for the excerpt's caret. */
  range?: { start: number; length: number };
  suggestion?: string;
  /** What `hermes config validate --fix` would do about it; left out where nothing is safe to do. */
  fix?: string;
}

export interface FileReport {
  file: string;
  errors: number;
  warnings: number;
  /** Findings of severity `info`. */
  notes: number;
  diagnostics: Diagnostic[];
}

export interface ServerEntry {
  model?: string;
  host?: string;
  port?: number;
  ctx_size?: number;
  parallel?: number;
  api_key_env?: string;
  extra_args?: string[];
}

export interface CustomProvider {
  name?: string;
  base_url?: string;
  api_key?: string;
  key_env?: string;
  api_mode?: string;
  model?: string;
  models?: Record<string, { context_length?: number }>;
}

/** The parts of config.yaml that the core itself acts on, after defaults; every other section is carried as it is. */
export interface HermesConfig {
  model: {
    default: string;
    provider: string;
    base_url: string;
    api_key: string;
    api_mode: string;
    context_length: number | null;
  };
  custom_providers: CustomProvider[];
  compression: {
    enabled: boolean;
    threshold: number;
    target_ratio: number;
    protect_last_n: number;
    hygiene_hard_message_limit: number;
  };
  servers: Record<string, ServerEntry>;
  [section: string]: unknown;
}

/** The effective config: file, `.env` and defaults, with `${VAR}` resolved. */
export interface LoadedConfig {
  file: string;
  /** False when there is no file: `value` then holds the defaults. */
  exists: boolean;
  value: HermesConfig;
  /** The file's own data: no defaults, nothing resolved. */
  raw?: Readonly<Record<string, unknown>>;
  /** Environment of the process over nothing, `.env` over it (the order of the public Hermes Agent). */
  env: Readonly<Record<string, string | undefined>>;
}
