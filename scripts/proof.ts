/**
 * The property tests at full volume and searches in a million messages, with what they showed written to docs/proof.md:
 * `npm run proof`. About half an hour on two cores. HERMES_PROOF_SCALE=0.01 makes every volume that much smaller and prints the page instead.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';

const ROOT = dirname(import.meta.dirname);
const SCALE = Number(process.env['HERMES_PROOF_SCALE'] ?? 1);
const SEED = Number(process.env['HERMES_TEST_SEED'] ?? Date.now() % 2 ** 31);

interface Row {
  file: string;
  /** What one of `runs` is. */
  unit: string;
  /** What the test asserts of each. */
  holds: string;
  runs: number;
  /** Added to the seed, for tests that number their documents from it. */
  firstSeed?: number;
}

const ROWS: Row[] = [
  // In two halves, so that two cores have as much to do.
  ...[0, 50_000].map((firstSeed) => ({
    file: 'test/config/mutations.test.ts',
    unit: 'mutated documents (a third each by bytes, tokens and trees)',
    holds: 'validation never throws; what is no config never goes without a finding; every finding is inside the file',
    runs: 50_000,
    firstSeed,
  })),
  {
    file: 'test/config/validate-property.test.ts',
    unit: 'random documents with a piece cut out or put in',
    holds: 'validation answers, with places inside the file',
    runs: 10_000,
  },
  {
    file: 'test/config/edit-property.test.ts',
    unit: 'random files with a random edit each',
    holds: 'reading the file again gives the intended value, and every other line keeps its bytes',
    runs: 20_000,
  },
  {
    file: 'test/config/merge-duplicates.test.ts',
    unit: 'random pairs of duplicate sections',
    holds: 'merging them loses nothing and changes nothing else',
    runs: 3000,
  },
  {
    file: 'test/config/fix.test.ts',
    unit: 'random files with mistakes',
    holds: '`--fix` leaves what it does not mend byte for byte',
    runs: 3000,
  },
  {
    file: 'test/config/rules/any-shape.test.ts',
    unit: 'random values in place of the config (five times as many)',
    holds: 'no rule throws, and each finding is at a place that exists',
    runs: 4000,
  },
  {
    file: 'test/config/env-file.test.ts',
    unit: 'random `.env` files with a change each',
    holds: 'the value is the one that was set, and every other line keeps its bytes',
    runs: 10_000,
  },
  {
    file: 'test/e2e/config-kill.test.ts',
    unit: 'concurrent `hermes config set` processes, a third of them killed at random moments',
    holds: 'a reader sees only complete versions, and no edit that was reported is lost',
    runs: 600,
  },
  {
    file: 'test/llm/prefix.test.ts',
    unit: 'random conversations that grow, in each of the three API modes',
    holds: 'what is sent begins with what was sent before, byte for byte',
    runs: 5000,
  },
  {
    file: 'src/plugins/agent/test/approvals/properties.test.ts',
    unit: 'random commands, mutations of harmless ones, and commands run in a real bash',
    holds:
      'there is always an answer; what would run unasked leaves nothing behind; something dangerous in between is asked about',
    runs: 4000,
  },
  {
    file: 'test/plugin-kit/neutral.test.ts',
    unit: 'random texts, whole and in pieces',
    holds: 'nothing that acts on a terminal comes out, and pieces give the same as the whole',
    runs: 20_000,
  },
  {
    file: 'src/plugins/agent/test/sessions/search-property.test.ts',
    unit: 'random messages in all scripts',
    holds: 'they come back byte for byte, and every word and every pair of CJK characters finds them',
    runs: 3000,
  },
  {
    file: 'src/plugins/agent/test/sessions/processes.test.ts',
    unit: 'kills of writing processes (one in twenty of these)',
    holds: 'whatever was said to be stored is there, and a replaced range is there as a whole or not at all',
    runs: 1000,
  },
  {
    file: 'src/plugins/agent/test/tools/find-edit.test.ts',
    unit: 'random files and edits',
    holds: 'the one place is replaced, and everything around it keeps its bytes',
    runs: 10_000,
  },
  {
    file: 'test/e2e/dialogues-random.test.ts',
    unit: 'runs for random conversations over four processes each (one in fifty of these)',
    holds: 'roles alternate, every call is answered, the prompt only grows, and 98 % of it is found in the cache',
    runs: 2000,
  },
  {
    file: 'src/plugins/compression/test/plan.property.test.ts',
    unit: 'random conversations with tools, pictures and broken orders',
    holds:
      'a compression leaves roles that alternate, calls with their results and the protected messages byte for byte; it reaches its goal or says why, and is not done twice',
    runs: 10_000,
  },
  {
    file: 'test/compression/recall.test.ts',
    unit: 'conversations of ten windows with 40 planted facts, for each of three summarisers',
    holds:
      'with a useless summariser 95 % of what the user or a decision named stand in the prompt after ten compressions',
    runs: 30,
  },
  {
    file: 'src/plugins/agent/test/sessions/rewrite-property.test.ts',
    unit: 'random sequences of messages, rewrites and undos',
    holds: 'the store holds what plain arrays would hold',
    runs: 3000,
  },
  {
    file: 'src/plugins/agent/test/screen/view.test.ts',
    unit: 'random states of the screen in terminals of 10x1 to 200x60',
    holds: 'what is drawn is lower than the terminal by two rows, no wider, and the caret is in it',
    runs: 50_000,
  },
  {
    file: 'src/plugins/agent/test/editor/properties.test.ts',
    unit: 'random keys and pastes in boxes of 5 to 200 cells',
    holds: 'the caret stands between two characters and inside the box, no row is too wide, undo gives the beginning',
    runs: 5000,
  },
  {
    file: 'src/plugins/agent/test/markdown/streaming.test.ts',
    unit: 'random answers in random pieces',
    holds: 'the pieces give the lines of the whole, and no line is wider than the terminal',
    runs: 5000,
  },
  {
    file: 'src/plugins/agent/test/web/address-class.test.ts',
    unit: 'spellings of private addresses',
    holds: 'none of them passes for a public one',
    runs: 20_000,
  },
];

