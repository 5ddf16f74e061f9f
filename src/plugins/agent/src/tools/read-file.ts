import { extname } from 'node:path';
import { count, plural } from '@hermes-ops/plugin-kit/numbers';
import { reviewReading, settledPlace } from './files/access.ts';
import type { FileMemory } from './files/file-memory.ts';
import { nearestNames } from './files/nearest-names.ts';
import { openFile, readWhole } from './files/read-bytes.ts';
import { type Excerpt, readLines } from './files/read-lines.ts';
import { settingOf } from './setting-of.ts';
import { failed, ok, type Tool, type ToolRun } from './tool.ts';

const IMAGES = new Set(['.png', '.jpg', '.jpeg', '.gif', '.webp', '.bmp', '.ico', '.tiff', '.heic', '.avif']);
/** Larger files are not remembered for `write_file`, which nobody uses on them. */
const REMEMBERED = 5_000_000;

export const readFileTool = (memory: FileMemory): Tool => ({
  name: 'read_file',
  description: 'Read a text file.',
  parameters: {
    type: 'object',
    properties: {
      path: { type: 'string' },
      offset: { type: 'integer', minimum: 1, description: 'first line' },
      limit: { type: 'integer', minimum: 1, description: 'lines' },
    },
    required: ['path'],
  },
  summary: ({ path, offset, limit }) =>
    `${path}${offset === undefined ? '' : ` from line ${offset}`}${limit === undefined ? '' : `, ${limit} lines`}`,
  async review({ path }, environment) {
    return reviewReading('read', String(path), environment, memory);
  },
  async run(args, run) {
    const place = await settledPlace(String(args['path']), run, memory);
    if (typeof place === 'string') return failed(place);
    const { real, shown } = place;
    if (IMAGES.has(extname(real).toLowerCase()))
      return failed(`${shown} is an image; only text can be read (vision_analyze looks at images)`);
    const opened = await openFile(real);
    if (!opened.ok) {
      if (opened.code === 'ENOENT') return failed(`${shown} does not exist${await nearestNames(real, shown)}`);
      if (opened.code === 'EISDIR') return failed(`${shown} is a folder: use list_dir`);
      return failed(`${shown} cannot be read: ${opened.why}`);
    }
    const { handle, size } = opened;
    try {
      const offset = Number(args['offset'] ?? 1);
      const excerpt = await readLines(handle, {
        offset,
        limit: Number(args['limit'] ?? (await settingOf(run.host, 'tool_output', 'max_lines', 2_000))),
        maxChars: run.maxChars - 300,
        maxLine: await settingOf(run.host, 'tool_output', 'max_line_length', 2_000),
        signal: run.signal,
      });
      if (excerpt.binary !== undefined) return failed(`${shown} is not text (${count(size)} bytes${excerpt.binary})`);
      return ok(await render(real, offset, excerpt, run, memory));
    } finally {
      await handle.close();
    }
  },
});

async function render(
  real: string,
  offset: number,
  excerpt: Excerpt,
  run: ToolRun,
  memory: FileMemory,
): Promise<string> {
  const { text, lines, total, atLeast } = excerpt;
  const masked = await run.host.mask(text);
  const whole = await readWhole(real, REMEMBERED);
  if (whole.ok) memory.note(real, whole.bytes, masked !== text || memory.hidden(real));
  const all = `${count(total)}${atLeast ? ' or more' : ''}`;
  const notes = [
    ...(total === 0 ? ['the file is empty'] : []),
    ...(total > 0 && lines === 0 ? [`the file ends at line ${all}`] : []),
    ...(lines > 0 && (lines < total || offset > 1) ? [`lines ${offset}-${offset + lines - 1} of ${all}`] : []),
    ...(excerpt.cutLines > 0 ? [`${plural(excerpt.cutLines, 'long line')} cut`] : []),
    ...(excerpt.invalid ? ['not valid UTF-8: \ufffd stands for other bytes'] : []),
    ...(masked === text ? [] : ['secrets are hidden']),
  ];
  if (notes.length === 0) return masked;
  return `${masked}${masked === '' || masked.endsWith('\n') ? '' : '\n'}[${notes.join('; ')}]`;
}
