import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { asService } from '../../src/plugins/agent/src/sessions/service.ts';
import { openSessions } from '../../src/plugins/agent/src/sessions/store.ts';
import { createEngine } from '../../src/plugins/compression/src/engine.ts';
import {
  createConversation,
  languageOf,
  type Material,
  makeMaterial,
  PHRASE_SETS,
} from '../helpers/recall/conversation.ts';
import { recallHost } from '../helpers/recall/host.ts';
import { play } from '../helpers/recall/play.ts';
import { isCommitted, lost, type Row, share, table } from '../helpers/recall/report.ts';
import { createSummariser, type SummariserName } from '../helpers/recall/summarisers.ts';
import { dice, SEED } from '../helpers/scripted-model/words.ts';

const COMPRESSIONS = [1, 3, 10];
const TARGET_RATIO = 0.2;
/** Share of what the user or a decision mentioned that stands in the prompt whoever writes the summary. */
const FLOOR = 0.95;
/** What a notice says where the history could not be made as small as it should be. */
const REASON = /more than was wanted/;

/** `HERMES_RECALL_PHRASES=held-out` plays the phrases that nothing was tuned against; their figures are to be read, not met. */
const wanted = process.env['HERMES_RECALL_PHRASES'] ?? 'first';
const phrases = PHRASE_SETS.find((set) => set === wanted);
if (!phrases) throw new Error(`HERMES_RECALL_PHRASES: ${wanted} is none of ${PHRASE_SETS.join(', ')}`);

const asked = Number(process.env['HERMES_TEST_N']);
const conversations = (few: number): number => Math.min(asked || few, 100);
const PLAYED: [SummariserName, number][] = [
  ['useless', conversations(5)],
  ['mediocre', conversations(1)],
  ['good', conversations(1)],
];

let material: Material;
beforeAll(() => {
  material = makeMaterial(SEED);
});

const rows: Row[] = [];
afterAll(() => console.log(`shares in percent, HERMES_TEST_SEED=${SEED}, ${phrases} phrases\n${table(rows)}`));

/** Plays so many conversations, each in a store of its own; returns what was not said of histories that stayed too large. */
async function playAll(summariser: SummariserName, count: number): Promise<string[]> {
  const setting = await recallHost();
  const engine = createEngine(setting.host);
  const unexplained: string[] = [];
  for (let i = 0; i < count; i += 1) {
    const conversation = createConversation(SEED + i * 7919, languageOf(i), material, phrases);
    const store = openSessions(join(setting.folder, `${i}.db`));
    onTestFinished(() => store.close());
    setting.sessions = asService(store);
    setting.summariser = createSummariser(summariser, conversation, dice(SEED + i));
    const stage = { store, sessions: setting.sessions, engine, mainUrl: setting.mainUrl };
    const { measurements, compressed } = await play(conversation, stage, COMPRESSIONS);
    for (const measurement of measurements) rows.push({ summariser, measurement });
    for (const [at, { ratio, notice = '' }] of compressed.entries()) {
      if (ratio > TARGET_RATIO && !REASON.test(notice)) unexplained.push(`${i}, ${at + 1}: ${ratio} ${notice}`);
    }
  }
  expect(setting.asked, 'summaries that were asked for').toBeGreaterThanOrEqual(count);
  expect(setting.mainAsked(), 'requests to the main model').toBe(0);
  return unexplained;
}

describe.each(PLAYED)('a %s summariser, %i conversations', (summariser, count) => {
  const timeout = 60_000 + count * 60_000;
  test(`what is kept over ten compressions (HERMES_TEST_SEED=${SEED})`, { timeout }, async () => {
    const unexplained = await playAll(summariser, count);
    for (const compressions of COMPRESSIONS) {
      const then = rows.filter((row) => row.summariser === summariser && row.measurement.compressions === compressions);
      expect(then).toHaveLength(count);
      if (summariser !== 'useless') continue;
      const committed = then.flatMap(({ measurement }) => measurement.recalled).filter(isCommitted);
      const kept = share(committed, ({ inPrompt }) => inPrompt);
      expect(kept, `after ${compressions}:\n${lost(committed)}`).toBeGreaterThanOrEqual(FLOOR);
    }
    expect(unexplained, 'conversation, compression: ratio and what was said').toEqual([]);
  });
});
