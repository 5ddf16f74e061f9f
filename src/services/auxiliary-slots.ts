import type { AuxiliaryRoute, ChatFailure, ChatResult } from '../contract/index.ts';
import type { Slots } from '../endpoint/index.ts';
import { serverName } from './auxiliary-parts.ts';

/** How long a number is taken to hold before the server is asked again, ms: it may have been started with another `-np`. */
const HOLDS_MS = 60_000;

/** Failures that a server leaves behind which was stopped or is being started. */
const GONE: ReadonlySet<ChatFailure> = new Set(['unreachable', 'cut', 'loading']);

/** How many slots servers of one's own have, as they said it last. Kept for the life of the room. */
export interface KnownSlots {
  of(route: AuxiliaryRoute, signal: AbortSignal | undefined): Promise<Slots>;
  /** Notes how a request went: whoever was gone meanwhile is asked anew. */
  note(route: AuxiliaryRoute, result: ChatResult): void;
}

/**
 * `ask` is called until there is a number, and again when that is a minute old. A server that is too busy to answer then
 * keeps its number for another minute; one that does not say it any more has none.
 */
export function createSlots(
  ask: (route: AuxiliaryRoute, signal: AbortSignal | undefined) => Promise<Slots>,
  now: () => number = () => performance.now(),
): KnownSlots {
  const known = new Map<string, { slots: number; until: number }>();
  return {
    async of(route, signal) {
      const name = serverName(route.target.baseUrl);
      const seen = known.get(name);
      if (seen && now() < seen.until) return seen.slots;
      const said = await ask(route, signal);
      const slots = said === 'silent' && seen ? seen.slots : said;
      if (typeof slots === 'number') known.set(name, { slots, until: now() + HOLDS_MS });
      else if (slots === 'unsaid') known.delete(name);
      return slots;
    },
    note({ target }, result) {
      if (!result.ok && GONE.has(result.failure)) known.delete(serverName(target.baseUrl));
    },
  };
}
