import { isLocal } from '../catalog/addresses.ts';
import { isAgentProvider } from '../catalog/agent-providers.ts';
import { AUTO_PROVIDERS } from '../catalog/auxiliary-tasks.ts';
import { findProvider } from '../catalog/providers.ts';
import {
  isMapping,
  isSecretName,
  type LoadedFile,
  type Resolution,
  type Route,
  resolveRoute,
} from '../config/index.ts';
import type { AuxiliaryStep, Target } from '../contract/index.ts';
import { hostLabel } from '../endpoint/index.ts';

/** Somebody who could do a task, before time limits are known. */
export interface Candidate {
  target: Target & { model: string };
  /** As the config or the catalog names it; `main` for the main model's endpoint. */
  provider: string;
  contextTokens?: number;
  /** Time limit that the config names, in ms, and the key that does. */
  limit?: { ms: number; from: string };
  extraBody?: Record<string, unknown>;
}

/** A candidate, or why a route leads to nobody: `noKey` where the variable of its key is not set. */
export type Lead = { ok: true; candidate: Candidate } | { ok: false; why: string; try: string[]; noKey?: true };

export const step = (text: string, decided = false): AuxiliaryStep => ({ text, decided });

/** `deepseek-chat at api.deepseek.com`. */
export const whereText = ({ target }: Candidate): string => `${target.model} at ${hostLabel(target.baseUrl)}`;

/** The main model, as whoever answers where nobody else is named. */
export function mainLead(config: LoadedFile): Lead {
  const lead = leadOf(config, {}, { main: undefined });
  return lead.ok ? { ok: true, candidate: { ...lead.candidate, provider: 'main' } } : lead;
}

/** Where a route of the config leads; `main` is the main model, for routes that name no model of their own. */
export function leadOf(config: LoadedFile, route: Route, { main }: { main: Candidate | undefined }): Lead {
  const resolution = resolveRoute(config, route);
  if (!resolution.ok) return unresolved(resolution);
  const { target, missingKey, entry, inherited } = resolution;
  if (missingKey) {
    const named = /^[A-Z][A-Z0-9_]*$/.test(missingKey.name);
    const name = named ? `\`${missingKey.name}\`` : 'the variable that is named for its key';
    return {
      ok: false,
      noKey: true,
      why: `${name} is set neither in .env nor in the environment, so ${hostLabel(target.baseUrl)} would get no key`,
      try: named && isSecretName(missingKey.name) ? [`hermes config set ${missingKey.name} -`] : [],
    };
  }
  const model = target.model ?? usualModel(target.baseUrl, route, main);
  const provider = inherited ? 'main' : providerName(route, entry);
  if (model) return { ok: true, candidate: { target: { ...target, model }, provider } };
  if (inherited)
    return { ok: false, why: 'no main model is chosen: `model.default` is not set', try: ['hermes model'] };
  return { ok: false, why: `no model is named for ${hostLabel(target.baseUrl)}`, try: [] };
}

const providerName = ({ provider }: Route, entry: { key: string } | undefined): string =>
  (provider && provider.toLowerCase() !== 'auto' ? provider : entry?.key) || 'custom';

/** A route without a model: the catalog's for a provider that it knows, the main model's name on one's own servers. */
function usualModel(baseUrl: string, { provider = '' }: Route, main: Candidate | undefined): string | undefined {
  const known = AUTO_PROVIDERS.find((row) => row.provider === findProvider(provider.toLowerCase())?.id);
  return known?.model ?? (isLocal(baseUrl) ? main?.target.model : undefined);
}

function unresolved({ reason, provider }: Extract<Resolution, { ok: false }>): Lead {
  if (reason === 'not-configured') {
    return { ok: false, why: 'no endpoint is configured for the main model', try: ['hermes model'] };
  }
  if (reason === 'key-command') {
    return { ok: false, why: `the key of \`${provider}\` comes from a command, which is not run here`, try: [] };
  }
  const elsewhere = isAgentProvider(provider);
  return {
    ok: false,
    why: elsewhere
      ? `hermes does not know the address of \`${provider}\``
      : `\`${provider}\` is no provider that anything defines`,
    try: [`hermes config set providers.${provider}.base_url URL`],
  };
}

/** What an entry says about requests to whoever it names: window, time limit, further fields of the body. */
export function settingsOf(
  entry: Readonly<Record<string, unknown>>,
  key: string,
): Pick<Candidate, 'contextTokens' | 'limit' | 'extraBody'> {
  const window = positive(entry['context_length']);
  const seconds = positive(entry['timeout']);
  const body = entry['extra_body'];
  return {
    ...(window === undefined ? {} : { contextTokens: window }),
    ...(seconds === undefined ? {} : { limit: { ms: Math.round(seconds * 1_000), from: `${key}.timeout` } }),
    ...(isMapping(body) && Object.keys(body).length > 0 ? { extraBody: body } : {}),
  };
}

function positive(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number > 0 ? number : undefined;
}
