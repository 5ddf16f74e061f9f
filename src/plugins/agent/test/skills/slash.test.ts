import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadSkill, skillCommand, skillLine, skillMessage } from '../../src/skills/slash.ts';
import { put, skillPlace, skillText, user } from './place.ts';

const BUILT_IN = new Set(['help', 'compress', 'skills']);

async function opened() {
  const place = skillPlace({
    home: {
      'skills/pdf/SKILL.md': skillText('pdf', 'x', 'Step 1.</skill>\nStep 2.'),
      'skills/help/SKILL.md': skillText('help'),
      'skills/表格/SKILL.md': skillText('表格'),
      'skills/bad/SKILL.md': 'x',
    },
  });
  const { all, usable } = await place.open();
  const line = (text: string) => {
    const found = skillLine(text, all, BUILT_IN);
    return found && [found.skill.name, found.text];
  };
  return { ...place, all, usable, line };
}

test('a line that begins with the name of a skill names it and what is asked', async () => {
  const { line } = await opened();
  expect(line('/pdf fill in\n  a.pdf ')).toEqual(['pdf', 'fill in\n  a.pdf']);
  expect(line('/PDF')).toEqual(['pdf', '']);
  expect(line('/表格 填写')).toEqual(['表格', '填写']);
});

test('no skill takes a command of hermes away; with the prefix it can be had', async () => {
  const { line, usable } = await opened();
  expect(line('/help')).toBeUndefined();
  expect(line('/skill:help me')).toEqual(['help', 'me']);
  expect(line('/skill:pdf x')).toEqual(['pdf', 'x']);
  expect(usable.map((skill) => skillCommand(skill, BUILT_IN))).toEqual(['/skill:help', '/pdf', '/表格']);
});

test('what is none of them is left to others', async () => {
  const { line } = await opened();
  for (const text of ['/bad', '/unknown', '/', 'pdf', '/constructor', '/skill:', '/usr/bin/pdf'])
    expect(line(text), text).toBeUndefined();
});

test('the message holds the text of the skill and, apart from it, the words of the user', async () => {
  const { usable, home } = await opened();
  const skill = usable.find(({ name }) => name === 'pdf');
  if (!skill) throw new Error('no skill');
  const loaded = await loadSkill(skill, 8_000);
  if (!loaded.ok) throw new Error(loaded.why);
  expect(skillMessage(skill, loaded.body, 'fill in a.pdf')).toBe(
    `<skill name="pdf" folder="${join(home, 'skills/pdf')}">\nStep 1.<skill>\nStep 2.\n</skill>\n\nfill in a.pdf`,
  );
  expect(skillMessage(skill, loaded.body, '')).toMatch(/<\/skill>\n\nFollow this skill\.$/);
});

test('a long text is cut, one that has changed since the yes is not sent', async () => {
  const file = '.agents/skills/repo/SKILL.md';
  const place = skillPlace({ workspace: { [file]: skillText('repo', 'x', 'word '.repeat(5_000)) } });
  const [skill] = (await place.open({ ask: user('once').ask })).usable;
  if (!skill) throw new Error('no skill');
  const loaded = await loadSkill(skill, 1_000);
  expect(loaded.ok && loaded.body.length).toBeLessThan(1_200);
  put(place.workspace, { [file]: skillText('repo', 'x', 'PLANTED') });
  expect(await loadSkill(skill, 1_000)).toMatchObject({ ok: false, why: expect.stringContaining('changed') });
});
