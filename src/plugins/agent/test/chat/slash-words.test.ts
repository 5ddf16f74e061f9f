import { expect, test } from 'vitest';
import type { Script } from '../../../../../test/helpers/scripted-model/types.ts';
import { cells } from '../../src/render/cells.ts';
import { openTalk } from '../helpers/talk.ts';

const TALKING: Script = {
  strict: false,
  turns: [{ user: 'hello', steps: [{ say: 'Fine.' }], endless: true }],
};

test('/new TITLE begins a session of that title, which no model replaces', async () => {
  const { talk, shown } = await openTalk(TALKING);
  const { id } = talk.chat.deps.conversation;
  await talk.take('/new  deploy script ');
  const next = talk.chat.deps.conversation.id;
  expect(next).not.toBe(id);
  expect(talk.chat.store.get(next)?.title).toBe('deploy script');
  expect(shown.lines).toContain('┊ the session is called: deploy script');
  await talk.take('hello');
  expect(talk.chat.store.get(next)?.title).toBe('deploy script');
  await talk.take('/new');
  expect(talk.chat.store.get(talk.chat.deps.conversation.id)?.title).toBe('');
});

test('/help NAME is about that command or skill alone', async () => {
  const skill = '---\nname: pdf-forms\ndescription: Fills in forms.\n---\n\nSteps.\n';
  const { talk, shown } = await openTalk(TALKING, { files: { 'skills/pdf-forms/SKILL.md': skill } });
  const said = async (line: string) => {
    shown.lines.length = 0;
    await talk.take(line);
    return shown.lines.join('\n');
  };
  expect(await said('/help undo')).toMatch(/^\/undo +take your last message.*back$/);
  expect(await said('/help /clear')).toMatch(/^\/new \[TITLE\] +a new session$/);
  expect(await said('/help pdf-forms')).toBe('/pdf-forms [WORDS]  Fills in forms.');
  expect(await said('/help unod')).toMatch(/there is no command \/unod; did you mean \/undo\?/);
  expect(await said('/help')).toMatch(/\/help \[COMMAND\][\s\S]*\/new[\s\S]*\/quit/);
});

test('what stands behind a command that takes nothing is not passed over: nothing is done', async () => {
  const { talk, shown } = await openTalk(TALKING);
  await talk.take('hello');
  await talk.take('/undo 2');
  expect(shown.lines.at(-1)).toBe('┊ /undo takes nothing behind it; nothing was done');
  expect(talk.chat.deps.conversation.messages).toHaveLength(2);
  expect(await talk.take('/quit now')).not.toBe(false);
});

test('/sessions: no row is broken, at 80 columns neither, whatever title and model are', async () => {
  const { talk, shown } = await openTalk(TALKING);
  const { surface } = talk;
  await talk.take('hello');
  await talk.take(`/title ${'书房 deploy '.repeat(10)}`);
  for (const columns of [60, 80, 110, 200]) {
    shown.lines.length = 0;
    surface.columns = () => columns;
    await talk.take('/sessions');
    const [table = '', hint] = shown.lines;
    expect(table).toMatch(/ 2 +书房/);
    for (const row of table.split('\n')) expect(cells(row)).toBeLessThanOrEqual(columns);
    expect(table.includes('MODEL')).toBe(columns >= 110);
    expect(hint).toContain('/resume ID or TITLE');
  }
});
