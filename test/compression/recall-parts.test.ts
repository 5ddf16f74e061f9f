import { beforeAll, describe, expect, test } from 'vitest';
import { sizePrompt } from '../../src/plugin-kit/estimate.ts';
import {
  createConversation,
  languageOf,
  type Material,
  makeMaterial,
  PHRASE_SETS,
  type PhraseSet,
  phrasesOf,
} from '../helpers/recall/conversation.ts';
import { staleLines } from '../helpers/recall/outdated.ts';
import { fill } from '../helpers/recall/say.ts';
import { createSummariser } from '../helpers/recall/summarisers.ts';
import type { Phrases } from '../helpers/recall/templates-en.ts';
import { LINES } from '../helpers/recall/templates-tool.ts';
import { contentWords, holds, identifiersIn, neighboursOf, stands } from '../helpers/recall/texts.ts';
import { type Conversation, type Message, TRIGGER, WINDOW } from '../helpers/recall/types.ts';
import { dice, SEED } from '../helpers/scripted-model/words.ts';

let material: Material;
beforeAll(() => {
  material = makeMaterial(SEED);
});

const textOf = ({ content, tool_calls }: Message): string =>
  [content ?? '', ...(tool_calls ?? []).map(({ function: call }) => call.arguments)].join('\n');
const messagesOf = (turns: Conversation['turns']): Message[] => turns.flatMap(({ steps }) => steps.flat());
const COUNT = Math.min(Number(process.env['HERMES_TEST_N'] ?? 10), 200);

test('the tools are real: git, npm, a compiler, listings and a failing program have printed something', () => {
  for (const command of ['git log', 'git diff', 'npm ls', 'npm config', 'tsc', 'ls -lR', 'find', 'node job.mjs']) {
    expect(
      material.outputs.some((output) => output.command.startsWith(command)),
      command,
    ).toBe(true);
  }
  expect(material.text).toMatch(/error TS\d+:/);
  expect(material.text).toMatch(/TypeError: no \w+ in job/);
});

describe.each(PHRASE_SETS)(`conversations of %s phrases (HERMES_TEST_SEED=${SEED})`, { timeout: 120_000 }, (set) => {
  const some = (): Conversation[] =>
    Array.from({ length: COUNT }, (_, i) => createConversation(SEED + i * 7919, languageOf(i), material, set));

  test('the same seed makes the same conversation, another seed another', () => {
    const made = (seed: number) => {
      const { more, ...rest } = createConversation(seed, 'en', material, set);
      return JSON.stringify([rest, more(), more()]);
    };
    expect(made(SEED)).toBe(made(SEED));
    expect(made(SEED)).not.toBe(made(SEED + 1));
  });

  test('40 facts, 8 of them corrected, all said before the first compression', () => {
    for (const { facts, turns, corrections, system, tools } of some()) {
      expect(facts).toHaveLength(40);
      const by = Map.groupBy(facts, ({ mentionedBy }) => mentionedBy);
      expect([by.get('user')?.length, by.get('decision')?.length, by.get('tool')?.length]).toEqual([24, 8, 8]);
      expect(new Set(facts.map(({ kind }) => kind)).size).toBe(7);
      const corrected = facts.filter(({ correction }) => correction);
      expect(corrected).toHaveLength(8);
      expect(corrected.filter(({ correction }) => correction?.explicit)).toHaveLength(4);
      expect(corrections.map((list) => list.length)).toEqual([4, 4]);
      const said = messagesOf(turns);
      const messages = said.map((message, i) => ({ ...message, seq: i + 1, time: '' }));
      const { tokens } = sizePrompt({ system, tools, messages });
      expect(tokens).toBeLessThan(WINDOW * TRIGGER);
      expect(tokens).toBeGreaterThan(WINDOW * TRIGGER * 0.7);
    }
  });

  test('each value is said by whom the fact names, and by nobody else', () => {
    for (const { facts, turns, corrections, more } of some()) {
      const later = messagesOf([...corrections.flat(), ...Array.from({ length: 30 }, more)]);
      for (const { value, mentionedBy, correction } of facts) {
        const roles = messagesOf(turns).filter((message) => stands(message.content ?? '', value));
        expect(roles.map(({ role }) => role)).toEqual([
          { user: 'user', decision: 'assistant', tool: 'tool' }[mentionedBy],
        ]);
        const again = later.filter((message) => stands(textOf(message), value));
        expect(again.length).toBe(correction?.explicit ? 1 : 0);
        if (!correction) continue;
        expect(messagesOf(turns).some((message) => stands(textOf(message), correction.value))).toBe(false);
        expect(later.filter((message) => stands(textOf(message), correction.value)).map(({ role }) => role)).toEqual([
          'user',
        ]);
      }
    }
  });

  test('no question has a word of its value', () => {
    for (const { facts } of some()) {
      for (const { value, question, correction } of facts) {
        const words = [value, correction?.value ?? ''].flatMap((one) => one.split(/[^\p{L}\p{N}]+/u)).filter(Boolean);
        expect(
          words.filter((word) => holds(question, word)),
          `${question} ${value}`,
        ).toEqual([]);
      }
    }
  });

  test('what the user says is a text of 10 to 60 words, results have at most 12 KB', () => {
    for (const { turns, corrections, more, language } of some()) {
      for (const { role, content } of messagesOf([
        ...turns,
        ...corrections.flat(),
        ...Array.from({ length: 20 }, more),
      ])) {
        if (role === 'tool') expect(content?.length).toBeLessThan(12_000);
        if (role !== 'user') continue;
        const words = language === 'en' ? content?.split(/\s+/).length : content?.length;
        expect(words, content ?? '').toBeGreaterThanOrEqual(10);
        expect(words, content ?? '').toBeLessThanOrEqual(language === 'en' ? 60 : 200);
      }
    }
  });

  test('at least 20 identifiers that nobody asks for stand beside each fact', () => {
    for (const { facts, turns } of some()) {
      const all = identifiersIn(messagesOf(turns).map(textOf).join('\n'));
      const others = [...all].filter((one) => facts.every(({ value }) => !value.includes(one) && !one.includes(value)));
      expect(others.length).toBeGreaterThanOrEqual(20 * facts.length);
    }
  });
});

