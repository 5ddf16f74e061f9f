import { count, plural } from '@hermes-ops/plugin-kit/numbers';
import { clipped } from '../render/cells.ts';
import { shortAddress, shortModel } from './address.ts';
import { facts, listing, type Sheet, sparkline, wrapped } from './layout.ts';
import type { Insights, ModelSpeed } from './types.ts';
import { change, figure, lasting, percent } from './words.ts';

const MODELS = 5;
/** Newest days, weeks or months that a line shows. */
const MARKS = 26;

/** Speed of the models, and the time that went into other requests than the chat's. */
export function speedLines({ speed }: Insights, sheet: Sheet): string[][] {
  if (!speed) return [];
  return [measuredLines(speed, sheet), requestLines(speed, sheet)];
}

function measuredLines({ models, step }: NonNullable<Insights['speed']>, sheet: Sheet): string[] {
  if (models.length === 0) return [];
  const rows = models
    .slice(0, MODELS)
    .map((it) => [
      shortModel(it.model),
      clipped(shortAddress(it.address), 30),
      count(it.requests),
      perSecond(it.promptPerSecond),
      perSecond(it.promptMedian),
      perSecond(it.generatedPerSecond),
      perSecond(it.generatedMedian),
    ]);
  const header = ['model', 'address', 'measured', 'PP', 'median', 'TG', 'median'];
  return [
    'Speed in tok/s, measured by the server',
    ...wrapped('PP: prompt tokens that were not in the cache. TG: generated tokens.', sheet.columns),
    ...listing(sheet, header, rows, 2),
    ...overTime(models.slice(0, MODELS), step, sheet),
  ];
}

/** Only for models with two points to compare. */
function overTime(models: readonly ModelSpeed[], step: string, sheet: Sheet): string[] {
  const lines = models.flatMap((it) => {
    const over = it.over.slice(-MARKS);
    const rows = [
      ...marks(
        'PP',
        over.map((at) => at.promptPerSecond),
        it.promptTrend,
      ),
      ...marks(
        'TG',
        over.map((at) => at.generatedPerSecond),
        it.generatedTrend,
      ),
    ];
    const name = `${clipped(shortModel(it.model), 40)} at ${clipped(shortAddress(it.address), 30)}, from ${over[0]?.from ?? ''} on`;
    return rows.length > 0 ? [...wrapped(name, sheet.columns), ...facts(sheet, rows)] : [];
  });
  const title = `Over time, a mark for each ${step} in which something was measured:`;
  return lines.length > 0 ? [...wrapped(title, sheet.columns), ...lines] : [];
}

function marks(
  name: string,
  values: readonly (number | undefined)[],
  trend: number | undefined,
): [name: string, text: string][] {
  const known = values.filter((value) => value !== undefined);
  if (known.length < 2) return [];
  const range = `${figure(Math.min(...known))} to ${figure(Math.max(...known))}`;
  return [[name, `${sparkline(values)} ${range}${trend === undefined ? '' : `, trend ${change(trend)}`}`]];
}

function requestLines({ chat, side }: NonNullable<Insights['speed']>, sheet: Sheet): string[] {
  const rows = side.map((it) => [
    it.task,
    count(it.requests),
    it.failed > 0 ? count(it.failed) : '',
    lasting(it.seconds),
    count(it.promptTokens),
    count(it.completionTokens),
  ]);
  const failed = chat.failed > 0 ? `, ${count(chat.failed)} of them stopped or failed` : '';
  const share =
    chat.cachedShare === null ? '' : `; ${percent(chat.cachedShare)} of their prompt tokens came from the cache`;
  return [
    'Requests',
    ...(chat.requests > 0 ? facts(sheet, [['Chat', `${plural(chat.requests, 'request')}${failed}${share}`]]) : []),
    ...(rows.length > 0
      ? listing(sheet, ['other task', 'requests', 'failed', 'time', 'tokens in', 'tokens out'], rows)
      : []),
  ];
}

const perSecond = (speed: number | undefined): string => (speed === undefined ? '' : figure(speed));
