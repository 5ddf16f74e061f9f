/**
 * Mutated documents: `validateBytes` answers for each of them, in bounded time. `npm run proof` runs 100,000; one that
 * failed is made again with HERMES_TEST_SEED=its number and HERMES_TEST_N=1.
 */
import { appendFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { isMapping } from '../../src/config/emit.ts';
import { decodeText } from '../../src/config/text-encoding.ts';
import { type ValidatedFile, validateBytes } from '../../src/config/validate.ts';
import { dice, KINDS, mutated, originals } from './mutate.ts';

const RUNS = Number(process.env['HERMES_TEST_N'] ?? 100);
const SEED = Number(process.env['HERMES_TEST_SEED'] ?? 1);
/** ms; longer ones are counted, and `npm run proof` fails for them. */
const SLOW = 1000;

test('validation answers for any mutated document', { timeout: 120_000 + RUNS * 100 }, () => {
  console.log(`mutations: ${RUNS} documents from seed ${SEED}`);
  const all = originals();
  expect(all.length).toBeGreaterThan(400);
  validateBytes(all[0] ?? Buffer.of(), 'warm-up', {});
  const faults: string[] = [];
  const figures = { documents: 0, refused: 0, longestMs: 0, longestSeed: 0, overOneSecond: 0 };
  for (let seed = SEED; seed < SEED + RUNS; seed++) {
    const roll = dice(seed);
    const bytes = mutated(KINDS[seed % KINDS.length] ?? 'bytes', all, roll);
    const start = performance.now();
    const report = answer(bytes);
    const ms = performance.now() - start;
    figures.documents += 1;
    figures.refused += report instanceof Error || report.errors > 0 ? 1 : 0;
    figures.overOneSecond += ms > SLOW ? 1 : 0;
    if (ms > figures.longestMs) Object.assign(figures, { longestMs: Math.round(ms), longestSeed: seed });
    const wrong = report instanceof Error ? report.stack : fault(bytes, report);
    if (wrong) faults.push(`seed ${seed}: ${wrong}\n${show(bytes)}`);
  }
  const file = process.env['HERMES_PROOF_FIGURES'];
  if (file) appendFileSync(file, `${JSON.stringify({ test: 'mutations', seed: SEED, ...figures })}\n`);
  console.log(`mutations: ${JSON.stringify(figures)}`);
  const sized = faults.toSorted((a, b) => a.length - b.length).slice(0, 10);
  expect(sized, `${faults.length} faults, the shortest of them`).toEqual([]);
  // Documents that nothing is wrong with must not hide that the others are looked at.
  expect(figures.refused).toBeGreaterThan(RUNS / 10);
});

function answer(bytes: Buffer): ValidatedFile | Error {
  try {
    return validateBytes(bytes, 'f', {});
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** What is wrong with an answer. */
function fault(bytes: Buffer, { diagnostics, errors, warnings, notes }: ValidatedFile): string | undefined {
  if (errors + warnings + notes !== diagnostics.length) return 'the counts are not those of the findings';
  const text = decodeText(bytes)?.text;
  const lines = (text ?? Buffer.from(bytes).toString('latin1')).split(/\r\n|\r|\n/).length;
  const outside = diagnostics.find(({ line, column }) => !(line >= 1 && line <= lines && column >= 1));
  if (outside) return `line ${outside.line}, column ${outside.column} of ${lines} lines`;
  if (diagnostics.some(({ message, code }) => message === '' || !/^\w+\.[\w-]+$/.test(code))) return 'an empty finding';
  return diagnostics.length === 0 && text !== undefined && !isSound(text)
    ? 'a document that is no config has no finding'
    : undefined;
}

/** Whether the whole text is one mapping. */
function isSound(text: string): boolean {
  const documents = parseAllDocuments(text, { prettyErrors: false, logLevel: 'silent' });
  if (!Array.isArray(documents) || documents.length !== 1 || documents[0]?.errors.length) return false;
  return isMapping(documents[0]?.toJS({ maxAliasCount: 100 }));
}

const show = (bytes: Buffer): string =>
  bytes.length < 1500 ? JSON.stringify(bytes.toString()) : `${bytes.length} bytes`;
