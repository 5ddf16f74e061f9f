import { dice } from '../scripted-model/words.ts';
import { AGENT } from './agent-prompt.ts';
import { createFiller, type Filler, type Round } from './filler.ts';
import { fill, type Said, sayer } from './say.ts';
import { ENGLISH, type Phrases } from './templates-en.ts';
import { ENGLISH_HELD_OUT } from './templates-held-out.ts';
import { CHINESE_HELD_OUT } from './templates-held-out-zh.ts';
import { LINES } from './templates-tool.ts';
import { CHINESE } from './templates-zh.ts';
import { identifiersIn } from './texts.ts';
import { makeOutputs, type Output } from './tool-output.ts';
import type { Conversation, Language, Turn } from './types.ts';

const COUNT = { user: 24, decision: 8, tool: 8 };
/** Of what the user said and of what was decided, half each named with the old value. */
const CORRECTED = { user: 6, decision: 2 };
const TURNS = 16;
/** Characters of results in the first window: so many that all facts are said within it, and it is nearly full. */
const RESULTS = 60_000;
const RESULTS_OF_TURN = 2;
/** Identifiers among them. */
const BYSTANDERS = 1_000;
const SMALL = { least: 1_100, most: 2_700 };

/** What real programs printed, also as one text, in which no value may stand. */
export interface Material {
  outputs: Output[];
  text: string;
}

export function makeMaterial(seed: number): Material {
  const outputs = makeOutputs(seed);
  return { outputs, text: outputs.map(({ lines }) => lines.join('\n')).join('\n') };
}

/** Every fifth conversation is in Chinese. */
export const languageOf = (index: number): Language => (index % 5 === 4 ? 'zh' : 'en');

const PHRASES = {
  first: { en: ENGLISH, zh: CHINESE },
  'held-out': { en: ENGLISH_HELD_OUT, zh: CHINESE_HELD_OUT },
} as const satisfies Record<string, Record<Language, Phrases>>;

/** `held-out`: nothing is tuned against these. */
export type PhraseSet = keyof typeof PHRASES;
export const PHRASE_SETS = Object.keys(PHRASES) as PhraseSet[];

export const phrasesOf = (language: Language, set: PhraseSet): Phrases => PHRASES[set][language];

/** A conversation of 40 facts; the same for the same seed, material and set of phrases. */
export function createConversation(
  seed: number,
  language: Language,
  material: Material,
  set: PhraseSet = 'first',
): Conversation {
  const roll = dice(seed);
  const phrases = phrasesOf(language, set);
  const filler = createFiller(roll, material.outputs, phrases);
  const say = sayer(roll, material.text);
  const user = some(roll, phrases.user, COUNT.user).map((template) => say(template, 'user'));
  const decisions = some(roll, phrases.decisions, COUNT.decision).map((template) => say(template, 'decision'));
  const lines = some(roll, LINES, COUNT.tool).map(({ value, line, ...asked }) =>
    say([value, line, ...asked[language]], 'tool'),
  );
  const wrong = [
    // What a program said cannot be corrected.
    ...some(
      roll,
      user.filter(({ fact }) => fact.kind !== 'error'),
      CORRECTED.user,
    ),
    ...some(roll, decisions, CORRECTED.decision),
  ];
  for (const [i, { fact, other }] of wrong.entries()) {
    fact.correction = { value: other(), after: 1 + (i % 2), explicit: i % 4 < 2 };
  }
  const cuts = share(filler, RESULTS, TURNS * RESULTS_OF_TURN);
  const corrections = (after: number): Turn[] =>
    wrong.filter(({ fact }) => fact.correction?.after === after).map(({ fact }) => correction(filler, phrases, fact));
  return {
    seed,
    language,
    ...AGENT,
    facts: [...user, ...decisions, ...lines].map(({ fact }) => fact),
    turns: Array.from({ length: TURNS }, (_, i) => {
      const half = TURNS / 2;
      const said = i < half ? user.slice(i * 2, i * 2 + 2) : user.slice(half + i, half + i + 1);
      const results = cuts.slice(i * RESULTS_OF_TURN, (i + 1) * RESULTS_OF_TURN);
      const more = i % 2 ? { decision: decisions[(i - 1) / 2] } : { line: lines[i / 2] };
      return factTurn(filler, phrases, said, { results, ...more });
    }),
    corrections: [corrections(1), corrections(2)],
    more: () => filler.more(),
  };
}

/** So many of a list in any order, from the start again where there are not enough. */
function some<T>(roll: () => number, list: readonly T[], count: number): T[] {
  const order = list.map((one) => [roll(), one] as const).sort(([a], [b]) => a - b);
  return Array.from({ length: count }, (_, i) => order[i % order.length]?.[1] as T);
}

/** So many results that have about so many characters together, and enough identifiers that nobody asks for. */
function share({ cut }: Filler, characters: number, count: number): Round[] {
  const cuts: Round[] = [];
  const known = new Set<string>();
  let left = characters;
  for (let after = count; after > 0; after -= 1) {
    const size = Math.min(SMALL.most, Math.max(SMALL.least, left / after));
    const one = (): Round => cut({ least: size * 0.7, most: size * 1.3 });
    // Where listings without any have come up too often, a denser one is next.
    const behind = known.size < (BYSTANDERS * cuts.length) / count;
    const densest = (behind ? [one(), one(), one()] : [one()])
      .map((made) => ({ made, found: identifiersIn(made.text) }))
      .reduce((a, b) => (b.found.size > a.found.size ? b : a));
    for (const identifier of densest.found) known.add(identifier);
    left -= densest.made.text.length;
    cuts.push(densest.made);
  }
  return cuts;
}

/** What the user says, with results of tools behind it, and what comes of them. */
function factTurn(
  filler: Filler,
  { openers, space }: Phrases,
  said: readonly Said[],
  { results, decision, line }: { results: readonly Round[]; decision?: Said | undefined; line?: Said | undefined },
): Turn {
  const user = filler.pick(openers) + said.map(({ text }) => text).join(space);
  const steps = results.map((result, i) => [i === 0 && line ? spliced(result, line.text, filler) : result]);
  const looked = said.filter(() => filler.pick([true, false, false]));
  if (looked.length > 0)
    steps.push(looked.map(({ fact }) => ({ command: `grep -rnF '${fact.value}' .`, text: '(no output)' })));
  const answer = filler.answer(results);
  const told = decision ? filler.pick([`${answer}\n\n${decision.text}`, `${decision.text}${space}${answer}`]) : answer;
  return filler.turn(user, steps, told);
}

/** The same output with one more line somewhere in it. */
function spliced({ command, text }: Round, line: string, { pick }: Filler): Round {
  const lines = text.split('\n');
  const at = pick([...lines.keys()]);
  return { command, text: lines.toSpliced(at, 0, line).join('\n') };
}

function correction(filler: Filler, phrases: Phrases, { label, value, correction: later }: Said['fact']): Turn {
  const template = filler.pick(later?.explicit ? phrases.explicit : phrases.implicit);
  const text = fill(template, { l: label, v: later?.value ?? '', o: value });
  const cut = filler.cut(SMALL);
  return filler.turn(text + phrases.space + filler.pick(phrases.talk), [[cut]], filler.answer([cut]));
}
