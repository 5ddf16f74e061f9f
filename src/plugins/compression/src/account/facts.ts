import { textTokens } from '@hermes-ops/plugin-kit/estimate';
import { identifiersIn } from './identifiers.ts';
import { type Outdated, outdatedMark } from './outdated.ts';
import { type Statement, sentencesOf } from './statements.ts';

/** How much of a sentence is shown: all of it, or the words around its value. */
const SENTENCE = 200;
const SHORT = 64;

/** Tokens of the words around the bare values, and those with which nothing more can be said. */
const FRAME = 12;
const LEAST = 3;

interface Fact {
  statement: Statement;
  /** What the account has to hold because of it. */
  values: string[];
  /** Made only where there is room for it. */
  say(chars: number): string;
}

export interface FactsInput {
  statements: readonly Statement[];
  outdated: ReadonlyMap<string, Outdated>;
  /** What the prompt shows besides; what stands there needs no line. */
  visible: string;
  tokens: number;
  charsPerToken: number;
}

/**
 * Lines that keep exact values: of the user and of decisions first, as whole sentences where there is room, else as a few
 * words, else as the bare value. Values that do not hold any more are left out.
 */
export function factLines(input: FactsInput): string[] {
  const { tokens, charsPerToken } = input;
  const cost = (text: string) => textTokens(text, charsPerToken) + 1;
  const bareText = (value: string) => {
    const old = input.outdated.get(value);
    return old ? `${value} (probably corrected by #${old.by})` : value;
  };
  const bareCost = (value: string) => textTokens(`${bareText(value)}, `, charsPerToken);
  const facts = rankedFacts(input);
  // The bare values of what matters most come first of all; sentences then take what is left.
  const bare = new Map<string, Fact>();
  let left = tokens - FRAME;
  for (const fact of facts) {
    if (left < LEAST) break;
    for (const value of fact.values) {
      const price = bareCost(value);
      if (bare.has(value) || price > left) continue;
      bare.set(value, fact);
      left -= price;
    }
  }
  const shown = new Map<Fact, string>();
  for (const chars of [SHORT, SENTENCE]) {
    for (const fact of facts) {
      if (left < LEAST) break;
      const now = shown.get(fact);
      const text = fact.say(chars);
      if (text === now || !fact.values.every((value) => text.includes(value))) continue;
      const freed = now === undefined ? fact.values.filter((value) => bare.get(value) === fact) : [];
      const before = now === undefined ? freed.reduce((sum, value) => sum + bareCost(value), 0) : cost(now);
      const price = cost(text) - before;
      if (price > left) continue;
      for (const value of freed) bare.delete(value);
      shown.set(fact, text);
      left -= price;
    }
  }
  const lines = [...shown].sort(([a], [b]) => a.statement.seq - b.statement.seq).map(([, line]) => line);
  return bare.size > 0 ? [...lines, `Also named: ${[...bare.keys()].map(bareText).join(', ')}`] : lines;
}

/** Facts, what matters most first and of that the newest; the first sentence that names a value speaks for it. */
function rankedFacts({ statements, outdated, visible, tokens }: FactsInput): Fact[] {
  const seen = new Set(identifiersIn(visible).map(({ value }) => value));
  const shown = new Set(sentencesOf(visible));
  const ranked: Statement[][] = [[], [], [], []];
  for (const statement of statements.toReversed()) ranked[rankOf(statement)]?.push(statement);
  const facts: Fact[] = [];
  for (const statement of ranked.flat()) {
    // Each takes a token at least, so there is no room for more.
    if (facts.length > tokens) break;
    const values: string[] = [];
    let held = 0;
    let at = -1;
    for (const one of statement.identifiers) {
      if (outdated.get(one.value)?.sure) continue;
      held += 1;
      if (seen.has(one.value)) continue;
      seen.add(one.value);
      values.push(one.value);
      if (at === -1) at = one.at;
    }
    const said = statement.decides || (statement.corrects && statement.by === 'user');
    const holds = held === statement.identifiers.length;
    if (values.length === 0 && !(said && holds && !shown.has(statement.text))) continue;
    const say = (chars: number) =>
      `#${statement.seq} ${statement.by}: ${around(statement.text, Math.max(0, at), chars)}${marksOf(statement, outdated)}`;
    facts.push({ statement, values, say });
  }
  return facts;
}

/** Says of each value in a sentence that does not hold any more that it does not. */
function marksOf({ identifiers }: Statement, outdated: ReadonlyMap<string, Outdated>): string {
  const marks = identifiers.flatMap(({ value }) => {
    const old = outdated.get(value);
    return old ? [` (${outdatedMark(value, old)})`] : [];
  });
  return [...new Set(marks)].join('');
}

/** 0: the user named it; 1: the model decided it, or named it first; 2: the user decided something; 3: the model mentioned it. */
const rankOf = ({ by, decides, introduces, corrects, identifiers }: Statement): number => {
  if (by === 'model') return decides || introduces ? 1 : 3;
  return identifiers.length > 0 || corrects ? 0 : 2;
};

/** As many characters of a text as are allowed, around a place in it. */
function around(text: string, at: number, chars: number): string {
  if (text.length <= chars) return text;
  const start = Math.max(0, Math.min(at - Math.floor(chars / 2), text.length - chars));
  const part = text.slice(start, start + chars).toWellFormed();
  return `${start > 0 ? '…' : ''}${part}${start + chars < text.length ? '…' : ''}`;
}
