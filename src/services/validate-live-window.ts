import { isModel } from '../catalog/model-names.ts';
import { type Finding, formatKeyPath, type PlacedRoute } from '../config/index.ts';
import type { ModelInfo, ServerKind } from '../contract/index.ts';
import { hostLabel } from '../endpoint/index.ts';
import { commandLine } from '../errors/command-line.ts';
import { count } from '../errors/words.ts';
import type { Answer, Group } from './validate-live-ask.ts';

/** What the config counts on, held against the tokens that one request gets. Nothing where the server does not say. */
export function windowFindings(
  { window, resolution }: PlacedRoute,
  { target }: Group,
  answer: Answer,
  models: readonly ModelInfo[],
): Finding[] {
  if (!window || !resolution.ok) return [];
  const { model, baseUrl } = resolution.target;
  const listed = models.find((entry) => model !== undefined && isModel(entry, model, baseUrl)) ?? soleOf(models);
  const real = model === target.model ? answer.context?.tokens : soleContext(answer, models);
  const tokens = real ?? listed?.contextLength;
  if (tokens === undefined || window.tokens <= tokens) return [];
  const slots = answer.props?.slots ?? 1;
  const shared = slots > 1 ? `: it has ${slots} slots of ${count(tokens)} tokens each` : '';
  const path = formatKeyPath(window.path);
  const lower = commandLine('hermes', 'config', 'set', path, String(tokens));
  const trained = listed?.trainContext;
  const larger =
    trained !== undefined && trained < window.tokens
      ? `the model was trained for no more than ${count(trained)} tokens`
      : restart(answer.kind, window.tokens, slots);
  return [
    {
      code: 'model.window-smaller',
      severity: 'error',
      path: window.path,
      message: `\`${path}\` counts on ${count(window.tokens)} tokens, but ${hostLabel(baseUrl)} gives a request ${count(tokens)}${shared}`,
      suggestion: larger ? `${larger}; or ${lower}` : lower,
    },
  ];
}

const soleOf = (models: readonly ModelInfo[]): ModelInfo | undefined => (models.length === 1 ? models[0] : undefined);

/** A server with one model has the same window for whoever asks. */
const soleContext = ({ context }: Answer, models: readonly ModelInfo[]): number | undefined =>
  models.length === 1 ? context?.tokens : undefined;

/** How to give a request more; llama-server divides `-c` by `-np` unless its KV cache is unified. */
function restart(kind: ServerKind, tokens: number, slots: number): string | undefined {
  switch (kind) {
    case 'llama-server':
    case 'llama-router':
      return slots > 1
        ? `start it with -c ${tokens} -np 1 (or -c ${tokens * slots} for ${slots} slots)`
        : `start it with -c ${tokens}`;
    case 'ollama':
      return `start it with OLLAMA_CONTEXT_LENGTH=${tokens}`;
    case 'vllm':
      return `start it with --max-model-len ${tokens}`;
    case 'lmstudio':
      return `load the model again with a context length of ${tokens}`;
    default:
      return undefined;
  }
}
