import type { ToolCall } from '@hermes-ops/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeLive, startLlama } from '../../../../../test/helpers/llama-server.ts';
import { objectText } from '../../src/loop/object-text.ts';

const REQUESTS = 12;
const CALLS = 32;

/** What a model may write as a JSON value, right or wrong in one place. */
const number = fc.constantFrom(
  '0',
  '-0',
  '1e308',
  '1e309',
  '-4e1207090665200007',
  '1e-999',
  '9'.repeat(400),
  '01',
  '.5',
);
const escaped = fc.constantFrom('\\ud83d', '\\ude00', '\\ud83d\\ude00', '\\\\', '\\u0000', '\\"', '\\x', '\\u12', '\n');
const string = fc
  .array(fc.oneof(escaped, number, fc.string({ unit: 'grapheme-ascii', maxLength: 3 })), { maxLength: 3 })
  .map((parts) => `"${parts.join('')}"`);
const { value } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    number,
    string,
    fc.constantFrom('null', 'true', 'NaN', ''),
    fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(',')}]`),
    fc
      .array(fc.tuple(string, tie('value')), { maxLength: 3 })
      .map((all) => `{${all.map((one) => one.join(':')).join()}}`),
  ),
}));
const written = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(string, value).map(([key, one]) => `{${key}:${one}}`) },
  { weight: 1, arbitrary: value },
  { weight: 1, arbitrary: value.map((one) => JSON.stringify(`{"a":${one}}`)) },
);

describeLive('arguments in the history of a real llama-server', () => {
  test('what is kept of a call is taken back, whatever the model wrote', async () => {
    const llama = await startLlama({ model: 'tools' });
    const seed = Number(process.env['HERMES_TEST_SEED'] ?? Date.now() % 2 ** 31);
    let kept = 0;
    for (const texts of fc.sample(fc.array(written, { minLength: CALLS, maxLength: CALLS }), {
      seed,
      numRuns: REQUESTS,
    })) {
      const taken = texts.flatMap((text) => {
        const read = objectText(text);
        return 'text' in read ? [read.text] : [];
      });
      kept += taken.length;
      const response = await send(llama, taken);
      expect(response.status, `seed ${seed}: ${await response.text()}`).toBe(200);
    }
    console.log(`seed ${seed}: ${kept} of ${REQUESTS * CALLS} texts can be kept`);
    expect(kept).toBeGreaterThan(REQUESTS);
  });

  test.each(['{"a":1e999}', '{"a":"\\ud83d"}'])('the server refuses a history with %s', async (text) => {
    const response = await send(await startLlama({ model: 'tools' }), [text]);
    expect(response.status).toBe(500);
    expect(await response.text()).toContain('Failed to parse tool call arguments');
  });
});

function send({ baseUrl }: { baseUrl: string }, texts: readonly string[]): Promise<Response> {
  const calls = texts.map(
    (text, at): ToolCall => ({ id: `call_${at}`, type: 'function', function: { name: 'f', arguments: text } }),
  );
  const messages = [
    { role: 'user', content: 'Go on.' },
    { role: 'assistant', content: '', tool_calls: calls },
    ...calls.map(({ id }) => ({ role: 'tool', tool_call_id: id, content: 'done' })),
  ];
  return fetch(`${baseUrl}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'tiny', messages, max_tokens: 1 }),
  });
}
