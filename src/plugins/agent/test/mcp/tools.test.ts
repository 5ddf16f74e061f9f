import fc from 'fast-check';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { expect, test } from 'vitest';
import { checkArguments } from '../../src/loop/arguments.ts';
import { wireTool } from '../../src/loop/wire-schema.ts';
import { deferredTools, isDeferred } from '../../src/mcp/deferred.ts';
import { withExact } from '../../src/mcp/exact-answer.ts';
import { listedTools } from '../../src/mcp/listed-tool.ts';
import { toolNames } from '../../src/mcp/names.ts';
import { outcomeOf } from '../../src/mcp/result.ts';
import { usable } from '../../src/mcp/schema.ts';
import { withAbsent, withMcp } from '../../src/mcp/session.ts';
import type { Tool } from '../../src/tools/tool.ts';
import { mcpWorld } from './world.ts';

const RUNS = { numRuns: Number(process.env['HERMES_TEST_N'] ?? 200) };

test('attack 42 and 49: whatever tools are called, the model sees plain names that no other server can take', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('a', '_', '-', 'а', '\u001b', ' ') }),
  );
  const servers = fc.uniqueArray(
    fc.record({ name: text, tools: fc.uniqueArray(fc.record({ name: text }), { selector: ({ name }) => name }) }),
    {
      selector: ({ name }) => name,
      maxLength: 5,
    },
  );
  fc.assert(
    fc.property(servers, (given) => {
      const names = toolNames(given);
      for (const name of names.flat()) expect(name).toMatch(/^mcp_[A-Za-z0-9-]{1,30}_[A-Za-z0-9_-]{1,40}$/);
      for (const name of names.flat()) expect(name.length).toBeLessThanOrEqual(64);
      const owners = names.map((list) => new Set(list.map((name) => name.split('_')[1])));
      for (const [at, own] of owners.entries())
        for (const other of owners.slice(at + 1)) expect([...own].filter((one) => other.has(one))).toEqual([]);
      expect(toolNames(given)).toEqual(names);
    }),
    RUNS,
  );
});

test.each([
  [[{ name: 'fs', tools: ['read', 'rеad'] }], [['mcp_fs_read', expect.stringMatching(/^mcp_fs_r_ad_[0-9a-f]{4}$/)]]],
  [
    [
      { name: 'a', tools: ['b_c'] },
      { name: 'a_b', tools: ['c'] },
    ],
    [['mcp_a_b_c'], ['mcp_a-b_c']],
  ],
  [
    [
      { name: 'a_b', tools: ['c'] },
      { name: 'a-b', tools: ['c'] },
    ],
    [[expect.stringMatching(/^mcp_a-b-[0-9a-f]{4}_c$/)], [expect.stringMatching(/^mcp_a-b-[0-9a-f]{4}_c$/)]],
  ],
])('attack 42: look-alikes %j', (given, names) => {
  const servers = given.map(({ name, tools }) => ({ name, tools: tools.map((tool) => ({ name: tool })) }));
  expect(toolNames(servers)).toEqual(names);
  expect(new Set(toolNames(servers).flat()).size).toBe(toolNames(servers).flat().length);
});

const doubled = Object.fromEntries(
  Array.from({ length: 40 }, (_, i) => [
    `d${i}`,
    { allOf: [{ $ref: `#/$defs/d${i + 1}` }, { $ref: `#/$defs/d${i + 1}` }] },
  ]),
);
const fanned = Object.fromEntries(
  Array.from({ length: 9 }, (_, i) => [
    `d${i}`,
    {
      type: 'object',
      properties: Object.fromEntries('abcdefghij'.split('').map((key) => [key, { $ref: `#/$defs/d${i + 1}` }])),
    },
  ]),
);
const nested = (depth: number): object =>
  depth === 0 ? { type: 'string' } : { type: 'array', items: nested(depth - 1) };

test.each([
  ['refers to itself', { type: 'object', $ref: '#' }],
  ['doubles with every reference', { type: 'object', $defs: doubled, properties: { x: { $ref: '#/$defs/d0' } } }],
  ['fans out with every reference', { type: 'object', $defs: fanned, properties: { x: { $ref: '#/$defs/d0' } } }],
  ['is nested without end', { type: 'object', properties: { x: nested(200) } }],
  ['has a long list of values', { type: 'object', properties: { x: { enum: Array.from({ length: 5_000 }, String) } } }],
  ['hides characters in a name', { type: 'object', properties: { 'pa\u200bth': { type: 'string' } } }],
  ['hides characters in a value', { type: 'object', properties: { x: { enum: ['a\u202eb'] } } }],
])('attack 48: a tool whose schema %s is left out', (_what, inputSchema) => {
  expect(
    usable({ name: 'x', description: '', inputSchema: inputSchema as never, destructive: false }, 'mcp_a_x'),
  ).toMatchObject({ ok: false });
});

