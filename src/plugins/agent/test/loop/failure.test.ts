import { expect, test } from 'vitest';
import type { ApiMode } from '../../../../../src/contract/index.ts';
import { GREETER } from '../../../../../test/helpers/scripted-model.ts';
import { scriptedServer } from '../../../../../test/helpers/scripted-server.ts';
import { openTalk } from '../helpers/talk.ts';

test.each<[ApiMode, unknown, string]>([
  ['chat_completions', { choices: [null] }, '`choices[0]` is null'],
  ['codex_responses', { type: 'response.completed', response: { output: [null] } }, '`output[0]` is null'],
  ['anthropic_messages', { type: 'message_start', message: null }, '`message` is null'],
])(
  'in mode %s an answer that is none is told with what was wrong, where, and what to do',
  async (mode, event, words) => {
    const server = await scriptedServer({
      'GET /v1/models': { body: { data: [{ id: 'odd' }] } },
      '*': { stream: [`data: ${JSON.stringify(event)}\n\n`, 'data: {"type":"message_stop"}\n\n'] },
    });
    const model = {
      default: 'odd',
      provider: 'custom',
      base_url: server.baseUrl,
      api_mode: mode,
      context_length: 65_536,
    };
    const { talk, shown } = await openTalk(GREETER, { config: { model } });
    await talk.take('hello');
    const said = shown.lines.join('\n');
    expect(shown.events).toContainEqual(expect.objectContaining({ type: 'error', code: 'agent.no-completion' }));
    for (const part of [words, server.baseUrl, mode, 'try: hermes config explain model.api_mode'])
      expect(said).toContain(part);
  },
);

test('an answer of nothing at all is told as that, with the address and with what to look at', async () => {
  const server = await scriptedServer({
    'GET /v1/models': { body: { data: [{ id: 'mute' }] } },
    '*': { status: 204, body: '' },
  });
  const model = { default: 'mute', provider: 'custom', base_url: server.baseUrl, context_length: 65_536 };
  const { talk, shown } = await openTalk(GREETER, { config: { model } });
  await talk.take('hello');
  const said = shown.lines.join('\n');
  expect(shown.events).toContainEqual(expect.objectContaining({ type: 'error', code: 'agent.no-completion' }));
  for (const part of ['nothing at all', 'HTTP 204', server.baseUrl, 'try: hermes config explain model.base_url'])
    expect(said).toContain(part);
});
