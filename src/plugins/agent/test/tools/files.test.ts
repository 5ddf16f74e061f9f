import { mkdirSync, readdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempDir } from '../../../../../test/helpers/home.ts';
import { putFile } from '../../src/tools/files/put-file.ts';
import { openFile, readWhole } from '../../src/tools/files/read-bytes.ts';

/** A folder with a file of somebody else, which a link leads to. */
function world() {
  const base = realpathSync(tempDir());
  mkdirSync(join(base, 'victim/inner'), { recursive: true });
  writeFileSync(join(base, 'victim/inner/key'), 'SECRET');
  symlinkSync('victim', join(base, 'link'));
  symlinkSync('victim/inner/key', join(base, 'file'));
  return base;
}

describe('attack 25: a link that has come into a path since it was checked is not followed', () => {
  test('at its end', async () => {
    expect(await openFile(join(world(), 'file'))).toMatchObject({ ok: false, code: 'ELOOP' });
  });

  test.runIf(process.platform === 'linux')('above what is read', async () => {
    const base = world();
    expect(await readWhole(join(base, 'link/inner/key'), 100)).toMatchObject({ ok: false, code: 'MOVED' });
    expect(await readWhole(join(base, 'victim/inner/key'), 100)).toMatchObject({ ok: true });
  });

  test.runIf(process.platform === 'linux')('above what is written', async () => {
    const base = world();
    await expect(putFile(join(base, 'link/inner/key'), Buffer.from('evil'))).rejects.toThrow('has become a link');
    expect(readFileSync(join(base, 'victim/inner/key'), 'utf8')).toBe('SECRET');
    expect(readdirSync(join(base, 'victim/inner'))).toEqual(['key']);
  });
});
