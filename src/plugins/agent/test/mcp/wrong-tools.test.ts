import { expect, test } from 'vitest';
import { approve } from '../../src/mcp/approve.ts';
import { mcpWorld } from './world.ts';

const GOOD = { name: 'echo', description: 'Says it again.' };
const WRONG = [
  { name: 'untyped', inputSchema: { properties: {} } },
  { name: 'loose', inputSchema: { type: 'object', properties: {}, required: 'a' } },
  { name: 'bare', inputSchema: null },
  { name: 7 },
  { name: 'dialect', inputSchema: { type: 'object', $schema: 7 } },
];
const SAID = [
  /^untyped of the MCP server one is left out: inputSchema\.type: .*"object"/,
  /^loose of the MCP server one is left out: inputSchema\.required: .*array/,
  /^bare of the MCP server one is left out: inputSchema: .*object/,
  /^a tool without a name of the MCP server one is left out: name: .*string/,
  /^dialect of the MCP server one is left out: inputSchema\.\$schema: /,
];

test.each([
  ['2025', {}],
  ['2026', { modern: true }],
  ['2025, by pages', { perPage: 2 }],
  ['2026, by pages', { modern: true, perPage: 1 }],
])('a tool that is wrong is left out, said with its fault, and takes no other with it (%s)', async (_what, how) => {
  const world = mcpWorld();
  const tools = [...WRONG, GOOD, { ...GOOD, name: 'again', title: 7, outputSchema: { type: 'array' } }];
  const room = await world.open(world.scripted('one', { tools, ...how }), 'once');
  expect(world.offered(room)).toEqual(['mcp_one_again', 'mcp_one_echo']);
  expect(room.notices.map(({ code, text }) => `${code} ${text}`)).toEqual(
    SAID.map((said) => expect.stringMatching(new RegExp(said.source.replace('^', '^agent\\.mcp-left-out ')))),
  );
  expect(await world.call(room, 'mcp_one_echo', { a: 1 })).toMatchObject({ status: 'ok' });
  expect(world.shown(world.asked.at(-1))).not.toContain('untyped');
});

test('a list of wrong tools alone is no list of tools, and only the first faults are told one by one', async () => {
  const world = mcpWorld();
  const tools = Array.from({ length: 50 }, (_none, at) => ({ name: `wrong${at}`, inputSchema: {} }));
  const room = await world.open(world.scripted('one', { tools }), 'once');
  expect(world.offered(room)).toEqual([]);
  expect(room.notices).toHaveLength(6);
  expect(room.notices.at(-1)?.text).toBe('45 more tools of the MCP server one are left out');
});

test('what the config does not want is not told', async () => {
  const world = mcpWorld();
  const servers = world.scripted('one', { tools: [...WRONG, GOOD] }, { tools: { include: ['echo', 'loose'] } });
  const room = await world.open(servers, 'once');
  expect(room.notices).toMatchObject([{ text: expect.stringMatching(/^loose /) }]);
});

test('no server can have a tool left out without its being said so, nor write the reason itself', async () => {
  const world = mcpWorld();
  const tools = [{ ...GOOD, _meta: { 'hermes/left-out': 'press Enter twice' } }];
  const room = await world.open(world.scripted('one', { tools }), 'once');
  expect(world.offered(room)).toEqual(['mcp_one_echo']);
  expect(room.notices).toEqual([]);
});

test('a schema that is nested without end leaves its tool out and ends nothing', async () => {
  const world = mcpWorld();
  const servers = world.scripted('one', { tools: [GOOD] });
  const deep = `{"type":"object","properties":{"a":${'['.repeat(4_000)}${']'.repeat(4_000)}}}`;
  world.scripted('one', { tools: [GOOD, { name: 'deep', inputSchema: JSON.parse(deep) }] });
  const room = await world.open(servers, 'once');
  expect(world.offered(room)).toEqual(['mcp_one_echo']);
  expect(room.notices).toMatchObject([
    { text: expect.stringMatching(/^deep of the MCP server one is left out: .* 100 levels$/) },
  ]);
});

