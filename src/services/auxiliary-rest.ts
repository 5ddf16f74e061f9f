import type { AuxiliaryRoute, ChatResult } from '../contract/index.ts';
import { hostLabel } from '../endpoint/index.ts';
import { serverName } from './auxiliary-parts.ts';

/** How long a server that was asked in vain is left alone, ms. */
const REST_MS = 60_000;
/** An attempt that took less costs nobody anything, and the server may be there at the next moment, ms. */
const WORTH_MS = 1_000;

/** Servers that are left alone for a while, because asking them only costs time. Kept for the life of the room. */
export interface Rests {
  /** Why a server is not asked now; undefined: it may be. */
  of(route: AuxiliaryRoute): string | undefined;
  /** Notes how it went in the end. `spentMs`: what its requests took, repetitions too, without waiting in line for it. */
  note(route: AuxiliaryRoute, result: ChatResult, spentMs: number): void;
}

/**
 * `say` is called when a server begins to rest, and not again before it has answered. The main model's server does not: a
 * conversation goes to it in any case.
 */
export function createRests(say: (line: string) => void, now: () => number = () => performance.now()): Rests {
  const resting = new Map<string, { until: number; why: string }>();
  const told = new Set<string>();
  return {
    of({ target, onMainServer }) {
      // It may have become that meanwhile.
      const rest = onMainServer ? undefined : resting.get(serverName(target.baseUrl));
      const left = rest ? Math.ceil((rest.until - now()) / 1_000) : 0;
      return rest && left > 0 ? `not asked for another ${left} s, because it did not answer: ${rest.why}` : undefined;
    },
    note({ target, task, onMainServer }, result, spentMs) {
      const name = serverName(target.baseUrl);
      if (result.ok) {
        resting.delete(name);
        told.delete(name);
        return;
      }
      const silent = result.failure === 'unreachable' || result.failure === 'timeout';
      if (!silent || onMainServer || spentMs < WORTH_MS) return;
      resting.set(name, { until: now() + REST_MS, why: result.message });
      if (told.has(name)) return;
      told.add(name);
      const who = `${target.model} at ${hostLabel(target.baseUrl)}`;
      const seconds = REST_MS / 1_000;
      say(`${who} did not answer for ${task} (${result.message}): it is left alone for ${seconds} s at a time`);
    },
  };
}
