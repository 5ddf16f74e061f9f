import { findProvider, PROVIDERS, type Provider } from '../catalog/providers.ts';
import { displayUrl } from '../endpoint/index.ts';
import { commandLine } from '../errors/command-line.ts';
import { userError } from '../errors/hermes-error.ts';
import { nearest } from '../errors/nearest.ts';
import { type Active, savedByName, typedUrl } from './model-saved.ts';
import type { Dialogue, ModelAnswers, ModelSetup, SavedEndpoint } from './model-types.ts';

/** Where the model shall come from. */
export type Source =
  | { kind: 'builtin'; provider: Provider }
  | { kind: 'saved'; endpoint: SavedEndpoint }
  | { kind: 'custom'; baseUrl?: string }
  | { kind: 'remove' };

/** What the flags name, or undefined when they leave it open. Throws `usage.invalid`. */
export function sourceFromFlags(answers: ModelAnswers, saved: readonly SavedEndpoint[]): Source | undefined {
  const { provider, baseUrl } = answers;
  if (baseUrl !== undefined) {
    if (provider !== undefined && provider !== 'custom') {
      throw userError(
        'usage.invalid',
        `--base-url is for custom endpoints and cannot be joined with --provider ${provider}`,
        {
          where: { flag: '--base-url' },
          try: ['Leave one of the two flags out.'],
        },
      );
    }
    return { kind: 'custom', baseUrl: urlFromFlag(baseUrl) };
  }
  if (provider === undefined) return undefined;
  const source = sourceByName(provider, saved);
  if (source) return source;
  const names = [...PROVIDERS.map(({ id }) => id), 'custom', ...saved.map(({ name }) => name)];
  const meant = nearest(provider, names);
  throw userError('usage.invalid', `there is no provider ${JSON.stringify(provider)}`, {
    where: { flag: '--provider' },
    try: [...(meant ? [`Did you mean ${commandLine('--provider', meant)}?`] : []), `Known: ${names.join(', ')}`],
  });
}

function sourceByName(name: string, saved: readonly SavedEndpoint[]): Source | undefined {
  if (name === 'custom') return { kind: 'custom' };
  const provider = findProvider(name);
  if (provider) return { kind: 'builtin', provider };
  const endpoint = savedByName(saved, name);
  return endpoint && { kind: 'saved', endpoint };
}

function urlFromFlag(text: string): string {
  const url = typedUrl(text);
  const fault = url === undefined ? 'is not a URL that starts with http:// or https://' : urlFault(url);
  if (url !== undefined && fault === undefined) return url;
  const shown = url === undefined ? ` ${JSON.stringify(text)}` : '';
  throw userError('usage.invalid', `--base-url${shown} ${fault}`, {
    where: { flag: '--base-url' },
    try: ['--base-url http://127.0.0.1:8000/v1', 'A key goes by --api-key-env NAME or --api-key-stdin.'],
  });
}

/**
 * What is wrong with a whole URL as the address of an API: a login is a secret that would stand in config.yaml, and
 * what follows a `?` or `#` gets lost when routes are appended. The words do not repeat it: it may hold a key, too.
 */