interface Outcome extends Row {
  seconds: number;
  passed: boolean;
}

const begin = performance.now();
const folder = mkdtempSync(join(tmpdir(), 'hermes-proof-'));
try {
  execFileSync(process.execPath, [join(ROOT, 'scripts/build.ts')], { stdio: 'inherit' });
  const commit =
    git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain') ? ' and changes not committed' : '');
  const outcomes = await inLanes(ROWS, Math.min(2, availableParallelism()));
  const corpus = await run({ file: 'test/config/corpus', unit: 'files of the corpus', holds: '', runs: 1 });
  const searches = benchSessions();
  const page = pageOf(outcomes, corpus, searches, commit);
  if (SCALE === 1) writeFileSync(join(ROOT, 'docs/proof.md'), page);
  else console.log(page);
  const failed = [...outcomes, corpus].filter(({ passed }) => !passed);
  const slow = figures().overOneSecond;
  for (const { file } of failed) console.error(`failed: ${file}`);
  if (slow > 0) console.error(`${slow} documents took more than one second`);
  process.exitCode = failed.length > 0 || slow > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Several at a time, in their order. */
async function inLanes(rows: readonly Row[], lanes: number): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const queue = [...rows.entries()];
  const lane = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) outcomes[next[0]] = await run(next[1]);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return outcomes;
}

