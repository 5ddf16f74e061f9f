import { extraHostFindings } from '../extra-host.ts';
import { ownServers } from './own-servers.ts';
import type { Rule } from './rule.ts';

/** Flags of llama-server that say the same as a key, and wrongly. */
export const extraArgsRule: Rule = (data) =>
  ownServers(data).flatMap(({ path, entry }) => extraHostFindings(entry['extra_args'], [...path, 'extra_args']));
