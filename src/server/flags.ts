import { normaliseFlag } from '../errors/secrets.ts';

/** What hermes itself sets on llama-server's command line, by a name of its own. */
export type Setting =
  | 'model'
  | 'host'
  | 'port'
  | 'context'
  | 'parallel'
  | 'jinja'
  | 'metrics'
  | 'alias'
  | 'apiKey'
  | 'apiPrefix'
  | 'sslKey'
  | 'sslCert'
  | 'unified'
  | 'template'
  | 'remoteModel';

/** llama-server's spellings (`llama-server --help`, build 11669). `false`: the flag takes no value. */
const FLAGS: Record<string, [setting: Setting, takesValue: boolean]> = {
  '-m': ['model', true],
  '--model': ['model', true],
  '--host': ['host', true],
  '--port': ['port', true],
  '-c': ['context', true],
  '--ctx-size': ['context', true],
  '-np': ['parallel', true],
  '--parallel': ['parallel', true],
  '--jinja': ['jinja', false],
  '--no-jinja': ['jinja', false],
  '--metrics': ['metrics', false],
  '-a': ['alias', true],
  '--alias': ['alias', true],
  '--api-key': ['apiKey', true],
  '--api-prefix': ['apiPrefix', true],
  '--ssl-key-file': ['sslKey', true],
  '--ssl-cert-file': ['sslCert', true],
  '-kvu': ['unified', false],
  '--kv-unified': ['unified', false],
  '--chat-template': ['template', true],
  '--chat-template-file': ['template', true],
  '-hf': ['remoteModel', true],
  '-hfr': ['remoteModel', true],
  '--hf-repo': ['remoteModel', true],
  '-mu': ['remoteModel', true],
  '--model-url': ['remoteModel', true],
  '-dr': ['remoteModel', true],
  '--docker-repo': ['remoteModel', true],
  '--models-dir': ['remoteModel', true],
  '--models-preset': ['remoteModel', true],
};

export interface GivenFlag {
  /** As the user wrote it. */
  flag: string;
  value: string;
}

/** Which of hermes' settings the extra arguments set; of a repeated flag the last one counts, as in llama-server. */
export function settingsIn(args: readonly string[]): Map<Setting, GivenFlag> {
  const found = new Map<Setting, GivenFlag>();
  for (let i = 0; i < args.length; i++) {
    const flag = args[i] ?? '';
    const known = FLAGS[normaliseFlag(flag)];
    if (!known) continue;
    const [setting, takesValue] = known;
    found.set(setting, { flag, value: takesValue ? (args[++i] ?? '') : '' });
  }
  return found;
}

/** The arguments with another value for a setting; of a repeated flag the one that counts is changed. */
export function withValue(args: readonly string[], setting: Setting, value: string): string[] {
  const at = args.findLastIndex((flag) => FLAGS[normaliseFlag(flag)]?.[0] === setting);
  return args.map((arg, i) => (at !== -1 && i === at + 1 ? value : arg));
}

/** The arguments without the flags, and their values, that `drop` is true for. */
export function withoutFlags(args: readonly string[], drop: (setting: Setting, flag: string) => boolean): string[] {
  const kept: string[] = [];
  for (let i = 0; i < args.length; ) {
    const flag = args[i] ?? '';
    const [setting, takesValue] = FLAGS[normaliseFlag(flag)] ?? [];
    const words = args.slice(i, i + (takesValue ? 2 : 1));
    if (setting === undefined || !drop(setting, flag)) kept.push(...words);
    i += words.length;
  }
  return kept;
}