export function urlFault(url: string): string | undefined {
  const { username, password } = new URL(url);
  if (username || password) return 'holds a login: give the key by itself, it is kept in .env';
  return /[?#]/.test(url) ? 'has a `?` or `#` part, which no request would carry: leave it out' : undefined;
}

/** What `--yes` means without a provider: the one that is configured. */
function sourceInForce(active: Active): Source | undefined {
  if (active.kind === 'saved') return active;
  if (active.kind === 'custom') return active;
  const provider = active.kind === 'builtin' ? findProvider(active.id) : undefined;
  return provider && { kind: 'builtin', provider };
}

interface Row {
  label: string;
  source: Source;
  /** What may be typed instead of the number. */
  word: string;
  current: boolean;
}

function menuRows(active: Active, saved: readonly SavedEndpoint[]): Row[] {
  return [
    ...PROVIDERS.map(
      (provider): Row => ({
        label: provider.name,
        source: { kind: 'builtin', provider },
        word: provider.id,
        current: active.kind === 'builtin' && active.id === provider.id,
      }),
    ),
    ...saved.map(
      (endpoint): Row => ({
        label: savedLabel(endpoint),
        source: { kind: 'saved', endpoint },
        word: endpoint.name,
        current: active.kind === 'saved' && active.endpoint === endpoint,
      }),
    ),
    {
      label: 'Custom endpoint (enter URL)',
      source: { kind: 'custom' },
      word: 'custom',
      current: active.kind === 'custom',
    },
    ...(saved.length === 0
      ? []
      : [{ label: 'Remove a saved endpoint', source: { kind: 'remove' } as const, word: 'remove', current: false }]),
  ];
}

function savedLabel({ name, baseUrl }: SavedEndpoint): string {
  const url = displayUrl(baseUrl);
  return name === url ? url : `${name} (${url})`;
}

/** Asks for the provider by number or name; Enter keeps the current one. */
async function askSource(dialogue: Dialogue, active: Active, saved: readonly SavedEndpoint[]): Promise<Source> {
  const rows = menuRows(active, saved);
  const current = rows.find((row) => row.current);
  dialogue.say('Select a provider:');
  for (const [i, { label, current: mark }] of rows.entries())
    dialogue.say(`${i + 1}. ${label}${mark ? ' [current]' : ''}`);
  for (;;) {
    const answer = await dialogue.ask(`Choice [1-${rows.length}${current ? ', Enter to keep current' : ''}]: `);
    const row = answer === '' ? current : pick(rows, answer);
    if (row) return row.source;
    dialogue.say(`Please type a number from 1 to ${rows.length}.`);
  }
}

function pick(rows: readonly Row[], answer: string): Row | undefined {
  if (/^\d+$/.test(answer)) return rows[Number(answer) - 1];
  const plain = answer.toLowerCase();
  return rows.find(({ word, label }) => word.toLowerCase() === plain || label.toLowerCase() === plain);
}

/** Flags that a run without questions still needs; empty when nothing is open. */
export function openQuestions(answers: ModelAnswers, source: Source | undefined): string[] {
  const open: string[] = [];
  if (!source) open.push('--provider or --base-url');
  if (source?.kind === 'custom' && source.baseUrl === undefined) open.push('--base-url');
  const custom = !source || source.kind === 'custom';
  if (custom && answers.apiKeyEnv === undefined && answers.apiKey === undefined)
    open.push('--api-key-env or --api-key-stdin');
  if (custom && answers.apiMode === undefined) open.push('--api-mode');
  if (answers.model === undefined) open.push('--model');
  if (custom && answers.contextLength === undefined) open.push('--context-length');
  if (custom && answers.name === undefined) open.push('--name');
  return open;
}

/** Settles the source, asking where that is possible. Throws `usage.no-terminal` or `usage.invalid`. */
export async function chooseSource(
  setup: ModelSetup,
  active: Active,
  saved: readonly SavedEndpoint[],
): Promise<Source> {
  const { answers, dialogue } = setup;
  const named = sourceFromFlags(answers, saved);
  if (dialogue.interactive) return named ?? askSource(dialogue, active, saved);
  if (!answers.yes) {
    const open = openQuestions(answers, named);
    if (open.length > 0) {
      throw userError('usage.no-terminal', `questions are left and nobody can be asked: ${open.join(', ')}`, {
        try: ['Add those flags, or --yes for the defaults.', 'hermes model --base-url http://127.0.0.1:8000/v1 --yes'],
      });
    }
  }
  const source = named ?? sourceInForce(active);
  if (source && (source.kind !== 'custom' || source.baseUrl !== undefined)) return source;
  if (source && active.kind === 'custom') return { kind: 'custom', baseUrl: active.baseUrl };
  throw userError('usage.invalid', 'no provider is configured yet, so --yes has nothing to keep', {
    try: [
      'hermes model --base-url http://127.0.0.1:8000/v1 --yes',
      'hermes model --provider deepseek --model NAME --yes',
    ],
  });
}
