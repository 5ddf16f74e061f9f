import { expect, test } from 'vitest';
import { GREETER } from '../../../../../test/helpers/scripted-model.ts';
import { openTalk } from '../helpers/talk.ts';

const SKILL = '---\nname: greet\ndescription: How to greet.\n---\nSay hello.\n';

test('the session that was named is the one that goes on, whatever it is called after the questions at the start', async () => {
  let asked = (): void => undefined;
  const { talk } = await openTalk(GREETER, {
    work: { '.hermes/skills/greet/SKILL.md': SKILL },
    answer: () => {
      asked();
      return 'deny';
    },
  });
  const { id } = talk.chat.deps.conversation;
  await talk.take('hello');
  await talk.take('/title first');
  await talk.take('/new');
  let questions = 0;
  asked = () => {
    questions += 1;
    talk.chat.store.rename(id, 'another');
  };
  await talk.reopen({ resume: 'first' });
  expect([questions, talk.chat.deps.conversation.id]).toEqual([1, id]);
});

test('a session that goes on with another model is not told that the server lost its prompt', async () => {
  const first = await openTalk(GREETER, { open: {} });
  await first.talk.take('hello');
  const { id } = first.talk.chat.deps.conversation;
  await first.talk.close();
  const other = { ...GREETER, models: ['other.gguf'] };
  const second = await openTalk(other, { home: first.home, open: { resume: id } });
  await second.talk.take('go on');
  const counted = second.shown.events.filter(({ type }) => type === 'usage');
  expect(counted).toEqual([expect.not.objectContaining({ lost: expect.anything() })]);
  expect(second.model.requests[0]?.cachedTokens).toBe(0);
});
