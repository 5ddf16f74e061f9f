import { stat } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { plural } from '@hermes-ops/plugin-kit/numbers';
import { otherName } from '../approvals/other-name.ts';
import { cutLine } from './cut-text.ts';
import { reviewReading, settledPlace } from './files/access.ts';
import type { FileMemory } from './files/file-memory.ts';
import { nearestNames } from './files/nearest-names.ts';
import { protection } from './files/protection.ts';
import { showName } from './files/show-name.ts';
import { findRipgrep, ripgrep } from './search/ripgrep.ts';
import { scan } from './search/scan.ts';
import type { Match, SearchEnd } from './search/search.ts';
import { walkFiles } from './search/walk.ts';
import { failed, ok, type Tool, type ToolOutcome, type ToolRun } from './tool.ts';

const MOST = 200;
const LINE = 300;

export const searchFilesTool = (memory: FileMemory): Tool => ({
  name: 'search_files',
  description: 'Search file contents by regular expression; with an empty pattern, list files that match glob.',
  parameters: {
    type: 'object',
    properties: { pattern: { type: 'string' }, path: { type: 'string' }, glob: { type: 'string' } },
    required: ['pattern'],
  },
  summary: ({ pattern, path, glob }) =>
    [pattern, ...(path === undefined ? [] : [`in ${path}`]), ...(glob === undefined ? [] : [glob])].join(' '),
  review: ({ path }, environment) => reviewReading('search', String(path ?? '.'), environment, memory),
  async run(args, run) {
    const place = await settledPlace(String(args['path'] ?? '.'), run, memory);
    if (typeof place === 'string') return failed(place);
    const found = await stat(place.real).catch(() => undefined);
    if (!found) return failed(`${place.shown} does not exist${await nearestNames(place.real, place.shown)}`);
    if (!found.isDirectory() && !found.isFile()) return failed(`${place.shown} is neither a file nor a folder`);
    const base = found.isDirectory() ? place.real : dirname(place.real);
    const [pattern, glob] = [
      String(args['pattern'] ?? ''),
      args['glob'] === undefined ? undefined : String(args['glob']),
    ];
    /** Somebody agreed to a protected file that was named itself, not to those that lie in a folder. */
    const linked = new Set<string>();
    const allowed = (file: string) => {
      if (file === place.real) return true;
      if (protection(file) !== undefined) return false;
      if (otherName(file) !== undefined) linked.add(file);
      return !linked.has(file);
    };
    const told = (result: ToolOutcome): ToolOutcome =>
      linked.size === 0
        ? result
        : {
            ...result,
            text: `${result.text}\n[${plural(linked.size, 'file')} with hard links left out: read_file asks]`,
          };
    const shown = (file: string) => showName(place.inside ? relative(run.workspace, file) : file);
    const search = { pattern, root: place.real, base, glob, allowed, signal: run.signal, most: MOST };
    if (pattern === '') return told(await listFiles(search, shown));
    const program = await findRipgrep(run.workspace);
    const end = program ? await ripgrep(program, search) : await scan(search);
    return told(outcome(end, shown, run));
  },
});

async function listFiles(search: Parameters<typeof walkFiles>[0], shown: (file: string) => string) {
  const names: string[] = [];
  const notes: string[] = [];
  for await (const file of walkFiles(search, (why) => notes.push(`[${why}]`))) {
    if (names.length === MOST) return ok([...names, `[the first ${MOST} files; narrow path or glob]`].join('\n'));
    names.push(shown(file));
  }
  return ok([...names, ...new Set(notes)].join('\n') || 'no such files');
}

function outcome(end: SearchEnd, shown: (file: string) => string, run: ToolRun) {
  if (!end.ok) return failed(end.why);
  const lines = end.matches.map(
    ({ file, line, text }: Match) => `${shown(file)}:${line}: ${cutLine(text.trim(), LINE)}`,
  );
  const kept: string[] = [];
  let room = run.maxChars - 200;
  for (const line of lines) {
    room -= line.length + 1;
    if (room < 0) break;
    kept.push(line);
  }
  const cut = kept.length < lines.length || end.more;
  const notes = [
    ...(cut ? [`the first ${plural(kept.length, 'match', 'matches')}; narrow pattern, path or glob`] : []),
    ...(end.unfinished === undefined ? [] : [end.unfinished]),
  ];
  return ok([...kept, ...notes.map((note) => `[${note}]`)].join('\n') || 'no matches');
}
