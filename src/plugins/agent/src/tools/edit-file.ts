import { plural } from '@hermes-ops/plugin-kit/numbers';
import { type Found, findEdit } from './edit/find-edit.ts';
import { lineOf, splitLines } from './edit/lines.ts';
import { placeholderIn } from './edit/placeholder.ts';
import { similarPlaces } from './edit/similar.ts';
import { type Place, placeOf, reviewWriting, settledPlace } from './files/access.ts';
import { digest, type FileMemory } from './files/file-memory.ts';
import { nearestNames } from './files/nearest-names.ts';
import { ownFile } from './files/protection.ts';
import { putFile } from './files/put-file.ts';
import { readWhole } from './files/read-bytes.ts';
import { showDiff } from './files/show-diff.ts';
import { failed, ok, type Tool } from './tool.ts';

const LARGEST = 20_000_000;
/** Models that fail at edits can write a file of this many lines as a whole. */
const SHORT = 400;

interface Change {
  before: Buffer;
  after: Buffer;
  diff(context: number, most: number): string;
  note: string;
}
/** `whole`: the file is so short that it can be written as a whole instead. */
type Plan = { ok: true; change: Change } | { ok: false; why: string; whole?: boolean };

export function editFileTool(memory: FileMemory): Tool {
  /** What a call would have changed when it was looked at, or why it would have failed; by its arguments. */
  const looked = new Map<string, { digest: string } | { failure: Plan & { ok: false } }>();

  return {
    name: 'edit_file',
    description: 'Replace text in a file.',
    parameters: {
      type: 'object',
      properties: {
        path: { type: 'string' },
        old: { type: 'string', description: 'text to replace, copied exactly; must occur once' },
        new: { type: 'string' },
        all: { type: 'boolean', description: 'every occurrence' },
      },
      required: ['path', 'old', 'new'],
    },
    summary: ({ path }) => String(path),
    async review(args, environment) {
      const place = await placeOf(String(args['path']), environment);
      memory.checked(String(args['path']), place.real);
      if (place.special) return undefined;
      const planned = await plan(place, args);
      looked.set(JSON.stringify(args), planned.ok ? { digest: digest(planned.change.before) } : { failure: planned });
      // What would fail is not asked about, but what the failure says of a file that nobody may read unasked is.
      if (!planned.ok && place.reasons.length === 0) return undefined;
      return reviewWriting(place, environment, {
        action: `edit ${place.shown}`,
        detail: `${place.real}\n${planned.ok ? planned.change.diff(3, 2_000) : `- ${args['old']}\n+ ${args['new']}`}`,
      });
    },
    async run(args, run) {
      const place = await settledPlace(String(args['path']), run, memory);
      if (typeof place === 'string') return failed(place);
      const own = await ownFile(place.real, run.host);
      if (own !== undefined) return failed(own);
      const before = looked.get(JSON.stringify(args));
      looked.delete(JSON.stringify(args));
      const planned = before && 'failure' in before ? before.failure : await plan(place, args);
      if (!planned.ok) {
        const failures = memory.failedEdits(place.real, false);
        const whole = failures >= 2 && planned.whole && !memory.hidden(place.real);
        return failed(
          planned.why + (whole ? `\n${failures} edits have failed: use write_file for the whole file.` : ''),
        );
      }
      const { change } = planned;
      if (before && 'digest' in before && before.digest !== digest(change.before)) {
        return failed(`${place.shown} has changed since the user was asked: try again`);
      }
      try {
        await putFile(place.real, change.after);
      } catch (error) {
        return failed(`${place.shown} could not be written, nothing changed: ${(error as Error).message}`);
      }
      if (memory.compare(place.real, change.before) === 'same') {
        memory.note(place.real, change.after, memory.hidden(place.real));
      }
      memory.failedEdits(place.real, true);
      return ok(`edited ${place.shown}${change.note}\n${change.diff(1, 40)}`);
    },
  };
}

async function plan(place: Place, args: Record<string, unknown>): Promise<Plan> {
  const { real, shown } = place;
  const [old, by, all] = [String(args['old']), String(args['new']), args['all'] === true];
  const refuse = (why: string): Plan => ({ ok: false, why });
  if (old === '') return refuse('old is empty: name the text to replace; write_file makes a new file');
  if (old === by) return refuse('old and new are the same: nothing would change');
  const placeholder = placeholderIn(by, old);
  if (placeholder) return refuse(`new holds "${placeholder}", which would replace code by a comment: write it out`);
  const found = await readWhole(real, LARGEST);
  if (!found.ok) {
    if (found.code === 'ENOENT') return refuse(`${shown} does not exist${await nearestNames(real, shown)}`);
    return refuse(`${shown} cannot be edited: ${found.why}`);
  }
  return planIn(shown, found.bytes, old, by, all);
}

/** Bytes that are not UTF-8 are kept by looking at every byte as a character; only exact matches are possible then. */
function planIn(shown: string, bytes: Buffer, old: string, by: string, all: boolean): Plan {
  const encoding = bytes.equals(Buffer.from(bytes.toString('utf8'))) ? 'utf8' : 'latin1';
  const coded = (text: string) => Buffer.from(text.toWellFormed()).toString(encoding);
  const text = bytes.toString(encoding);
  const found = findEdit(text, coded(old), coded(by), all);
  if (!found.ok) {
    const whole = encoding === 'utf8' && splitLines(text).length < SHORT;
    return { ok: false, why: whyNot(shown, text, coded(old), found), whole };
  }
  let [after, from] = ['', 0];
  for (const edit of found.edits) {
    after += text.slice(from, edit.start) + edit.by;
    from = edit.end;
  }
  after += text.slice(from);
  const [first] = found.edits;
  const line = lineOf(text, first?.start ?? 0);
  const note =
    found.edits.length > 1
      ? ` in ${plural(found.edits.length, 'place')}`
      : ` at line ${line}${found.tolerant ? `, not an exact match: ${found.tolerant}` : ''}`;
  const shownText = (part: Buffer) => part.toString('utf8');
  const afterBytes = Buffer.from(after, encoding);
  return {
    ok: true,
    change: {
      before: bytes,
      after: afterBytes,
      note,
      diff: (context, most) => showDiff(shownText(bytes), shownText(afterBytes), context, most),
    },
  };
}

function whyNot(shown: string, text: string, old: string, found: Found & { ok: false }): string {
  if (found.why === 'ambiguous') {
    const lines = found.lines.slice(0, 8).join(', ') + (found.lines.length > 8 ? ', ...' : '');
    return `old stands ${found.lines.length} times in ${shown} (lines ${lines}): add the lines around it, or all: true`;
  }
  const near = similarPlaces(text, old);
  const lines = plural(splitLines(text).length, 'line');
  return near
    ? `old is not in ${shown}. Closest:\n${near}`
    : `old is not in ${shown} (${lines}), nor anything like it: read_file first`;
}
