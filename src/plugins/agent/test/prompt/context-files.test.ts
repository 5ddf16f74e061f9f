import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDir } from '../../../../../test/helpers/home.ts';
import { contextFiles } from '../../src/prompt/context-files.ts';

/** A repository with a folder two levels below its root, and a home. */
function world() {
  const root = tempDir();
  const home = tempDir();
  const inner = join(root, 'packages/app');
  mkdirSync(inner, { recursive: true });
  mkdirSync(join(root, '.git'));
  return { root, home, inner };
}

test("the home's SOUL.md, then AGENTS.md from the repository's root down to the folder", async () => {
  const { root, home, inner } = world();
  writeFileSync(join(home, 'SOUL.md'), 'Be kind.\n');
  writeFileSync(join(root, 'AGENTS.md'), 'Root rules.');
  writeFileSync(join(inner, 'AGENTS.md'), '\ufeffInner rules.');
  const files = await contextFiles(home, inner, 1_000);
  expect(files.map(({ name, text }) => [name, text])).toEqual([
    ['SOUL.md', 'Be kind.'],
    ['../../AGENTS.md', 'Root rules.'],
    ['AGENTS.md', 'Inner rules.'],
  ]);
});

test('without a repository only the folder itself is read', async () => {
  const outer = tempDir();
  const inner = join(outer, 'inner');
  mkdirSync(inner);
  writeFileSync(join(outer, 'AGENTS.md'), 'Not mine.');
  expect(await contextFiles(tempDir(), inner, 1_000)).toEqual([]);
});

test('F28: a link that leads out of the repository brings nothing into the prompt', async () => {
  const { home, root, inner } = world();
  const secret = join(tempDir(), 'id_ed25519');
  writeFileSync(secret, 'PRIVATE');
  symlinkSync(secret, join(inner, 'AGENTS.md'));
  symlinkSync(secret, join(home, 'SOUL.md'));
  writeFileSync(join(root, 'AGENTS.md'), 'Root rules.');
  expect((await contextFiles(home, inner, 1_000)).map(({ text }) => text)).toEqual(['Root rules.']);
});

test('a long file is cut and says so; folders, empty and missing files are left out', async () => {
  const { home, root, inner } = world();
  writeFileSync(join(root, 'AGENTS.md'), '规'.repeat(5_000));
  mkdirSync(join(inner, 'AGENTS.md'));
  writeFileSync(join(home, 'SOUL.md'), '  \n');
  const [file, ...others] = await contextFiles(home, inner, 100);
  expect(others).toEqual([]);
  expect(file?.text).toBe(`${'规'.repeat(100)}\n[cut here]`);
  expect(file?.cut).toBeGreaterThan(4_000);
});

test('a file is never cut between the halves of a character', async () => {
  const { home, inner } = world();
  writeFileSync(join(inner, 'AGENTS.md'), `a${'😀'.repeat(100)}`);
  const [file] = await contextFiles(home, inner, 100);
  expect(file?.text).toBe(`a${'😀'.repeat(49)}\n[cut here]`);
});
