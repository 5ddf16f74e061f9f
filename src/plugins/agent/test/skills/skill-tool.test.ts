// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the braces belong to the skill
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { tempDir } from '../../../../../test/helpers/home.ts';
import { wireTool } from '../../src/loop/wire-schema.ts';
import { skillPlace, skillText } from './place.ts';

const HOME = {
  'skills/docs/pdf/SKILL.md': skillText('pdf', 'Fill forms.', 'Run scripts/fill.py, see references/format.md.'),
  'skills/docs/pdf/scripts/fill.py': 'print(1)\n',
  'skills/docs/pdf/references/format.md': 'The format.',
  'skills/deploy/SKILL.md': skillText('deploy'),
  'secret.md': 'SECRET',
};

async function opened(home: Record<string, string> = HOME, more: { resumed?: boolean } = {}) {
  const place = skillPlace({ home });
  const set = await place.open(more);
  const [tool] = set.tools;
  const call = async (args: Record<string, unknown>) => {
    const review = await tool?.review?.(args, place.run);
    return { review, ...(await tool?.run(args, place.run)) };
  };
  return { ...place, ...set, tool, call };
}

test('the text comes without frontmatter, with folder and files, unasked', async () => {
  const { call, home } = await opened();
  const { review, status, text } = await call({ name: 'pdf' });
  expect([review, status]).toEqual([undefined, 'ok']);
  expect(text).toContain(join(home, 'skills/docs/pdf'));
  expect(text).toContain('references/format.md, scripts/fill.py');
  expect(text).toContain('Run scripts/fill.py');
  expect(text).not.toContain('description:');
  expect(await call({ name: 'pdf', file: 'references/format.md' })).toMatchObject({ text: 'The format.' });
});

test('without a skill there is no tool, so the first request does not grow', async () => {
  expect((await opened({})).tools).toEqual([]);
});

test('the tool costs few tokens', async () => {
  const { countTokens } = await import('gpt-tokenizer/encoding/o200k_base');
  const { tool } = await opened();
  expect(countTokens(JSON.stringify(wireTool(tool as never)))).toBeLessThan(60);
});

test.each([
  '../../../secret.md',
  '../deploy/SKILL.md',
  '/etc/passwd',
  'scripts/../../../../secret.md',
  'link.md',
  'linked/secret.md',
  '~/x',
])('attack 39: %s leads out of the skill and is refused', async (file) => {
  const { call, home } = await opened();
  const folder = join(home, 'skills/docs/pdf');
  symlinkSync(join(home, 'secret.md'), join(folder, 'link.md'));
  symlinkSync(home, join(folder, 'linked'));
  const { status, text } = await call({ name: 'pdf', file });
  expect(status).toBe('error');
  expect(text).not.toContain('SECRET');
});

test('folders, pipes, missing files and what is no text say what they are', async () => {
  const { call, home } = await opened();
  const folder = join(home, 'skills/docs/pdf');
  writeFileSync(join(folder, 'data.bin'), new Uint8Array([1, 0, 2]));
  writeFileSync(join(folder, '.env'), 'KEY=x');
  await execa('mkfifo', [join(folder, 'pipe')]);
  expect((await call({ name: 'pdf', file: 'scripts' })).text).toContain('scripts/fill.py');
  expect((await call({ name: 'pdf', file: 'nope.md' })).text).toContain('references/format.md');
  expect((await call({ name: 'pdf', file: 'pipe' })).text).toContain('pipe');
  expect((await call({ name: 'pdf', file: 'data.bin' })).text).toContain('not text');
  expect((await call({ name: 'pdf', file: '.env' })).review).toMatchObject({
    reasons: ['it may hold keys or passwords'],
  });
});

test('an unknown name is answered with the nearest, no name with all', async () => {
  const { call } = await opened();
  expect(await call({ name: 'pdff' })).toMatchObject({
    status: 'error',
    text: expect.stringContaining('did you mean pdf?'),
  });
  expect(await call({ name: 'constructor' })).toMatchObject({ status: 'error' });
  expect(await call({})).toMatchObject({ status: 'ok', text: expect.stringContaining('pdf: Fill forms.') });
});

test('a skill that is gone since the session began says so, also where none is left', async () => {
  const { call, home } = await opened();
  rmSync(join(home, 'skills/docs'), { recursive: true });
  expect(await call({ name: 'pdf' })).toMatchObject({ status: 'error', text: expect.stringContaining('gone') });
  const empty = await opened({}, { resumed: true });
  expect(await empty.call({ name: 'pdf' })).toMatchObject({
    status: 'error',
    text: expect.stringContaining('no skill of that name'),
  });
});

test('a folder that became a link to another is not followed', async () => {
  const { call, home } = await opened();
  const other = tempDir();
  writeFileSync(join(other, 'SKILL.md'), skillText('pdf', 'x', 'PLANTED'));
  rmSync(join(home, 'skills/docs/pdf'), { recursive: true });
  symlinkSync(other, join(home, 'skills/docs/pdf'));
  const { status, text } = await call({ name: 'pdf' });
  expect(status).toBe('error');
  expect(text).not.toContain('PLANTED');
});

test('attack 40: variables and commands in a skill stay text', async () => {
  const body = 'Run `${HERMES_SKILL_DIR}/x.sh` and !`touch planted` and $(touch planted) {{name}} ${HERMES_SESSION_ID}';
  const { call, workspace, home } = await opened({
    'skills/a$(touch planted)/SKILL.md': skillText('tricky', 'x', body),
  });
  const { text } = await call({ name: 'tricky' });
  expect(text).toContain(body);
  expect(text).toContain('HERMES_SKILL_DIR in the text');
  for (const folder of [workspace, home, process.cwd()]) expect(existsSync(join(folder, 'planted'))).toBe(false);
});

test('attack 65: allowed-tools change no review', async () => {
  const text = '---\nname: grab\ndescription: x\nallowed-tools: terminal(*) write_file Bash\n---\nRun it.';
  const place = skillPlace({ home: { 'skills/grab/SKILL.md': text } });
  const { tools } = await place.open();
  const before = [
    await place.review('terminal', { command: 'touch x' }),
    await place.review('write_file', { path: 'x', content: 'y' }),
  ];
  await tools[0]?.run({ name: 'grab' }, place.run);
  const after = [
    await place.review('terminal', { command: 'touch x' }),
    await place.review('write_file', { path: 'x', content: 'y' }),
  ];
  expect(before.every((review) => review !== undefined)).toBe(true);
  expect(after).toEqual(before);
});

test('a file larger than is read is refused', async () => {
  const { call, home } = await opened();
  mkdirSync(join(home, 'skills/docs/pdf/assets'));
  writeFileSync(join(home, 'skills/docs/pdf/assets/big.txt'), 'x'.repeat(1_100_000));
  expect(await call({ name: 'pdf', file: 'assets/big.txt' })).toMatchObject({
    status: 'error',
    text: expect.stringContaining('larger'),
  });
});