test('attack 48: whatever a schema holds, it is offered small or left out', () => {
  const { schema } = fc.letrec((tie) => ({
    schema: fc.oneof(
      { maxDepth: 3 },
      fc.jsonValue({ maxDepth: 2 }),
      fc.dictionary(
        fc.constantFrom(
          'type',
          'properties',
          'items',
          '$ref',
          '$defs',
          'allOf',
          'oneOf',
          'enum',
          'required',
          'pattern',
          'a',
          '__proto__',
        ),
        fc.oneof(
          tie('schema'),
          fc.array(tie('schema'), { maxLength: 3 }),
          fc.constantFrom('#', '#/$defs/a', '#/properties/a', 'object', 'string', '('),
        ),
        { maxKeys: 4 },
      ),
    ),
  }));
  fc.assert(
    fc.property(schema, fc.string({ unit: 'binary' }), (inputSchema, description) => {
      const given = {
        name: 'x',
        description,
        inputSchema: { type: 'object', properties: { a: inputSchema } },
        destructive: false,
      };
      const result = usable(given, 'mcp_a_x');
      if (result.ok) expect(JSON.stringify(wireTool({ name: 'mcp_a_x', ...result })).length).toBeLessThan(20_000);
    }),
    RUNS,
  );
});

test('a schema of a tree is fine, patterns that backtrack are not tried, descriptions are plain and short', () => {
  const inputSchema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    properties: {
      tree: { $ref: '#/definitions/node' },
      word: { type: 'string', pattern: '^(a+)+$', description: `a\u202eb\n${'x'.repeat(2_000)}` },
    },
    definitions: {
      node: { type: 'object', properties: { children: { type: 'array', items: { $ref: '#/definitions/node' } } } },
    },
  };
  const made = usable(
    { name: 'x', description: 'one\n\u001b[31mtwo\u200b three', inputSchema, destructive: false },
    'mcp_a_x',
  );
  expect(made).toMatchObject({ ok: true, description: 'one [31mtwo three' });
  const json = JSON.stringify(made);
  expect(json).not.toContain('a+');
  expect(json).not.toContain('202e');
  expect(json.length).toBeLessThan(1_200);
});

test('include wins over exclude, `*` stands for any text', () => {
  const tools = ['list_issues', 'create_issue', 'delete_repo'].map((name) => ({ name, inputSchema: {} }));
  const names = (include: string[] | undefined, exclude: string[]) =>
    listedTools(tools, { include, exclude }).tools.map(({ name }) => name);
  expect(names(undefined, ['delete_*'])).toEqual(['list_issues', 'create_issue']);
  expect(names(['*_issue', 'list_*'], ['*'])).toEqual(['list_issues', 'create_issue']);
  expect(names(['*issue*'], [])).toEqual(['list_issues', 'create_issue']);
  expect(names([], [])).toEqual([]);
});

const SEARCH = { mode: 'auto', thresholdPct: 5, limit: 5, maxLimit: 25, listingTokens: 200 } as const;
const made = (name: string, description: string): Tool => ({
  name,
  description,
  parameters: { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] },
  review: async () => ({ action: `use ${name}`, detail: '', reasons: [] }),
  run: async (args) => ({ status: 'ok', text: `${name} ${JSON.stringify(args)}` }),
});
const MANY = [
  ...Array.from({ length: 60 }, (_, i) =>
    made(`mcp_big_tool_${i}`, `Does thing number ${i} in a way that takes some words to describe.`),
  ),
  made('mcp_fs_read_file', 'Read a file of the disk.'),
  made('mcp_fs_write_files', 'Write several files.'),
  made('mcp_cn_weather', '查询城市的天气预报。'),
];

test('many tools are deferred behind a search: by share of the window, always, or never', () => {
  const few = MANY.slice(-3);
  expect(isDeferred(few, SEARCH, 32_768)).toBe(false);
  expect(isDeferred(few, SEARCH, 2_048)).toBe(true);
  expect(isDeferred(MANY, SEARCH, 32_768)).toBe(true);
  expect(isDeferred(MANY, SEARCH, 262_144)).toBe(false);
  expect(isDeferred(few, { ...SEARCH, mode: 'on' }, 262_144)).toBe(true);
  expect(isDeferred(MANY, { ...SEARCH, mode: 'off' }, 2_048)).toBe(false);
  expect(isDeferred([], { ...SEARCH, mode: 'on' }, 2_048)).toBe(false);
});