const LANGUAGES = ['en', 'zh'] as const;

/** Every sentence that may say a value, with its question. */
const saidOf = (set: PhraseSet) =>
  LANGUAGES.flatMap((language) => {
    const { user, decisions, explicit, implicit } = phrasesOf(language, set);
    const spoken = [...user, ...decisions];
    const lines = LINES.map(({ value, line, ...asked }) => [value, line, ...asked[language]] as const);
    const values = { s: 'kelado', v: 'VALUE', o: 'FORMER' };
    return [...spoken, ...lines].flatMap(([, sentence, ask, label], i) => {
      const corrections = i < spoken.length ? [...explicit, ...implicit] : [];
      return [sentence, ...corrections].map((text) => ({
        text: fill(fill(text, { l: label }), values),
        question: fill(ask, values),
      }));
    });
  });

describe.each(PHRASE_SETS)('questions to %s phrases', (set) => {
  const said = saidOf(set);

  test('none is given away by words that it shares with what stands beside the value', () => {
    for (const { text, question } of said) {
      expect(question).not.toMatch(/VALUE|FORMER|[{}]/);
      const beside = neighboursOf(text, 'VALUE').filter((word) => holds(question, word));
      expect(beside, `${text} ${question}`).toEqual([]);
    }
  });

  test('each has at least two words in common with what was said', () => {
    for (const { text, question } of said) {
      const known = contentWords(text);
      const common = [...contentWords(question)].filter((word) => known.has(word));
      expect(common.length, `${text} ${question}`).toBeGreaterThanOrEqual(2);
    }
  });
});

test('neighbours are the words right beside a value, in Chinese two characters', () => {
  expect(neighboursOf('run it at port 8181, from today', '8181')).toEqual(['port', 'from']);
  expect(neighboursOf('把代理指到端口 8181，因为只转发这个', '8181')).toEqual(['端口', '因为']);
  expect(neighboursOf('18181 8181.5', '8181')).toEqual([]);
});

describe('the sets of phrases', () => {
  const GROUPS = ['user', 'decisions', 'explicit', 'implicit', 'talk', 'mentions', 'answers'] as const;

  test.each(LANGUAGES)('the held-out one has as many of each group in %s, and none of the first', (language) => {
    const [first, other] = [phrasesOf(language, 'first'), phrasesOf(language, 'held-out')];
    for (const group of GROUPS) {
      const texts = ({ [group]: list }: Phrases) =>
        list.flatMap((one) => (typeof one === 'string' ? one : one.slice(1)));
      expect(other[group].length, group).toBeGreaterThanOrEqual(first[group].length);
      expect(texts(other).filter((text) => texts(first).includes(text))).toEqual([]);
    }
  });

  test.each(PHRASE_SETS)('%s: a correction as it was said does not count as one that presents the old value', (set) => {
    for (const { explicit } of LANGUAGES.map((language) => phrasesOf(language, set))) {
      for (const template of explicit) {
        const text = fill(template, { l: 'port', v: '9191', o: '8181' });
        expect(staleLines([{ text, verbatim: true }], '8181', '9191'), text).toEqual([]);
      }
    }
  });
});

