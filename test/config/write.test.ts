import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { editFile } from '../../src/config/edit-file.ts';
import { loadConfig } from '../../src/config/load.ts';
import { decodeText } from '../../src/config/text-encoding.ts';
import { canMount } from '../helpers/can-mount.ts';
import { ROOT } from '../helpers/cli.ts';
import { tempHome } from '../helpers/home.ts';

const text = 'a: "ü 🚀"\n';
const le = Buffer.from(`\uFEFF${text}`, 'utf16le');
const be = Buffer.from(le).swap16();

test.each([
  ['UTF-8', Buffer.from(text), { text, encoding: 'utf-8' }],
  ['UTF-8 with a mark', Buffer.from(`\uFEFF${text}`), { text: `\uFEFF${text}`, encoding: 'utf-8' }],
  ['UTF-16 LE', le, { text: `\uFEFF${text}`, encoding: 'utf-16le' }],
  ['UTF-16 BE', be, { text: `\uFEFF${text}`, encoding: 'utf-16be' }],
  ['nothing', Buffer.alloc(0), { text: '', encoding: 'utf-8' }],
  ['half a character', Buffer.from([0x61, 0xc3]), undefined],
  ['a lone surrogate', Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x61, 0x00]), undefined],
  ['half a UTF-16 unit', Buffer.from([0xff, 0xfe, 0x61]), undefined],
  ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]), undefined],
  ['a NUL', Buffer.from('a\0b'), undefined],
])('bytes as text: %s', (_name, bytes, decoded) => {
  expect(decodeText(bytes)).toEqual(decoded);
});

test.each([le, be])('a UTF-16 file is not edited nor read', async (bytes) => {
  const paths = tempHome();
  writeFileSync(paths.config, bytes);
  const refused = { code: 'config.encoding', exit: 2, try: [expect.stringContaining('config validate --fix')] };
  await expect(editFile(paths.config, [{ path: ['a'], value: 1 }])).rejects.toMatchObject(refused);
  await expect(loadConfig(paths, {})).rejects.toMatchObject(refused);
  expect(readFileSync(paths.config)).toEqual(bytes);
});

test.runIf(process.getuid?.() === 0)('owner and group stay', async () => {
  const { config } = tempHome({ 'config.yaml': 'a: 1\n' });
  chownSync(config, 1234, 2345);
  chmodSync(config, 0o644);
  await editFile(config, [{ path: ['a'], value: 2 }]);
  const { uid, gid, mode } = statSync(config);
  expect([uid, gid, mode & 0o7777]).toEqual([1234, 2345, 0o644]);
});

/** Runs a bit of a program in a mount namespace of its own, in which `target` is mounted over `file`. */
function mounted(file: string, target: string, program: string): string {
  const script = `mount --bind "$1" "$2" && exec "$3" --input-type=module -e "$4"`;
  return execFileSync('unshare', ['-m', 'sh', '-c', script, 'sh', target, file, process.execPath, program], {
    encoding: 'utf8',
  });
}

test.runIf(canMount)('a file that is mounted on its own is written in place after the backup, and only then', () => {
  const { home, config, ops } = tempHome({
    'config.yaml': 'mount point\n',
    'real.yaml': `a: 1 # ${'x'.repeat(500)}\n`,
  });
  const real = join(home, 'real.yaml');
  const before = statSync(real).ino;
  const program = (options: string) => `
    const { editFile } = await import(${JSON.stringify(`${ROOT}src/config/edit-file.ts`)});
    const edits = [{ path: ['a'], remove: true }, { path: ['b'], value: 2 }];
    const done = await editFile(${JSON.stringify(config)}, edits, ${options}).catch(({ code }) => ({ code }));
    console.log(JSON.stringify(done));`;
  expect(JSON.parse(mounted(config, real, program('{}')))).toEqual({ code: 'config.edit-refused' });
  expect(readFileSync(real, 'utf8')).toMatch(/^a: 1 # x+\n$/);
  const backups = join(ops, 'backups');
  const done = JSON.parse(mounted(config, real, program(JSON.stringify({ backups }))));
  expect(done).toEqual({ changed: true, inPlace: true });
  expect(readFileSync(real, 'utf8')).toBe('b: 2\n');
  expect(statSync(real).ino).toBe(before);
  expect(readFileSync(join(backups, readdirSync(backups)[0] ?? ''), 'utf8')).toMatch(/^a: 1 # x+\n$/);
  expect(readFileSync(config, 'utf8')).toBe('mount point\n');
  expect(readdirSync(home).sort()).toEqual(['config.yaml', 'ops', 'real.yaml']);
});
