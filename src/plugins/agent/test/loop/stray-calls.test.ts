import { expect, test } from 'vitest';
import { openTalk } from '../helpers/talk.ts';

/** Calls a tool of the given name in every answer, with other arguments each time, and is ended by the agent at some point. */
async function calling(tool: string) {
  const steps = Array.from({ length: 12 }, (_, i) => ({ calls: [{ tool, args: { path: `${i}.txt` } }] }));
  const { talk, model, shown } = await openTalk({ turns: [{ user: 'go', steps }] });
  await talk.take('go');
  const error = shown.events.find((event) => event.type === 'error');
  return { error, requests: model.requests.length, said: shown.lines.join('\n') };
}

test('calls without a name end the turn at the second, and the words name the server and what to run', async () => {
  const { error, requests, said } = await calling('');
  expect(error).toMatchObject({ code: 'agent.loop' });
  expect(requests).toBe(2);
  expect(said).toContain('without the name of a tool');
  expect(said).toContain('chat template loses the names');
  expect(said).toContain('try: hermes doctor');
});

test('calls of a tool that does not exist end it before the general limit does, and the tool is named', async () => {
  const { error, requests, said } = await calling('fly_to_moon');
  expect(error).toMatchObject({ code: 'agent.loop' });
  expect(requests).toBeLessThanOrEqual(6);
  expect(said).toContain('`fly_to_moon`');
});