describe('where a value stands', () => {
  test.each([
    ['port 8181.', true],
    ['"8181"', true],
    ['端口8181，', true],
    ['18181', false],
    ['8181.5', false],
    ['7,8181', false],
    ['a8181', false],
    ['8181_x', false],
  ])('%s: %s', (text, expected) => expect(stands(text, '8181')).toBe(expected));
});

describe('an old value', () => {
  const account = (text: string) => staleLines([{ text, verbatim: false }], '8181', '9191');

  test.each([
    'port 8181',
    '- staging port: 8181',
    '#12 user: Please point the staging proxy at port 8181 from today, and do not restart it.',
    'Ports: 8181, 9191',
    'Ports: 9191, 8181',
    '9191; 8181; 7171 (outdated)',
    '8181 (#12), 7171 (outdated)',
    '8181 (not outdated)',
    'We use 8181 instead of 8080.',
    'Decision: 8181, no longer the shared one.',
    'It was changed from 7000 to 8181.',
    'The corrected value is 8181.',
    '改为 8181',
    '更正：端口现在是 8181',
    '- 8181 is used.\n- The other one is outdated.',
    '## Outdated\n- 7171\n\n## Ports\n- 8181',
    '8181 9191 now',
  ])('%j presents it as current', (text) => expect(account(text)).toHaveLength(1));

  test.each([
    'nothing of it; 18181 is another number',
    'Correction about the port: use 9191, not 8181.',
    'take 9191 instead of 8181',
    'The port has changed: 8181 is no longer right, it must be 9191 everywhere.',
    '8181 → 9191',
    '- port: `8181` -> `9191`',
    '8181, now 9191',
    '8181 is now 9191',
    '9191 (was 8181)',
    '9191 (old value: 8181)',
    '8181 (outdated)',
    '8181 (#12, corrected by #88)',
    '[#12, corrected by #88] Please point the staging proxy at port 8181 from today, because the balancer says so.',
    '[#12] Please point the staging proxy at port 8181 from today.\n  (superseded, see #88)',
    '## Outdated\n- 8181',
    '端口不是 8181',
    '请改成 9191，别再用 8181，谢谢',
    '8181 已改为 9191',
    '8181（已更正，见 #88）',
    '8181（已过时）',
  ])('%j does not', (text) => expect(account(text)).toEqual([]));

  test('each place counts, and a message that goes on to the new value explains itself', () => {
    expect(account('8181 (outdated)\n8181')).toEqual(['8181']);
    const text = 'The port is 8181.\nNo, I mean 9191.';
    expect(staleLines([{ text, verbatim: true }], '8181', '9191')).toEqual([]);
    expect(staleLines([{ text, verbatim: false }], '8181', '9191')).toHaveLength(1);
    expect(staleLines([{ text: 'No, 9191, and 8181 is here.', verbatim: true }], '8181', '9191')).toHaveLength(1);
  });
});

describe('summarisers', () => {
  const request = (texts: string[], maxTokens = 4000) => ({
    messages: texts.map((content) => ({ role: 'user' as const, content })),
    maxTokens,
  });
  const HEADINGS = ['Goal', 'Constraints', 'Done', 'State', 'Decisions', 'Open', 'Files', 'Exact identifiers'];

  test('a good one writes what stands in its input, with the latest value, and keeps it from summary to summary', () => {
    const conversation = createConversation(SEED, 'en', material);
    const good = createSummariser('good', conversation, dice(1));
    const first = good(request(messagesOf(conversation.turns).map(textOf)));
    for (const { label, value } of conversation.facts) expect(first).toContain(`- ${label}: ${value}`);
    const later = good(request([first, ...messagesOf(conversation.corrections.flat()).map(textOf)]));
    for (const { label, value, correction } of conversation.facts) {
      expect(later).toContain(`- ${label}: ${correction?.value ?? value}`);
      if (correction) expect(later).not.toContain(`${label}: ${value}`);
    }
    expect(good(request(['nothing of it'])).match(/^- /gm)).toBeNull();
    expect(good(request([first], 50)).length).toBeLessThanOrEqual(150);
  });

  test('a mediocre one writes about half of it, a useless one nothing, in the language of the user', () => {
    for (const language of ['en', 'zh'] as const) {
      const conversation = createConversation(SEED, language, material);
      const said = messagesOf(conversation.turns).map(textOf);
      const lines = createSummariser('mediocre', conversation, dice(1))(request(said)).match(/^- /gm)?.length;
      expect(lines).toBeGreaterThan(4);
      expect(lines).toBeLessThan(36);
      const useless = createSummariser('useless', conversation, dice(1))(request(said));
      expect(useless.match(/^## .*/gm)).toEqual(HEADINGS.map((heading) => `## ${heading}`));
      expect(conversation.facts.filter(({ value }) => useless.includes(value))).toEqual([]);
      expect(/\p{Script=Han}/u.test(useless)).toBe(language === 'zh');
    }
  });
});
