import type { SessionSummary } from '@hermes-ops/contract';
import { count, plural } from '@hermes-ops/plugin-kit/numbers';
import { oneLine } from '../plan/prune.ts';
import type { CompressionSettings } from '../settings.ts';
import type { MainModel, Window } from '../stored/main-model.ts';
import { triggerOf } from '../trigger.ts';

/** What the commands' documents say of the model, its window and the trigger. Tokens. */
export interface ModelDoc {
  model: string;
  url: string;
  /** Why the endpoint does not serve; null: it does, or was not asked. */
  down: string | null;
  window: {
    tokens: number | null;
    by: Window['by'];
    endpoint: { tokens: number; source: 'props' | 'models'; slots: number | null } | null;
    configured: number | null;
  };
  trigger: { tokens: number | null; by: string };
}

export function modelDoc({ target, url, down, window }: MainModel, settings: CompressionSettings): ModelDoc {
  const { tokens, by, endpoint, configured } = window;
  const trigger = triggerOf(settings, tokens);
  const said = endpoint && { tokens: endpoint.tokens, source: endpoint.source, slots: endpoint.slots ?? null };
  return {
    model: target.model,
    url,
    down: down ?? null,
    window: { tokens: tokens ?? null, by, endpoint: said ?? null, configured: configured ?? null },
    trigger: { tokens: trigger.tokens ?? null, by: trigger.by },
  };
}

/** The window of one request and who says so. */
export function windowText({ tokens, by, endpoint, configured, silent }: Window): string {
  if (tokens === undefined) return `not known (the endpoint: ${silent}); \`model.context_length\` sets it`;
  const size = `${count(tokens)} tokens for one request`;
  if (by === 'endpoint') {
    const more = configured === undefined || configured === tokens ? '' : `; ${overText(configured)}`;
    return `${size}, as the endpoint says${slotsText(endpoint)}${more}`;
  }
  const other = endpoint
    ? `the endpoint would give ${count(endpoint.tokens)}${slotsText(endpoint)}`
    : `the endpoint: ${silent}`;
  return `${size}, as \`model.context_length\` says (${other})`;
}

const overText = (configured: number): string =>
  `\`model.context_length\` says ${count(configured)}, which no request gets`;

export function slotsText(endpoint: Window['endpoint']): string {
  if (endpoint?.slots === undefined) return '';
  return ` (per slot; it has ${endpoint.slots === 1 ? 'one' : plural(endpoint.slots, 'slot')})`;
}

export interface SessionDoc {
  id: string;
  title: string;
}

export const sessionDoc = ({ id, title }: SessionSummary): SessionDoc => ({ id, title });

/** Titles come from models: one line of them, and not too much of it. */
export const sessionText = ({ id, title }: SessionDoc): string => `${id}  ${oneLine(title, 60) || '(no title)'}`;
