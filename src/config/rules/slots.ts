import { AGENT_CONTEXT_FLOOR } from '../../catalog/limits.ts';
import { count, plural } from '../../errors/words.ts';
import type { Finding } from '../finding.ts';
import { namedEndpoints, urlOf } from './named-endpoints.ts';
import { type OwnServer, ownServers, serverAt, serverName, slotPlace } from './own-servers.ts';
import type { Rule } from './rule.ts';
import { mainRoute, statedWindow } from './window.ts';

/**
 * llama-server divides `ctx_size` among its slots. One slot must hold what the config counts on, and where slots are
 * what made it small, what agents need.
 */
export const slotsRule: Rule = (data) => {
  const servers = ownServers(data);
  const main = mainRoute(data);
  const used = serverAt(urlOf(main, namedEndpoints(data)), servers);
  const wanted = statedWindow(main, data)?.tokens;
  return servers.flatMap((server) => check(server, server === used ? wanted : undefined));
};

function check(server: OwnServer, wanted: number | undefined): Finding[] {
  const { perSlot, slots = 1, contextSize = 0 } = server;
  if (perSlot === undefined) return [];
  const short = wanted !== undefined && perSlot < wanted;
  if (!short && (slots < 2 || perSlot >= AGENT_CONTEXT_FLOOR)) return [];
  const needed = Math.max(short ? wanted : 0, slots > 1 ? AGENT_CONTEXT_FLOOR : 0);
  const has =
    slots > 1
      ? `${serverName(server)} shares ${count(contextSize)} tokens among ${plural(slots, 'slot')}: ${count(perSlot)} for each request`
      : `${serverName(server)} has a window of ${count(contextSize)} tokens`;
  return [
    {
      code: 'config.slots',
      severity: 'warning',
      ...slotPlace(server),
      message: short
        ? `${has}, but \`context_length\` counts on ${count(wanted)}`
        : `${has}; agents want ${count(AGENT_CONTEXT_FLOOR)}`,
      suggestion: [
        `set \`ctx_size\` to ${needed * slots}`,
        ...(slots > 1 && contextSize >= needed ? [`\`parallel\` to ${Math.floor(contextSize / needed)}`] : []),
        ...(short && perSlot >= AGENT_CONTEXT_FLOOR ? [`\`context_length\` to ${perSlot}`] : []),
      ].join(', or '),
    },
  ];
}
