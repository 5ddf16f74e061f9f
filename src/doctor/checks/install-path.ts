import { constants } from 'node:fs';
import { access, open, readFile, realpath } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import type { Check } from '../../contract/index.ts';
import { advise, pass, skip, warn } from '../verdict.ts';

const PACKAGE = '@hermes-ops/cli';
const SUFFIXES = process.platform === 'win32' ? ['.cmd', '.exe', '.ps1'] : [''];

/** Which program the word `hermes` starts: the public Hermes Agent installs one of that name too. */
export const installPath: Check = {
  id: 'install.path',
  title: 'hermes on PATH',
  group: 'install',
  async run({ env }) {
    const folders = (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter(Boolean);
    const found = await firstOf('hermes', folders);
    if (!found) return skip('no `hermes` on PATH; this one was started by its path');
    if (await isOurs(found)) return pass(`\`hermes\` is ${found}`);
    const other = await firstOf('hermes-ops', folders);
    const ours = other !== undefined && (await isOurs(other));
    return warn(`\`hermes\` on PATH is another program: ${found}${await kindOf(found)}`, {
      detail: 'Lines that start with `hermes` run that one.',
      fix: ours
        ? advise('Write `hermes-ops` for this one, or put its folder first on PATH.', 'hermes-ops doctor')
        : advise(
            'Install this one globally, from its checkout or package, then write `hermes-ops`, which is always ours.',
          ),
    });
  },
};

async function firstOf(name: string, folders: readonly string[]): Promise<string | undefined> {
  for (const folder of folders) {
    for (const suffix of SUFFIXES) {
      const file = join(folder, name + suffix);
      if (
        await access(file, constants.X_OK).then(
          () => true,
          () => false,
        )
      )
        return file;
    }
  }
  return undefined;
}

/** Follows npm's link to the package it belongs to; on Windows npm writes a script beside `node_modules` instead. */
async function isOurs(file: string): Promise<boolean> {
  const real = await realpath(file).catch(() => file);
  const above = [dirname(real), dirname(dirname(real))];
  const candidates = [...above, join(dirname(file), 'node_modules', ...PACKAGE.split('/'))];
  const names = await Promise.all(candidates.map((folder) => packageName(join(folder, 'package.json'))));
  return names.includes(PACKAGE);
}

async function packageName(file: string): Promise<string | undefined> {
  try {
    return (JSON.parse(await readFile(file, 'utf8')) as { name?: string }).name;
  } catch {
    return undefined;
  }
}

/** Hermes Agent is a Python program, which its first line shows. */
async function kindOf(file: string): Promise<string> {
  const handle = await open(file).catch(() => undefined);
  if (!handle) return '';
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(200), 0, 200, 0);
    return /^#!.*python/.test(buffer.toString('latin1', 0, bytesRead)) ? ' (Python; probably Hermes Agent)' : '';
  } finally {
    await handle.close();
  }
}
