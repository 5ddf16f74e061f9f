import { findKnownHost } from '../catalog/known-hosts.ts';
import type { ApiMode, HttpResult, ModePresence, ProbeOptions, Target } from '../contract/index.ts';
import { anthropicHeaders } from './auth.ts';
import { request } from './http.ts';
import { withV1 } from './url.ts';

const ROUTES: Readonly<Record<ApiMode, string>> = {
  chat_completions: '/chat/completions',
  codex_responses: '/responses',
  anthropic_messages: '/messages',
};

const MODES = Object.keys(ROUTES) as ApiMode[];
const PROBE_TIMEOUT_MS = 2_000;

export type Modes = Record<ApiMode, ModePresence>;

export const allModes = (presence: ModePresence): Modes => ({
  chat_completions: presence,
  codex_responses: presence,
  anthropic_messages: presence,
});

/**
 * Which API modes an endpoint has. Known hosts are answered from the table without a request. Everyone else is sent
 * `POST {}` per route, which no server can answer with a generated (or billed) token: both required fields are missing.
 */
export async function probeModes(target: Target, options: ProbeOptions = {}): Promise<Modes> {
  const known = findKnownHost(target.baseUrl);
  if (known) {
    const found = allModes('missing');
    for (const mode of known.modes) found[mode] = target.apiKey ? 'exists' : 'needs-key';
    return found;
  }
  const base = withV1(target.baseUrl);
  const found = await Promise.all(
    MODES.map(async (mode): Promise<[ApiMode, ModePresence]> => {
      const answer = await request(`${base}${ROUTES[mode]}`, {
        method: 'POST',
        body: {},
        ...options,
        timeoutMs: Math.min(options.timeoutMs ?? PROBE_TIMEOUT_MS, PROBE_TIMEOUT_MS),
        ...(target.apiKey ? { apiKey: target.apiKey } : {}),
        ...(mode === 'anthropic_messages' ? { headers: anthropicHeaders(target.apiKey) } : {}),
      });
      return [mode, presenceOf(answer)];
    }),
  );
  return Object.fromEntries(found) as Modes;
}

/** 5xx of a gateway and 503 of a server that is loading come for every path, so they say nothing about this one. */
const SAYS_NOTHING = new Set([502, 503, 504]);

function presenceOf(answer: HttpResult): ModePresence {
  if (!answer.ok) return 'unknown';
  const { status } = answer;
  if (status === 404 || status === 405) return 'missing';
  if (status === 401 || status === 403) return 'needs-key';
  if ((status >= 300 && status < 400) || SAYS_NOTHING.has(status)) return 'unknown';
  return 'exists';
}
