import { count } from '@hermes-ops/plugin-kit/numbers';
import { settledPlace } from '../tools/files/access.ts';
import type { FileMemory } from '../tools/files/file-memory.ts';
import { nearestNames } from '../tools/files/nearest-names.ts';
import { readWhole } from '../tools/files/read-bytes.ts';
import type { ToolRun } from '../tools/tool.ts';
import type { Resolve } from '../web/resolve.ts';
import { type ImageKind, imageKind } from './image-kind.ts';

export type TakenImage = { ok: true; shown: string; bytes: Buffer; kind: ImageKind } | { ok: false; why: string };

const LARGEST = 5_000_000;
/** A small file may unpack to gigabytes at whoever looks at it. */
const MOST_PIXELS = 50_000_000;

export const isWebAddress = (path: string): boolean => /^https?:\/\//i.test(path.trim());

/** The image at a path or URL that was agreed to, or why it is none. */
export async function takeImage(
  path: string,
  run: ToolRun,
  memory: FileMemory,
  options: { resolve?: Resolve },
): Promise<TakenImage> {
  const taken = isWebAddress(path) ? await fromWeb(path, run, options) : await fromFile(path, run, memory);
  if (!taken.ok) return taken;
  const kind = imageKind(taken.bytes);
  const no = (why: string): TakenImage => ({ ok: false, why: `${taken.shown} ${why}` });
  if (!kind) return no('is no image of a kind that is looked at (PNG, JPEG, GIF, WebP)');
  const { width, height } = kind;
  if (width === 0 || height === 0) return no('is an image without a size');
  if (width * height > MOST_PIXELS) return no(`is too large (${count(width)} × ${count(height)} pixels)`);
  return { ...taken, kind };
}

type Bytes = { ok: true; shown: string; bytes: Buffer } | { ok: false; why: string };

async function fromFile(path: string, run: ToolRun, memory: FileMemory): Promise<Bytes> {
  const place = await settledPlace(path, run, memory);
  if (typeof place === 'string') return { ok: false, why: place };
  const { real, shown } = place;
  const read = await readWhole(real, LARGEST);
  if (read.ok) return { ok: true, shown, bytes: read.bytes };
  if (read.code === 'ENOENT') return { ok: false, why: `${shown} does not exist${await nearestNames(real, shown)}` };
  return { ok: false, why: `${shown} cannot be looked at: it ${read.why}` };
}

async function fromWeb(address: string, run: ToolRun, options: { resolve?: Resolve }): Promise<Bytes> {
  const [{ parseWebUrl }, { fetchUrl }] = await Promise.all([import('../web/url.ts'), import('../web/fetch-url.ts')]);
  const parsed = parseWebUrl(address);
  if (!parsed.ok) return { ok: false, why: parsed.why };
  const wanted = (type: string): boolean => type === '' || /^(?:image\/(?!svg)|application\/octet-stream)/i.test(type);
  const limits = { maxBytes: LARGEST };
  const fetched = await fetchUrl(parsed.url, { host: run.host, signal: run.signal, wanted, limits, ...options });
  if (fetched.kind === 'failed') return { ok: false, why: fetched.why };
  if (fetched.kind === 'elsewhere') return { ok: false, why: `${address} redirects to another site: ${fetched.to}` };
  const { answer, url } = fetched;
  if (answer.status !== 200) return { ok: false, why: `${url.href} answers with status ${answer.status}` };
  if (answer.cut) return { ok: false, why: `${url.href} is larger than ${count(LARGEST)} bytes` };
  return { ok: true, shown: url.href, bytes: answer.bytes };
}
