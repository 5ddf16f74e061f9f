import { wordMaker } from '../scripted-model/words.ts';
import type { Template } from './templates-en.ts';
import { stands } from './texts.ts';
import type { Fact, MentionedBy } from './types.ts';
import { KIND_OF, MAKERS, type ValueName } from './values.ts';

const SERVICES = 6;

/** A fact and the sentence or the line that says it. */
export interface Said {
  fact: Fact;
  text: string;
  /** Another value of the same sort. */
  other(): string;
}

export const fill = (template: string, values: Record<string, string>): string =>
  template.replaceAll(/\{(\w)\}/g, (whole, name: string) => values[name] ?? whole);

/** Fills templates, each about one of a handful of services, with values that do not stand in that text nor in each other. */
export function sayer(roll: () => number, elsewhere: string): (template: Template, mentionedBy: MentionedBy) => Said {
  const word = wordMaker(roll);
  const services = Array.from({ length: SERVICES }, word);
  const taken: string[] = [];
  const asked = new Set<string>();
  const newValue = (name: ValueName): string => {
    const value = MAKERS[name](roll, word);
    if (stands(elsewhere, value) || taken.some((one) => one.includes(value) || value.includes(one))) {
      return newValue(name);
    }
    taken.push(value);
    return value;
  };
  return function say(template, mentionedBy) {
    const [name, sentence, ask, label] = template;
    const service = services[Math.floor(roll() * services.length)] ?? '';
    const question = fill(ask, { s: service });
    if (asked.has(question)) return say(template, mentionedBy);
    asked.add(question);
    const value = newValue(name);
    return {
      fact: { kind: KIND_OF[name], mentionedBy, label: fill(label, { s: service }), value, question },
      text: fill(sentence, { s: service, v: value }),
      other: () => newValue(name),
    };
  };
}
