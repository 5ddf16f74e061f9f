import { expect, onTestFinished, test } from 'vitest';
import { describeLive, startLlama } from '../helpers/llama-server.ts';
import { startScriptedModel } from '../helpers/scripted-model.ts';

/** The scripted model writes what a real llama-server writes: the same events with the same fields of the same types. */
describeLive('scripted model beside llama-server', () => {
  const parameters = {
    type: 'object',
    properties: { color: { type: 'string', enum: ['red', 'green'] } },
    required: ['color'],
  };
  const pick = { name: 'pick', description: 'Pick one', parameters };
  const messages = [{ role: 'user', content: 'Hi' }];
  // Greedy: else the tiny model answers in words once in eighty times.
  const limits = { model: 'x', stream: true, temperature: 0 };
  const text = { max_tokens: 4 };
  const cases = [
    { path: '/v1/chat/completions', tools: false, body: { messages, ...text } },
    {
      path: '/v1/chat/completions',
      tools: false,
      body: { messages, ...text, stream_options: { include_usage: true } },
    },
    { path: '/v1/chat/completions', tools: true, body: { messages, tools: [{ type: 'function', function: pick }] } },
    { path: '/v1/responses', tools: false, body: { input: messages, max_output_tokens: 4 } },
    { path: '/v1/responses', tools: true, body: { input: messages, tools: [{ type: 'function', ...pick }] } },
    { path: '/v1/messages', tools: false, body: { messages, ...text } },
    {
      path: '/v1/messages',
      tools: true,
      body: {
        messages,
        max_tokens: 200,
        tools: [{ name: pick.name, description: 'Pick one', input_schema: parameters }],
      },
    },
  ];

  test('streams', async () => {
    const real = await startLlama({ model: 'tools' });
    const scripted = await startScriptedModel({
      strict: false,
      turns: [{ user: 'hi', steps: [{ calls: [{ tool: 'pick', args: { color: 'red' } }] }] }],
    });
    onTestFinished(() => scripted.close());
    for (const { path, tools, body } of cases) {
      const [theirs, ours] = await Promise.all(
        [real.url, scripted.url].map(async (url) => {
          const init = {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ ...limits, ...body }),
          };
          return shapes(await (await fetch(`${url}${path}`, init)).text());
        }),
      );
      expect(ours, `${path}, ${tools ? 'a call' : 'text'}`).toEqual(theirs);
    }
  });

  test.each(['/health', '/v1/models', '/slots', '/nothing'])('GET %s', async (path) => {
    const real = await startLlama({ model: 'tools' });
    const scripted = await startScriptedModel({ turns: [] });
    onTestFinished(() => scripted.close());
    const [theirs, ours] = await Promise.all(
      [real.url, scripted.url].map(async (url) => {
        const response = await fetch(`${url}${path}`);
        return { status: response.status, keys: new Set(keysOf(await response.json())) };
      }),
    );
    expect(ours?.status).toBe(theirs?.status);
    for (const key of ours?.keys ?? []) expect(theirs?.keys).toContain(key);
  });
});

/** Every kind of event, as its name and the fields that it has, each once and in the order of its first appearance. */
function shapes(stream: string): string[] {
  const events = stream.split('\n\n').filter((event) => event !== '');
  const seen = events.map((event) => {
    const name = /^event: (.*)$/m.exec(event)?.[1] ?? '';
    const data = /^data: (.*)$/m.exec(event)?.[1] ?? '';
    return `${name} ${data.startsWith('{') ? keysOf(JSON.parse(data)).sort().join(' ') : data}`;
  });
  return [...new Set(seen)];
}

function keysOf(value: unknown, prefix = ''): string[] {
  if (Array.isArray(value))
    return value.length === 0 ? [`${prefix}[]`] : [...new Set(value.flatMap((one) => keysOf(one, `${prefix}[]`)))];
  if (typeof value !== 'object' || value === null) return [`${prefix}:${value === null ? 'null' : typeof value}`];
  return Object.entries(value).flatMap(([key, inner]) => keysOf(inner, `${prefix}.${key}`));
}
