import type { Host } from '@hermes-ops/contract';
import { count, plural } from '@hermes-ops/plugin-kit/numbers';
import { plainOf, size } from '@hermes-ops/plugin-kit/plain';
import type { SessionStats } from './types.ts';

const MODELS_SHOWN = 10;

/** `hermes sessions stats` for a person. */
export async function statsLines(host: Host, stats: SessionStats & { file: string }): Promise<string[]> {
  const plain = plainOf(host);
  const { file, bytes, sessions, messages, hidden, turns, toolCalls, oldest, newest, models } = stats;
  const replaced = hidden > 0 ? ` (and ${count(hidden)} taken back or replaced by shorter accounts)` : '';
  const rows = models
    .slice(0, MODELS_SHOWN)
    .map(async (one) => [
      `  ${await plain(one.model)}`,
      plural(one.sessions, 'session'),
      plural(one.messages, 'message'),
    ]);
  return [
    `File:      ${file}, ${size(bytes)}`,
    `Sessions:  ${count(sessions)}${oldest && newest ? `, ${oldest.slice(0, 10)} to ${newest.slice(0, 10)}` : ''}`,
    `Messages:  ${count(messages)}${replaced}, ${plural(turns, 'turn')}, ${plural(toolCalls, 'tool call')}`,
    `Tokens:    ${count(stats.promptTokens)} of prompts (${count(stats.cachedTokens)} from the cache), ${count(stats.completionTokens)} generated`,
    ...(models.length > 0 ? ['Models:', host.ui.table(await Promise.all(rows))] : []),
  ];
}
