import { expect, test } from 'vitest';
import type { Answer, Question } from '../../src/approvals/approver.ts';
import { readMcpSettings, type ServerSpec } from '../../src/mcp/config.ts';
import { formFiller } from '../../src/mcp/elicit.ts';
import { mcpWorld } from './world.ts';

const [SPEC] = readMcpSettings({ mcp_servers: { one: { command: '/bin/true' } } }, '/').servers as [ServerSpec];
const never = new AbortController().signal;

/** The forms of one server before a user who always gives one answer. */
function filler(answer: Answer) {
  const asked: Question[] = [];
  const declined: string[] = [];
  const ask = async (question: Question) => {
    asked.push(question);
    return answer;
  };
  const fill = formFiller(SPEC, { ask, askText: async () => 'x', declined: (why) => void declined.push(why) });
  const field = (name: string, more: object = {}, message = 'Please.') =>
    fill({ message, schema: { type: 'object', properties: { [name]: { type: 'string', ...more } } } }, never);
  return { asked, declined, field };
}

test.each([
  ['pass\u200bword', {}],
  ['ｐａｓｓｗｏｒｄ', {}],
  ['user_pin', {}],
  ['otp', {}],
  ['value', { title: 'Verification code' }],
  ['value', { description: 'your seed phrase' }],
  ['card_number', {}],
  ['value', { description: 'Do not worry, and enter your password.' }],
  ['value', { description: 'Do not share it; your password' }],
  ['value', { description: 'Never give your password to anyone but us.' }],
  ['value', { description: 'Do not type your password except here' }],
  ['value', { description: 'Do not type your user name, type your password.' }],
  ['value', { description: 'Never share your password and just enter it' }],
  ['value', { description: "Don't send the token by mail - paste it." }],
  ['pin', { description: 'Do not enter your pin.' }],
  ['验证码', {}],
])('attack 44: a form that asks for %s %j is declined', async (name, more) => {
  const { asked, declined, field } = filler('once');
  expect(await field(name, more)).toEqual({ action: 'decline' });
  expect([asked.length, declined.length]).toEqual([0, 1]);
});

test.each(['pinned', 'opinion', 'shipping_address', 'captcha'])('%s is no secret', async (name) => {
  expect(await filler('once').field(name)).toEqual({ action: 'accept', content: { [name]: 'x' } });
});

test.each([
  'Your favorite integer (do not give us your phone number, pin, or other sensitive info)',
  'A note. Never enter passwords.',
  'A note. Do not type or paste passwords, tokens or keys of any kind.',
])('a warning against secrets asks for none, and is said to name one: %s', async (description) => {
  const { asked, declined, field } = filler('once');
  expect(await field('value', { description })).toEqual({ action: 'accept', content: { value: 'x' } });
  expect(declined).toEqual([]);
  expect(asked[0]?.review.reasons.join()).toContain('names a secret');
});

test('attack 44: that the text of a form names a secret is said where it is answered', async () => {
  const { asked, field } = filler('deny');
  await field('value', {}, 'Enter your GitHub password');
  expect(asked[0]?.review.reasons.join()).toContain('names a secret');
  await field('value', {}, 'Enter your name');
  expect(asked[1]?.review.reasons.join()).not.toContain('names a secret');
});

test('a server whose forms are declined three times is not heard any more', async () => {
  const { asked, declined, field } = filler('deny');
  for (let at = 0; at < 6; at += 1) expect(await field('name')).toEqual({ action: 'decline' });
  expect(asked).toHaveLength(3);
  expect(declined).toEqual([expect.stringContaining('declined unasked')]);
});

test('a form that nobody would read to its end is declined unseen', async () => {
  const { asked, declined, field } = filler('once');
  for (const [more, message] of [
    [{}, 'x '.repeat(8_000_000)],
    [{ enum: Array(10_000).fill('word') }, 'Choose.'],
  ] as const)
    expect(await field('value', more, message)).toEqual({ action: 'decline' });
  expect(asked).toEqual([]);
  expect(declined).toEqual(Array(2).fill(expect.stringContaining('too long to be read')));
});

