import { count, plural } from '@hermes-ops/plugin-kit/numbers';
import { plainOf } from '@hermes-ops/plugin-kit/plain';
import { percent } from '../../insights/words.ts';
import { beginsTurn } from '../../loop/conversation.ts';
import { readMemory } from '../../memory/read.ts';
import { clipped } from '../../render/cells.ts';
import { listing } from '../../render/listing.ts';
import type { Talk } from '../talk.ts';
import { ABOUT, type SlashCommand } from './command.ts';

async function tools({ chat, host, surface }: Talk): Promise<void> {
  const { conversation, tools: known } = chat.deps;
  const plain = plainOf(host);
  const rows = conversation.tools.map(async ({ function: { name, description } }) => {
    const text = await plain(description);
    const note = known.has(name) ? '' : ' (not available now)';
    return [await plain(name), `${clipped(text, ABOUT)}${note}`];
  });
  surface.out(listing(await Promise.all(rows), surface.columns()));
  surface.out('They were fixed when the session began. agent.disabled_toolsets switches some off.');
}

async function memory({ host, surface }: Talk): Promise<void> {
  const { ours, hermesAgent } = await readMemory(host);
  const plain = plainOf(host);
  const parts: [string, string[]][] = [
    ['notes (ops/memory/MEMORY.md)', ours.memory],
    ['about you (ops/memory/USER.md)', ours.user],
    ['notes of Hermes Agent (memories/MEMORY.md)', hermesAgent.memory],
    ['about you, of Hermes Agent (memories/USER.md)', hermesAgent.user],
  ];
  const filled = parts.filter(([, entries]) => entries.length > 0);
  if (filled.length === 0) surface.out('┊ nothing is remembered yet');
  for (const [name, entries] of filled) {
    surface.out(`${name}:`);
    for (const entry of entries) surface.out(`  - ${await plain(entry)}`);
  }
}

function usage({ chat, host, surface }: Talk): void {
  const session = chat.store.get(chat.deps.conversation.id);
  if (!session) return;
  const { promptTokens, cachedTokens } = session;
  const { messages } = chat.deps.conversation;
  const turns = messages.filter((_message, at) => beginsTurn(messages, at)).length;
  const share = promptTokens > 0 ? `${percent(cachedTokens / promptTokens)} from the cache` : '';
  surface.out(
    host.ui.table([
      ['messages', count(messages.length), `${plural(turns, 'turn')}; what the model is sent now`],
      ['tool calls', count(session.toolCalls), 'of the whole session, as the tokens are'],
      ['prompt tokens', count(promptTokens), share],
      ['generated tokens', count(session.completionTokens), ''],
    ]),
  );
}

async function insights({ host, surface }: Talk, rest: string): Promise<void> {
  const days = rest === '' ? 30 : Number(rest);
  if (!Number.isInteger(days) || days < 1 || days > 3_650) {
    surface.out('┊ /insights takes a number of days, 1 to 3,650; 30 where there is none');
    return;
  }
  const { chatInsights } = await import('../../insights/insights.ts');
  for (const line of await chatInsights(host, days)) surface.out(line);
}

function mcp({ chat, surface }: Talk): void {
  const lines = chat.mcp?.lines() ?? [];
  if (lines.length === 0)
    surface.out('┊ there are no MCP servers: `mcp_servers` of config.yaml names them; hermes mcp list');
  for (const line of lines) surface.out(line);
}

/** About what there is. */
export const INFORMING: readonly SlashCommand[] = [
  { name: 'tools', summary: 'what the model can call', run: tools },
  { name: 'mcp', summary: 'the MCP servers of this session', run: async (talk) => mcp(talk) },
  { name: 'memory', summary: 'what is remembered for every session', run: memory },
  { name: 'insights', args: '[DAYS]', summary: 'sessions, tokens, tools and speed of the last days', run: insights },
  { name: 'usage', summary: 'tokens of this session', run: async (talk) => usage(talk) },
];
