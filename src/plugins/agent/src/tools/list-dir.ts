import { lstat, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { plural } from '@hermes-ops/plugin-kit/numbers';
import { reviewReading, settledPlace } from './files/access.ts';
import type { FileMemory } from './files/file-memory.ts';
import { nearestNames } from './files/nearest-names.ts';
import { showName } from './files/show-name.ts';
import { failed, ok, type Tool } from './tool.ts';

const MOST = 500;

export const listDirTool = (memory: FileMemory): Tool => ({
  name: 'list_dir',
  description: 'List a folder.',
  parameters: { type: 'object', properties: { path: { type: 'string' } } },
  summary: ({ path }) => String(path ?? '.'),
  review: ({ path }, environment) => reviewReading('list', String(path ?? '.'), environment, memory),
  async run({ path }, run) {
    const place = await settledPlace(String(path ?? '.'), run, memory);
    if (typeof place === 'string') return failed(place);
    const { real, shown } = place;
    try {
      const entries = await readdir(real, { withFileTypes: true });
      // By code point, folders first: the same on every machine.
      const names = entries
        .sort((a, b) => Number(b.isDirectory()) - Number(a.isDirectory()) || (a.name < b.name ? -1 : 1))
        .map((entry) => entry.name);
      const rows = await Promise.all(names.slice(0, MOST).map((name) => row(real, name)));
      const more = names.length > MOST ? [`[${plural(names.length - MOST, 'more entry', 'more entries')}]`] : [];
      return ok([...rows, ...more].join('\n') || `${shown} is empty`);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return failed(`${shown} does not exist${await nearestNames(real, shown)}`);
      if (code === 'ENOTDIR') return failed(`${shown} is a file: use read_file`);
      return failed(`${shown} cannot be listed: ${message}`);
    }
  },
});

async function row(folder: string, name: string): Promise<string> {
  const path = join(folder, name);
  const stat = await lstat(path).catch(() => undefined);
  if (stat?.isDirectory()) return `${showName(name)}/`;
  if (stat?.isSymbolicLink()) return `${showName(name)} -> ${showName(await readlink(path).catch(() => '?'))}`;
  if (stat?.isFile()) return `${showName(name)} ${size(stat.size)}`;
  return `${showName(name)} (not a file)`;
}

/** `812`, `4.1K`, `23M`: in steps of 1,024 bytes. */
function size(bytes: number): string {
  const units = ['', 'K', 'M', 'G', 'T'];
  let [value, unit] = [bytes, 0];
  for (; value >= 1024 && unit < units.length - 1; unit += 1) value /= 1024;
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)}${units[unit]}`;
}
