import { plural } from '@hermes-ops/plugin-kit/numbers';
import { type Place, placeOf, reviewWriting, settledPlace } from './files/access.ts';
import type { FileMemory } from './files/file-memory.ts';
import { ownFile } from './files/protection.ts';
import { putFile } from './files/put-file.ts';
import { readWhole } from './files/read-bytes.ts';
import { showDiff } from './files/show-diff.ts';
import { failed, ok, type Tool } from './tool.ts';

const LARGEST = 5_000_000;

type Plan = { ok: true; before?: Buffer } | { ok: false; why: string };

export const writeFileTool = (memory: FileMemory): Tool => ({
  name: 'write_file',
  description: 'Create or overwrite a whole file. Read an existing one first.',
  parameters: {
    type: 'object',
    properties: { path: { type: 'string' }, content: { type: 'string' } },
    required: ['path', 'content'],
  },
  summary: ({ path, content }) => `${path} (${plural(lineCount(String(content)), 'line')})`,
  async review({ path, content }, environment) {
    const place = await placeOf(String(path), environment);
    memory.checked(String(path), place.real);
    if (place.special) return undefined;
    const found = await plan(place, memory);
    // What would fail is not asked about, but what the failure says of a file that nobody may read unasked is.
    if (!found.ok && place.reasons.length === 0) return undefined;
    const before = found.ok ? found.before : undefined;
    return reviewWriting(place, environment, {
      action: `${before ? 'overwrite' : 'create'} ${place.shown}`,
      detail: `${place.real}\n${showDiff(before?.toString() ?? '', String(content), 3, 2_000)}`,
    });
  },
  async run(args, run) {
    const [path, content] = [String(args['path']), String(args['content'])];
    const place = await settledPlace(path, run, memory);
    if (typeof place === 'string') return failed(place);
    const own = await ownFile(place.real, run.host);
    const found: Plan = own === undefined ? await plan(place, memory) : { ok: false, why: own };
    if (!found.ok) return failed(found.why);
    const bytes = Buffer.from(content.toWellFormed());
    try {
      await putFile(place.real, bytes);
    } catch (error) {
      return failed(`${place.shown} could not be written, nothing changed: ${(error as Error).message}`);
    }
    memory.note(place.real, bytes, false);
    memory.failedEdits(place.real, true);
    return ok(`${found.before ? 'overwrote' : 'created'} ${place.shown} (${plural(lineCount(content), 'line')})`);
  },
});

/** Whether it may be done, and what stands there now. */
async function plan({ real, shown }: Place, memory: FileMemory): Promise<Plan> {
  const found = await readWhole(real, LARGEST);
  if (!found.ok) {
    if (found.code === 'ENOENT') return { ok: true };
    if (found.code === 'EFBIG')
      return { ok: false, why: `${shown} is too large to be overwritten: use edit_file or terminal` };
    return { ok: false, why: `${shown} cannot be written: ${found.why}` };
  }
  const known = memory.compare(real, found.bytes);
  if (found.bytes.length > 0 && known === 'unread') {
    return { ok: false, why: `${shown} exists and you have not read it: read_file first, or use edit_file` };
  }
  if (known === 'changed') return { ok: false, why: `${shown} has changed since you read it: read_file again` };
  if (memory.hidden(real)) {
    return { ok: false, why: `${shown} holds secrets that were hidden from you and would be lost: use edit_file` };
  }
  return { ok: true, before: found.bytes };
}

const lineCount = (text: string): number => (text === '' ? 0 : text.replace(/\n$/, '').split('\n').length);
