import { expect, test } from 'vitest';
import { hangsUp } from '../../../../../test/helpers/hangs-up.ts';
import { GREETER } from '../../../../../test/helpers/scripted-model.ts';
import { openTalk } from '../helpers/talk.ts';

test('a background model that does not answer is told of in the conversation, with what to look at', async () => {
  const entry = { base_url: (await hangsUp()).baseUrl, model: 'mute' };
  const { shown, talk } = await openTalk(GREETER, {
    config: { auxiliary: { transient_retries: 0, title_generation: entry } },
  });
  const notices = () =>
    shown.events.flatMap((event) =>
      event.type === 'notice' && event.code === 'agent.auxiliary-silent' ? [event] : [],
    );
  await talk.take('hello');
  await expect.poll(notices, { timeout: 20_000 }).toHaveLength(1);
  expect(notices()[0]).toMatchObject({
    text: expect.stringMatching(/^mute at 127\.0\.0\.1:\d+ did not answer for title_generation/),
    try: ['hermes auxiliary status'],
  });
});
