import { expect, onTestFinished, test } from 'vitest';
import { GREETER, startScriptedModel } from '../../../../../test/helpers/scripted-model.ts';
import { insights } from '../../src/insights/insights.ts';
import { openTalk } from '../helpers/talk.ts';

test('what a session asked stands in the ledger with its id, and insights tell its models apart', async () => {
  const titles = await startScriptedModel({ turns: [] });
  onTestFinished(() => titles.close());
  const { talk, host, model } = await openTalk(
    { ...GREETER, models: ['one.gguf', 'two.gguf'] },
    { config: { auxiliary: { title_generation: { provider: 'custom', base_url: titles.baseUrl, model: 'titles' } } } },
  );
  const { id } = talk.chat.deps.conversation;
  await talk.take('hello');
  await expect.poll(() => talk.chat.store.get(id)?.title).toMatch(/^About /);
  await talk.take('/model two.gguf');
  await talk.take('hello again');
  await talk.take('and again');
  const asked: string[] = [];
  for await (const entry of await host.usage.read({ since: new Date(0) })) asked.push(`${entry.task} ${entry.session}`);
  expect(asked.toSorted()).toEqual([`chat ${id}`, `chat ${id}`, `chat ${id}`, `title_generation ${id}`]);
  expect(JSON.stringify(model.requests.map(({ body }) => body))).not.toContain(id);
  const { result } = await insights(host, 1);
  expect(result.models.map((it) => [it.model, it.sessions, it.requests])).toEqual([
    ['two.gguf', 1, 2],
    ['one.gguf', 1, 1],
  ]);
});

test('/usage counts messages and turns of one set, also after something was taken back', async () => {
  const { talk, shown } = await openTalk({
    strict: false,
    turns: [
      { user: 'list', steps: [{ calls: [{ tool: 'list_dir', args: { path: '.' } }] }, { say: 'Listed.' }] },
      { user: 'hello', steps: [{ say: 'Fine.' }], endless: true },
    ],
  });
  for (const line of ['hello', 'list the files', 'hello again', '/undo']) await talk.take(line);
  const usage = async () => {
    shown.lines.length = 0;
    await talk.take('/usage');
    return shown.lines.join('\n');
  };
  expect(await usage()).toMatch(
    /^messages +6 +2 turns; what the model is sent now\ntool calls +1 +of the whole session/,
  );
  await talk.take('/undo');
  expect(await usage()).toMatch(
    /^messages +2 +1 turn; what the model is sent now\ntool calls +1 +of the whole session/,
  );
});