/** Runs the tests of a file, or of all files whose names begin so. */
async function run(row: Row): Promise<Outcome> {
  const runs = Math.max(1, Math.round(row.runs * SCALE));
  console.log(`${row.file}: ${runs} ${row.unit}`);
  const start = performance.now();
  const { exitCode, stdout } = await execa(
    process.execPath,
    [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--config', 'scripts/proof-vitest.config.ts', row.file],
    {
      cwd: ROOT,
      env: {
        ...process.env,
        HERMES_TEST_N: String(runs),
        HERMES_TEST_SEED: String(SEED + (row.firstSeed ?? 0)),
        HERMES_PROOF_FIGURES: join(folder, 'figures'),
      },
      reject: false,
      stdin: 'ignore',
      stderr: 'inherit',
      maxBuffer: 64 * 1024 * 1024,
      timeout: 40 * 60_000,
    },
  );
  if (exitCode !== 0) console.error(stdout);
  writeFileSync(join(folder, 'last'), stdout);
  return { ...row, runs, seconds: (performance.now() - start) / 1000, passed: exitCode === 0 };
}

/** What `npm run bench:sessions` prints for a million messages. */
function benchSessions(): string {
  const messages = String(Math.max(10_000, Math.round(1_000_000 * SCALE)));
  console.log(`bench:sessions with ${messages} messages`);
  return execFileSync(process.execPath, [join(ROOT, 'scripts/bench-sessions.ts')], {
    encoding: 'utf8',
    env: { ...process.env, HERMES_BENCH_MESSAGES: messages },
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 30 * 60_000,
  }).trim();
}

interface Figures {
  documents: number;
  refused: number;
  longestMs: number;
  longestSeed: number;
  overOneSecond: number;
}

/** What the mutation tests measured, together. */
function figures(): Figures {
  const file = join(folder, 'figures');
  const parts = existsSync(file)
    ? readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Figures)
    : [];
  return parts.reduce(
    (sum, part) => ({
      documents: sum.documents + part.documents,
      refused: sum.refused + part.refused,
      longestMs: Math.max(sum.longestMs, part.longestMs),
      longestSeed: part.longestMs > sum.longestMs ? part.longestSeed : sum.longestSeed,
      overOneSecond: sum.overOneSecond + part.overOneSecond,
    }),
    { documents: 0, refused: 0, longestMs: 0, longestSeed: 0, overOneSecond: 0 },
  );
}

function git(...args: string[]): string {
  return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim();
}

function pageOf(outcomes: Outcome[], corpus: Outcome, searches: string, commit: string): string {
  const { documents, refused, longestMs, longestSeed, overOneSecond } = figures();
  const minutes = (performance.now() - begin) / 60_000;
  const number = (value: unknown): string => Number(value).toLocaleString('en');
  const rows = outcomes.map(
    ({ file, unit, holds, runs, seconds, passed }) =>
      `| ${number(runs)} ${unit} | ${holds} | ${passed ? 'held for all' : '**failed**'} | ${seconds.toFixed(0)} s | \`${file}\` |`,
  );
  const table = readFileSync(join(folder, 'last'), 'utf8')
    .split('\n')
    .filter(
      (line) => /^(kind|[a-z0-9-]+) +(files|\d+) +(mistakes|\d+) +/.test(line) || line.startsWith('valid corpus:'),
    )
    .map((line) => line.trimEnd());
  return `# What was shown to hold at full volume

Made by \`npm run proof\`. The same tests run with \`npm test\` at smaller volumes.

- Date: ${new Date().toISOString().slice(0, 10)}, commit ${commit}
- Node ${process.version}, ${availableParallelism()} cores, ${minutes.toFixed(0)} minutes
- Seed: ${SEED} (\`HERMES_TEST_SEED=${SEED} npm run proof\` draws the same documents)

| volume | what must hold | result | time | test |
|---|---|---|---|---|
${rows.join('\n')}

Of the ${number(documents)} mutated documents ${number(refused)} have an error. The longest answer took ${number(longestMs)} ms (document
${longestSeed}: \`HERMES_TEST_SEED=${longestSeed} HERMES_TEST_N=1\`); ${number(overOneSecond)} took more than one second.

## Corpus

Files of \`test/corpus/\`: mistakes whose code and line were written down beforehand, how many were found, and findings beyond them.
${corpus.passed ? '' : '\n**Failed.**\n'}
\`\`\`
${table.join('\n')}
\`\`\`

## Search in stored sessions

\`\`\`
${searches}
\`\`\`
`;
}
