import { count } from '@hermes-ops/plugin-kit/numbers';
import { type Choice, seconds, type Way } from '../summary/choose.ts';

/** Who could write a summary, as a command's document has it. */
export interface ChoiceDoc {
  /** Who is asked, in this order; nobody: the account is put together without a model. */
  order: Way[];
  why: string;
  cannot: { by: Way['by']; model: string; url: string; why: string }[];
}

export const choiceDoc = ({ order, why, considered }: Choice): ChoiceDoc => ({
  order: order.map((way) => ({ ...way, seconds: Number(way.seconds.toFixed(1)) })),
  why,
  cannot: considered.flatMap(({ way: { by, model, url }, cannot }) =>
    cannot === undefined ? [] : [{ by, model, url, why: cannot }],
  ),
});

/** Who is asked and why, and what it costs; two lines for each model. `promptTokens`: of the conversation as it is. */
export function choiceLines({ order, why, considered }: Choice, promptTokens: number): string[] {
  const main = considered.find(({ way }) => way.by === 'main')?.way;
  const inPieces = ({ by, model, url }: Way) => by === 'auxiliary' && model === main?.model && url === main.url;
  const asked = order.flatMap((way, i) => {
    const name = nameOf(way, inPieces(way));
    const reason = inPieces(way) ? 'its window does not hold conversation and request at once' : why;
    return [i === 0 ? `${name}: ${reason}` : `if that fails, ${name}`, `  ${costText(way, promptTokens)}`];
  });
  if (order.length === 0) return [`no model (${why}): the account is put together without one, at once`];
  const cannot = considered.flatMap(({ way, cannot }) => {
    if (cannot === undefined || cannot === '' || order.some(inPieces)) return [];
    return [`${way.by === 'main' ? 'not the main model' : 'not another model'}: ${cannot}`];
  });
  return [...asked, ...cannot];
}

function nameOf({ by, model, url }: Way, inPieces: boolean): string {
  if (by === 'main') return `the main model at ${url}`;
  return inPieces ? `the main model at ${url}, piece by piece` : `${model} at ${url}`;
}

/** `reads about 480 tokens, writes up to 430: about 12 s (speed measured)`. */
function costText(way: Way, promptTokens: number): string {
  const { readTokens, writtenTokens, requests, measured, local, by } = way;
  const times = requests > 1 ? ` in ${requests} requests` : '';
  const speed = measured ? 'speed measured' : 'speed assumed, nobody has measured it';
  const cache = by === 'main' && readTokens < promptTokens ? ' (the others should be in its cache)' : '';
  const bill = local ? '' : ', billed by its provider';
  return `reads about ${count(readTokens)} tokens${cache}, writes up to ${count(writtenTokens)}${times}: about ${seconds(way)} (${speed})${bill}`;
}