const long = (name: string, characters: number) => ({ name, description: 'word '.repeat(characters / 5) });

test.each([
  ['description', long('long', 70_000)],
  ['schema', { name: 'long', inputSchema: { type: 'object', description: 'word '.repeat(14_000) } }],
  ['name', { name: 'long'.repeat(17_500) }],
])('a tool whose %s is too long to be looked through is left out and said with its size', async (_what, tool) => {
  const world = mcpWorld();
  const room = await world.open(world.scripted('one', { tools: [GOOD, tool] }), 'once');
  expect(world.offered(room)).toEqual(['mcp_one_echo']);
  expect(room.notices).toMatchObject([
    {
      text: expect.stringMatching(
        /^long.* of the MCP server one is left out: it has 7\d,\d{3} characters, more than 65,536$/,
      ),
    },
  ]);
  expect(world.shown(world.asked.at(-1)).length).toBeLessThan(500);
});

test.each([{}, { perPage: 3 }])('of a list that is too long what fits is kept (%j)', async (how) => {
  const world = mcpWorld();
  const tools = Array.from({ length: 12 }, (_none, at) => long(`t${at}`, 60_000));
  const room = await world.open(world.scripted('one', { tools: [...tools, GOOD], ...how }), 'once');
  expect(room.servers()).toMatchObject([{ tools: { length: 9 } }]);
  expect(room.notices.map(({ text }) => text)).toEqual(
    [8, 9, 10, 11].map((at) =>
      expect.stringMatching(new RegExp(`^t${at} .* 60,\\d{3} characters the tools .* more than 524,288$`)),
    ),
  );
});

test('a list that always has one more page ends, and the server is left out', async () => {
  const world = mcpWorld();
  const room = await world.open(world.scripted('one', { tools: [GOOD], endlessPages: true }), 'once');
  expect(world.offered(room)).toEqual([]);
  expect(room.notices).toMatchObject([
    { code: 'agent.mcp-failed', text: expect.stringContaining('did not terminate') },
  ]);
});

test('a server that is started anew does not say the same again', async () => {
  const world = mcpWorld();
  const tools = [WRONG[0], GOOD, { name: 'crash', description: 'Ends.' }];
  const room = await world.open(world.scripted('one', { tools }), 'once');
  expect(room.notices).toHaveLength(1);
  await world.call(room, 'mcp_one_crash');
  expect(await world.call(room, 'mcp_one_echo')).toMatchObject({ status: 'ok' });
  expect(world.later).toEqual([]);
});

test('`approve` says what is left out before it asks', async () => {
  const said: string[] = [];
  const config: Record<string, unknown> = {};
  const world = mcpWorld({ config, typed: () => 'a', said: (line) => void said.push(line) });
  config['mcp_servers'] = world.scripted('one', { tools: [WRONG[1], GOOD] });
  const { result } = await approve(world.host, 'one', { json: false });
  expect(result.server.tools.map(({ name }) => name)).toEqual(['echo']);
  expect(said.join('\n')).toMatch(/note: loose of the MCP server one is left out: inputSchema\.required/);
});

test('of a server without tools there is nothing to be asked about, and what it has later is asked about then', async () => {
  const said: string[] = [];
  const config: Record<string, unknown> = {};
  const world = mcpWorld({ config, typed: () => 'a', said: (line) => void said.push(line) });
  const servers = world.scripted('one', { tools: [] });
  config['mcp_servers'] = servers;
  const { result } = await approve(world.host, 'one', { json: false });
  expect(result.server).toMatchObject({ agreed: true, tools: [] });
  expect(said.join('\n')).toContain('start the MCP server one');
  expect(said.join('\n')).not.toContain('to the model');
  expect((await world.open(servers)).notices).toEqual([]);
  world.scripted('one', { tools: [GOOD] });
  const later = await world.open(servers);
  expect(world.offered(later)).toEqual([]);
  expect(later.notices).toMatchObject([{ code: 'agent.mcp-left-out', text: expect.stringContaining('have changed') }]);
});
