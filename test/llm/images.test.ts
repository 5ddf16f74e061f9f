import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ApiMode, ChatMessage } from '../../src/contract/index.ts';
import { fromStatus } from '../../src/llm/failure.ts';
import { createLlmRoom } from '../../src/llm/index.ts';
import { tempDir } from '../helpers/home.ts';
import { scriptedServer } from '../helpers/scripted-server.ts';

const MESSAGES: ChatMessage[] = [
  { role: 'system', content: 'S' },
  { role: 'user', content: 'What is it?', images: [{ mediaType: 'image/png', base64: 'QUJD' }] },
];

async function sent(apiMode: ApiMode, messages = MESSAGES) {
  const server = await scriptedServer({ '*': { body: {} } });
  const room = createLlmRoom({ ops: join(tempDir(), 'ops') });
  await room.chat({ baseUrl: server.baseUrl, model: 'm', apiMode }, { task: 'vision', messages, maxTokens: 8 });
  return JSON.parse(server.seen[0]?.body ?? '{}');
}

test('chat completions: parts, the image as a data URL before the text; other messages stay texts', async () => {
  const { messages } = await sent('chat_completions');
  expect(messages).toEqual([
    { role: 'system', content: 'S' },
    {
      role: 'user',
      content: [
        { type: 'image_url', image_url: { url: 'data:image/png;base64,QUJD' } },
        { type: 'text', text: 'What is it?' },
      ],
    },
  ]);
});

test('Responses: input_image', async () => {
  expect((await sent('codex_responses')).input[1].content).toEqual([
    { type: 'input_image', detail: 'auto', image_url: 'data:image/png;base64,QUJD' },
    { type: 'input_text', text: 'What is it?' },
  ]);
});

test('Anthropic messages: a block with its media type', async () => {
  expect((await sent('anthropic_messages')).messages[0].content).toEqual([
    { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'QUJD' } },
    { type: 'text', text: 'What is it?' },
  ]);
});

test('an empty list of images changes no byte', async () => {
  const plain: ChatMessage[] = [{ role: 'user', content: 'hi' }];
  const empty: ChatMessage[] = [{ role: 'user', content: 'hi', images: [] }];
  for (const mode of ['chat_completions', 'codex_responses', 'anthropic_messages'] as const)
    expect(await sent(mode, empty)).toEqual(await sent(mode, plain));
});

test.each([
  // llama-server b11669 without --mmproj, tried.
  [500, 'image input is not supported - hint: if this is unexpected, you may need to provide the mmproj'],
  [400, 'Invalid content type. image_url is only supported by certain models.'],
  [400, 'At most 0 image(s) may be provided in one prompt.'],
  [400, 'tiny is not a multimodal model'],
  [404, 'No endpoints found that support image input'],
  [422, 'messages[1]: unknown variant `image_url`, expected `text`'],
  [400, 'this model does not support image input'],
  [400, "the model doesn't support vision"],
])('%i %s: the model takes no images', (status, message) => {
  expect(fromStatus(status, JSON.stringify({ error: { message } }), undefined)).toMatchObject({ failure: 'images' });
});

test.each([
  [400, 'tools param requires --jinja flag', 'template'],
  [429, 'image requests: slow down, not supported at this rate', 'rate-limited'],
  [500, 'out of memory', 'server-error'],
  [404, 'The model `vision-9` does not exist', 'not-found'],
])('%i %s: something else', (status, message, failure) => {
  expect(fromStatus(status, JSON.stringify({ error: { message } }), undefined)).toMatchObject({ failure });
});
