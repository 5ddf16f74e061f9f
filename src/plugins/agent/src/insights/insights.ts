import type { HostUi } from '@hermes-ops/contract';
import { mapTexts, plainOf } from '@hermes-ops/plugin-kit/plain';
import { collect, type InsightsHost } from './collect.ts';
import { insightsOf } from './insights-of.ts';
import { insightsLines } from './lines.ts';
import { spanOf } from './period.ts';
import { shortInsights } from './short.ts';
import type { Insights } from './types.ts';

/** `hermes insights`: document and text. `columns`: of the terminal, undefined in a pipe. */
export async function insights(host: InsightsHost & { ui: Pick<HostUi, 'table'> }, days: number, columns?: number) {
  const result = await read(host, days);
  const sheet = { ui: host.ui, columns: columns ?? Number.POSITIVE_INFINITY };
  return { result, text: insightsLines(result, sheet).join('\n') };
}

/** The shorter form, for a chat. */
export const chatInsights = async (host: InsightsHost, days: number): Promise<string[]> =>
  shortInsights(await read(host, days));

async function read(host: InsightsHost, days: number): Promise<Insights> {
  const now = new Date();
  return presentable(host, insightsOf(await collect(host, spanOf(now, days)), now, days));
}

/** The same document without secrets, and with nothing in its texts that acts on a terminal. */
function presentable<T>(host: InsightsHost, value: T): Promise<T> {
  const plain = plainOf(host);
  return mapTexts(value, (text) => plain(text));
}
