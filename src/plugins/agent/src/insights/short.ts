import { count, plural } from '@hermes-ops/plugin-kit/numbers';
import { shortModel } from './address.ts';
import { lastDays } from './period.ts';
import type { Insights } from './types.ts';
import { figure, lasting, percent } from './words.ts';

const MODELS = 3;
const TOOLS = 5;

/** The same in a few lines, for a chat. Texts are those of the result. */
export function shortInsights(result: Insights): string[] {
  const { period, overview, models, tools, notes } = result;
  const days = lastDays(period.days);
  if (overview.sessions === 0)
    return [...(result.complete ? [`no sessions in the ${days}`] : []), ...speedShort(result), ...notes];
  const cached = overview.cachedShare === null ? '' : ` (${percent(overview.cachedShare)} from the cache)`;
  const used = models.slice(0, MODELS).map((it) => `${shortModel(it.model)} (${plural(it.sessions, 'session')})`);
  const called = tools.top.slice(0, TOOLS).map((it) => `${it.name} ${count(it.calls)}`);
  return [
    `${days}: ${plural(overview.sessions, 'session')}, ${plural(overview.messages, 'message')}, ${plural(overview.toolCalls, 'tool call')}, ${lasting(overview.activeSeconds)} active`,
    `tokens: ${count(overview.promptTokens)} in${cached}, ${count(overview.completionTokens)} out`,
    `models: ${used.join(', ')}${models.length > MODELS ? `, and ${models.length - MODELS} more` : ''}`,
    ...(called.length > 0 ? [`tools: ${called.join(', ')}`] : []),
    ...billedShort(result),
    ...speedShort(result),
    ...notes,
  ];
}

const billedShort = ({ cost }: Insights): string[] =>
  (cost?.billed ?? []).map(
    (it) => `billed by ${it.host}: ${count(it.promptTokens)} tokens in, ${count(it.completionTokens)} out`,
  );

function speedShort({ speed }: Insights): string[] {
  if (!speed) return [];
  const [most] = speed.models;
  const speeds = [
    ...(most?.promptPerSecond === undefined ? [] : [`PP ${figure(most.promptPerSecond)} tok/s`]),
    ...(most?.generatedPerSecond === undefined ? [] : [`TG ${figure(most.generatedPerSecond)} tok/s`]),
  ];
  const side = speed.side.map((it) => `${it.task} ${lasting(it.seconds)}`);
  return [
    ...(most && speeds.length > 0 ? [`speed of ${shortModel(most.model)}: ${speeds.join(', ')}`] : []),
    ...(side.length > 0 ? [`other requests: ${side.join(', ')}`] : []),
  ];
}