test('the two tools of the search cost less than 200 tokens and are the same each time', () => {
  const pair = () =>
    deferredTools(
      MANY,
      [
        { name: 'big', count: 60 },
        { name: 'fs', count: 2 },
      ],
      SEARCH,
    );
  const json = JSON.stringify(pair().map(wireTool));
  expect(JSON.stringify(pair().map(wireTool))).toBe(json);
  console.log(`tool_search and mcp_call: ${countTokens(json)} tokens of o200k`);
  expect(countTokens(json)).toBeLessThan(200);
});

test.each([
  ['read a file', 'mcp_fs_read_file'],
  ['writeFile', 'mcp_fs_write_files'],
  ['天气', 'mcp_cn_weather'],
  ['mcp_big_tool_17', 'mcp_big_tool_17'],
])('the search finds %j', async (query, name) => {
  const [search] = deferredTools(MANY, [], SEARCH);
  const { text } = (await search?.run({ query }, { maxChars: 8_000 } as never)) ?? { text: '' };
  expect(text.split('\n')[1]).toContain(`${name}: `);
  expect(text).toContain('"path":{"type":"string"}');
});

test('a deferred call is checked against the schema and asks as a direct one would', async () => {
  const [, call] = deferredTools(MANY, [], SEARCH);
  const good = { name: 'mcp_fs_read_file', arguments: { path: 'a' } };
  expect(await call?.review?.(good, {} as never)).toMatchObject({ action: 'use mcp_fs_read_file' });
  expect(await call?.run(good, {} as never)).toMatchObject({ status: 'ok', text: 'mcp_fs_read_file {"path":"a"}' });
  for (const bad of [
    { name: 'mcp_fs_read_file', arguments: {} },
    { name: 'constructor', arguments: {} },
    { name: 'nothing' },
  ]) {
    expect(await call?.review?.(bad, {} as never)).toBeUndefined();
    expect(await call?.run(bad, {} as never)).toMatchObject({ status: 'error' });
  }
});

test('a tool that the config switches off by its name is neither offered nor found nor called', async () => {
  const world = mcpWorld();
  const servers = world.scripted('one', { tools: ['a', 'b'].map((name) => ({ name, description: name })) });
  const direct = await world.open(servers, 'always', { off: ['mcp_one_a'] });
  expect(world.offered(direct)).toEqual(['mcp_one_b']);
  const config = { tools: { tool_search: { enabled: 'on' } } };
  const deferred = await world.open(servers, undefined, { off: ['mcp_one_a'], config });
  expect((await world.call(deferred, 'tool_search', { query: 'a b' })).text).not.toContain('mcp_one_a');
  expect(await world.call(deferred, 'mcp_call', { name: 'mcp_one_a', arguments: {} })).toMatchObject({
    status: 'error',
  });
});

test('tools of servers come behind all others, a name that is taken stays with its owner', async () => {
  const world = mcpWorld();
  const tools = ['b', 'a'].map((name) => ({ name, description: name }));
  const room = await world.open({ ...world.scripted('two', { tools }), ...world.scripted('one', { tools }) }, 'once');
  expect(world.offered(room)).toEqual(['mcp_one_a', 'mcp_one_b', 'mcp_two_a', 'mcp_two_b']);
  const own = {
    name: 'mcp_one_a',
    description: 'Own.',
    parameters: {},
    run: async () => ({ status: 'ok' as const, text: '' }),
  };
  const set = withMcp(
    { tools: new Map([['mcp_one_a', own]]), wire: [wireTool(own)], contributed: new Set(), faults: [] },
    room,
  );
  expect(set.wire.map(({ function: { name } }) => name)).toEqual(['mcp_one_a', 'mcp_one_b', 'mcp_two_a', 'mcp_two_b']);
  expect(set.faults).toEqual(['the tool mcp_one_a of an MCP server has a name that is taken']);
  expect(set.tools.get('mcp_one_a')).toBe(own);
  expect(set.contributed.has('mcp_two_b')).toBe(true);
});

test('a session that goes on without a server says so when its tools are called', async () => {
  const world = mcpWorld();
  const room = await world.open({ gone: { command: 'no-such-program-anywhere' } }, 'once');
  const frozen = [wireTool(made('mcp_gone_read', '')), wireTool(made('terminal', ''))];
  const set = { tools: new Map<string, Tool>(), wire: frozen, contributed: new Set<string>(), faults: [] };
  withAbsent(set, room, frozen);
  expect([...set.tools.keys()]).toEqual(['mcp_gone_read']);
  expect(await set.tools.get('mcp_gone_read')?.run({}, {} as never)).toMatchObject({
    status: 'error',
    text: expect.stringContaining('gone failed'),
  });
});