test('a form whose call was stopped is not open any more, and the next one is asked', async () => {
  const world = mcpWorld();
  const servers = world.scripted('one', {
    tools: [{ name: 'elicit', inputSchema: { type: 'object', properties: { schema: { type: 'object' } } } }],
  });
  const call = new AbortController();
  const forms: AbortSignal[] = [];
  const ask = async ({ review }: Question, signal: AbortSignal): Promise<Answer> => {
    if (!review.action.startsWith('answer a form')) return 'once';
    forms.push(signal);
    if (forms.length > 1) return 'once';
    const { promise, reject } = Promise.withResolvers<Answer>();
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    call.abort(new Error('stopped by the user'));
    return promise;
  };
  const room = await world.open(servers, 'once', { ask, askText: async () => 'Ann' });
  const schema = { type: 'object', properties: { name: { type: 'string' } } };
  expect((await world.call(room, 'mcp_one_elicit', { schema }, call.signal)).status).toBe('error');
  expect(forms.map(({ aborted }) => aborted)).toEqual([true]);
  expect((await world.call(room, 'mcp_one_elicit', { schema })).text).toContain('"name":"Ann"');
});

test.each([
  [
    'oneOf',
    {
      oneOf: [
        { const: 'h-1', title: 'Ann' },
        { const: 'h-2', title: 'h-1' },
      ],
    },
    'h-1: Ann, h-2: h-1',
  ],
  ['enumNames', { enum: ['h-1', 'h-2'], enumNames: ['Ann', 'h-1'] }, 'h-1: Ann, h-2: h-1'],
])(
  'what can be chosen is shown with its titles and typed by either, the value first (%s)',
  async (_kind, schema, shown) => {
    const asked: Question[] = [];
    const typed = ['Bob', 'Ann', 'h-1', 'h-1', 'Ann, h-2'];
    const fill = formFiller(SPEC, {
      ask: async (question) => {
        asked.push(question);
        return 'once';
      },
      askText: async () => typed.shift() ?? '',
      declined: () => undefined,
    });
    const single = { type: 'string', ...schema };
    const several = { type: 'array', items: { anyOf: [{ const: 'h-1', title: 'Ann' }, { const: 'h-2' }] } };
    const form = {
      message: '',
      schema: { type: 'object', properties: { a: single, b: single, c: single, d: several } },
    };
    expect(await fill(form, never)).toEqual({
      action: 'accept',
      content: { a: 'h-1', b: 'h-1', c: 'h-1', d: ['h-1', 'h-2'] },
    });
    expect(asked[0]?.review.detail).toContain(`a? (${shown})`);
  },
);

test.each([
  [{ type: 'integer', minimum: 1, maximum: 9 }, 'ten', 'Wanted: a whole number, at least 1, at most 9. '],
  [{ type: 'number' }, 'ten', 'Wanted: a number. '],
  [{ type: 'boolean' }, 'maybe', 'Wanted: `yes` or `no`. '],
  [{ type: 'string', enum: ['a', 'b'] }, 'c', 'Wanted: one of these. '],
  [{ type: 'array', items: { enum: ['a', 'b'] } }, 'a b', 'Wanted: some of these, with commas between them. '],
  [{ type: 'string' }, '', 'It is required. '],
])('what does not fit is asked for again with what is wanted: %j', async (schema, given, said) => {
  const prompts: string[] = [];
  const askText = async (prompt: string) => {
    prompts.push(prompt);
    return given;
  };
  const fill = formFiller(SPEC, { ask: async () => 'once', askText, declined: () => undefined });
  const form = { message: '', schema: { type: 'object', properties: { it: schema }, required: ['it'] } };
  expect(await fill(form, never)).toEqual({ action: 'cancel' });
  const [first = ''] = prompts;
  expect(prompts).toEqual([first, `${said}${first}`, `${said}${first}`]);
});