test('every call asks, whatever a server says of its tools; what destroys is allowed for these arguments only', async () => {
  const world = mcpWorld();
  const tools = [
    { name: 'look', annotations: { readOnlyHint: true, destructiveHint: false } },
    { name: 'wipe', annotations: { destructiveHint: true } },
  ];
  const room = await world.open(world.scripted('one', { tools }), 'once');
  const review = async (name: string, args: object) => world.find(room, name).review?.(args as never, world.run);
  const [a, b] = [await review('mcp_one_look', { a: 1 }), await review('mcp_one_look', { a: 2 })];
  expect(a?.remember).toBe(b?.remember);
  expect(a?.reasons.join()).toContain('whatever arguments');
  expect((await review('mcp_one_wipe', { a: 1 }))?.remember).not.toBe(
    (await review('mcp_one_wipe', { a: 2 }))?.remember,
  );
});

test('in a small window a session offers the search alone, and what it finds can be called either way', async () => {
  const world = mcpWorld();
  const echo = {
    name: 'echo',
    description: 'Says it again.',
    inputSchema: { type: 'object', properties: { n: { type: 'integer', minimum: 3 } } },
  };
  const room = await world.open(world.scripted('one', { tools: [echo] }), 'once', { contextTokens: 512 });
  expect(world.offered(room)).toEqual(['tool_search', 'mcp_call']);
  const found = await world.call(room, 'tool_search', { query: 'say again' });
  expect(found.text).toContain('mcp_one_echo: Says it again.');
  expect(found.text).not.toContain('minimum');
  const call = (n: unknown) => world.call(room, 'mcp_call', { name: 'mcp_one_echo', arguments: { n } });
  expect(await call(5)).toMatchObject({ status: 'ok', text: expect.stringContaining('{"n":5}') });
  expect(await call('5')).toMatchObject({ status: 'ok', text: expect.stringContaining('{"n":5}') });
  expect(await call(1)).toMatchObject({ status: 'error', text: expect.stringContaining('do not fit') });
  expect(await world.call(room, 'mcp_one_echo', { n: 4 })).toMatchObject({ status: 'ok' });
  expect(room.lines().at(-1)).toContain('by a search');
});

test('an integer that a double would change reaches a server as the model wrote it, and is shown so', async () => {
  const world = mcpWorld();
  const raw = {
    name: 'raw',
    inputSchema: {
      type: 'object',
      properties: {
        id: { type: 'integer' },
        name: { type: 'string' },
        ids: { type: 'array', items: { type: 'integer' } },
      },
    },
  };
  const text = '{"id":12345678901234567890,"ids":[9007199254740993]}';
  for (const contextTokens of [65_536, 512]) {
    const room = await world.open(world.scripted('one', { tools: [raw] }), 'always', { contextTokens });
    const deferred = contextTokens === 512;
    const tool = world.find(room, deferred ? 'mcp_call' : 'mcp_one_raw');
    const given = deferred ? `{"name":"mcp_one_raw","arguments":${text}}` : text;
    const checked = checkArguments(given, tool.parameters, tool);
    if (!checked.ok) throw new Error(checked.message);
    expect(await tool.review?.(checked.args, world.run)).toMatchObject({ detail: text });
    expect(tool.summary?.(checked.args)).toContain(text);
    expect((await tool.run(checked.args, world.run)).text).toContain(`"arguments":${text}`);
  }
});

test('an answer that is said as text and as JSON is read once, with the digits that the text has', async () => {
  const world = mcpWorld();
  const read = async (text: string, structuredContent: unknown) => {
    const answer = { content: [{ type: 'text', text }], structuredContent };
    return (await outcomeOf('one', answer, world.run, 4_000)).text.split('\n').slice(1);
  };
  const text = '{"id":12345678901234567890,"name":"a"}';
  expect(await read(text, JSON.parse(text))).toEqual([text]);
  expect(await read('id 12345678901234567890 of a', JSON.parse(text))).toEqual(['id 12345678901234567890 of a']);
  expect(await read('id 12345678909999999999 of a', JSON.parse(text))).toHaveLength(2);
  expect(await read('done', { id: 7 })).toEqual(['done', '{"id":7}']);
});

test.each([false, true])(
  'a structured answer alone keeps the digits that it was sent with (modern: %s)',
  async (modern) => {
    const world = mcpWorld();
    const [entry] = Object.values(world.scripted('one', { tools: [{ name: 'digits' }], modern }));
    const room = await world.open({ one: { ...(entry as object), protocol: modern ? 'stateless' : 'legacy' } }, 'once');
    expect((await world.call(room, 'mcp_one_digits')).text).toContain('\n{"id":12345678901234567890,"n":1}');
  },
);

test('what is nested deeper than it can be read is left to the SDK', () => {
  const deep = '['.repeat(200_000) + ']'.repeat(200_000);
  const text = `{"result":{"structuredContent":{"id":12345678901234567890,"deep":${deep}}}}`;
  expect(withExact(text)).toBe(text);
});
