import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { forget } from '../../src/mcp/forget.ts';
import { listed } from '../../src/mcp/list.ts';
import { toolPrint } from '../../src/mcp/listed-tool.ts';
import { loginStore } from '../../src/mcp/oauth/store.ts';
import { keepTools, keepTrust, readTrust } from '../../src/mcp/trust.ts';
import { mcpWorld } from './world.ts';

const ECHO = { name: 'echo', description: 'Says it again.' };
const MORE = { name: 'more', description: 'Says more.' };
const RUNS = Number(process.env['HERMES_TEST_N'] ?? 200);

const kept = (home: string) => JSON.parse(readFileSync(join(home, 'ops/agent/mcp.json'), 'utf8'));
const wire = (room: { offered: unknown }) => JSON.stringify(room.offered);

test('keys of a schema in another order are no change, and the prompt keeps the order that was agreed to', async () => {
  const world = mcpWorld();
  const schema = { type: 'object', properties: { a: { type: 'string', description: 'x' }, b: { type: 'number' } } };
  const turned = { properties: { b: { type: 'number' }, a: { description: 'x', type: 'string' } }, type: 'object' };
  const servers = world.scripted('one', { tools: [{ ...ECHO, inputSchema: schema }] });
  const first = await world.open(servers, 'always');
  await first.close();
  world.scripted('one', { tools: [{ inputSchema: turned, ...ECHO }] });
  const room = await world.open(servers);
  expect(room.notices).toEqual([]);
  expect(wire(room)).toBe(wire(first));
  expect(await world.call(room, 'mcp_one_echo')).toMatchObject({ status: 'ok' });
  world.scripted('one', { tools: [{ ...ECHO, inputSchema: { ...turned, required: ['a'] } }] });
  expect((await world.open(servers)).notices).toMatchObject([{ text: expect.stringContaining('tools have changed') }]);
});

test('a schema is the same in every order of its keys, and no other one is', () => {
  const schema = fc.dictionary(fc.string(), fc.jsonValue());
  fc.assert(
    fc.property(schema, schema, fc.boolean(), (one, other, destructive) => {
      const print = (inputSchema: Record<string, unknown>) => toolPrint({ ...ECHO, inputSchema, destructive });
      const sorted = JSON.stringify(turned(one)) === JSON.stringify(turned(other));
      expect(print(turned(one) as typeof one)).toBe(print(one));
      expect(print(one) === print(other)).toBe(sorted);
    }),
    { numRuns: RUNS },
  );
});

/** The same value with the keys of its objects the other way round, sorted first so that equal values come out equal. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? 1 : -1));
  return Object.fromEntries(entries.map(([key, part]) => [key, turned(part)]));
}

test.each([
  [380, 'more of the MCP server one is left out'],
  [1_300, 'the MCP server one is left out'],
])('attack 48: a schema of absurd depth (%i properties) does not take the chat down', async (depth, notice) => {
  const world = mcpWorld();
  let deep: object = {};
  for (let level = 0; level < depth; level += 1) deep = { properties: { a: deep } };
  const bomb = { ...MORE, inputSchema: { type: 'object', ...deep } };
  const room = await world.open(world.scripted('one', { tools: [ECHO, bomb] }), 'always');
  expect(room.notices).toMatchObject([{ text: expect.stringContaining(notice) }]);
});

test('what earlier versions kept is still agreed to', async () => {
  const world = mcpWorld();
  const servers = { far: { url: 'https://mcp.example/mcp', headers: { 'X-Key': 'k' }, auth: 'oauth', lazy: true } };
  mkdirSync(join(world.home, 'ops/agent'), { recursive: true });
  const tool = { ...ECHO, inputSchema: { type: 'object', properties: { b: {}, a: {} } }, destructive: false };
  // The print as those versions made it.
  const start = '2e0ea6391d072122c0060977c660704f926a6291faa078d833de8c4c62ab7cdd';
  const file = { version: 1, servers: { far: { start, shown: 'https://mcp.example/mcp', tools: [tool] } } };
  writeFileSync(join(world.home, 'ops/agent/mcp.json'), JSON.stringify(file));
  const room = await world.open(servers);
  expect(room.notices).toEqual([]);
  expect(world.offered(room)).toEqual(['mcp_far_echo']);
});

test('a tool that is gone is offered neither by a server in time nor by a late one, and needs no question to come back', async () => {
  const world = mcpWorld();
  const servers = world.scripted('one', { tools: [ECHO, MORE] });
  await (await world.open(servers, 'always')).close();
  world.scripted('one', { tools: [ECHO] });
  const inTime = await world.open(servers);
  expect(inTime.notices).toMatchObject([
    { code: 'agent.mcp-changed', text: expect.stringMatching(/agreed to: more;/) },
  ]);
  expect(world.offered(inTime)).toEqual(['mcp_one_echo']);
  const late = await world.open(servers, undefined, { startNothing: true });
  expect(wire(late)).toBe(wire(inTime));
  const again = await world.open(servers);
  expect(again.notices).toEqual([]);
  expect(wire(again)).toBe(wire(inTime));
  world.scripted('one', { tools: [ECHO, MORE] });
  const back = await world.open(servers);
  expect(world.offered(back)).toEqual(['mcp_one_echo', 'mcp_one_more']);
  expect(wire(await world.open(servers, undefined, { startNothing: true }))).toBe(wire(back));
});

test('what a late server lists in the end counts for the next session', async () => {
  const world = mcpWorld();
  const servers = world.scripted('one', { tools: [ECHO, MORE] });
  await (await world.open(servers, 'always')).close();
  world.scripted('one', { tools: [ECHO] });
  const lazy = { one: { ...(servers['one'] as object), lazy: true } };
  const first = await world.open(lazy);
  expect(world.offered(first)).toEqual(['mcp_one_echo', 'mcp_one_more']);
  expect(await world.call(first, 'mcp_one_more')).toMatchObject({
    status: 'error',
    text: expect.stringContaining('does not have this tool any more'),
  });
  expect(world.offered(await world.open(lazy))).toEqual(['mcp_one_echo']);
});

test('what the config leaves out is not gone', async () => {
  const world = mcpWorld();
  const servers = world.scripted('one', { tools: [ECHO, MORE] });
  await (await world.open(servers, 'always')).close();
  const less = { one: { ...(servers['one'] as object), tools: { include: ['echo'] } } };
  expect((await world.open(less)).notices).toEqual([]);
  expect(world.offered(await world.open(servers, undefined, { startNothing: true }))).toHaveLength(2);
});

test('agreements that are noted at once are all kept', async () => {
  const { host, home } = mcpWorld();
  const names = Array.from({ length: 12 }, (_, at) => `server ${at}`);
  await Promise.all(names.map((name) => keepTrust(host, name, { start: name, shown: name })));
  await Promise.all([
    ...names.slice(0, 6).map((name) => forget(host, name)),
    ...names.slice(6).map((name) => keepTools(host, name, name, [])),
  ]);
  expect(Object.keys(kept(home).servers).toSorted()).toEqual(names.slice(6).toSorted());
  expect([...(await readTrust(host)).values()].every(({ tools }) => tools?.length === 0)).toBe(true);
});

test('a file that cannot be read is said and put aside, and what this version cannot read in it stays', async () => {
  const world = mcpWorld();
  const servers = world.scripted('one', { tools: [ECHO] });
  const folder = join(world.home, 'ops/agent');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'mcp.json'), '{"servers": {"old": {"sta');
  await expect(forget(world.host, 'old')).rejects.toMatchObject({ code: 'agent.mcp-damaged', exit: 1 });
  expect((await world.open(servers)).notices).toMatchObject([{ code: 'agent.mcp-damaged' }, {}]);
  expect((await listed(world.host)).result.faults).toMatchObject([expect.stringContaining('mcp.json')]);
  await (await world.open(servers, 'always')).close();
  const [aside = ''] = readdirSync(folder).filter((name) => name.startsWith('mcp.json.damaged-'));
  expect(readFileSync(join(folder, aside), 'utf8')).toBe('{"servers": {"old": {"sta');
  expect(Object.keys(kept(world.home).servers)).toEqual(['one']);

  const strange = { from: 'a later version', ['__proto__x']: 1 };
  writeFileSync(
    join(folder, 'mcp.json'),
    JSON.stringify({ version: 1, servers: { ...kept(world.home).servers, strange } }),
  );
  await keepTrust(world.host, 'two', { start: '2', shown: '2' });
  expect(kept(world.home).servers).toMatchObject({ strange, two: { start: '2' }, one: {} });
});

test('a server that was forgotten is asked about again, whatever its name is', async () => {
  const world = mcpWorld();
  const names = ['one', '__proto__', 'a/b 文件'];
  for (const name of names) {
    const servers = JSON.parse(
      JSON.stringify({ x: world.scripted('x', { tools: [ECHO] })['x'] }).replace('"x":', `${JSON.stringify(name)}:`),
    );
    await (await world.open(servers, 'always')).close();
    expect((await world.open(servers)).notices).toEqual([]);
    const { result, text } = await forget(world.host, name);
    expect(result).toMatchObject({ forgotten: [{ name, tools: ['echo'] }], logins: 0 });
    expect(text).toContain('x.json');
    expect((await world.open(servers)).notices).toMatchObject([{ code: 'agent.mcp-left-out' }]);
  }
});

test('what is forgotten of a server is its login too, of this and of earlier versions', async () => {
  const { host, home } = mcpWorld({
    config: { mcp_servers: { far: { url: 'https://a.example/mcp', enabled: false } } },
  });
  const tokens = { access_token: 't', token_type: 'Bearer' };
  const folder = join(home, 'ops/agent/mcp-logins');
  const open = await loginStore(host, 'far', 'https://a.example/mcp');
  await open.put({ tokens });
  await (await loginStore(host, 'far', 'https://before.example/mcp')).put({ tokens });
  await (await loginStore(host, 'other', 'https://a.example/mcp')).put({ tokens });
  expect((await forget(host, 'far')).result).toEqual({
    schemaVersion: 1,
    forgotten: [{ name: 'far', tools: [] }],
    logins: 2,
  });
  expect(readdirSync(folder)).toHaveLength(1);
  // A session that is open does not bring it back, one that begins anew logs in as ever.
  await open.put({ tokens });
  expect(readdirSync(folder)).toHaveLength(1);
  await (await loginStore(host, 'far', 'https://a.example/mcp')).put({ tokens });
  for (const name of readdirSync(folder)) {
    const { server: _server, ...before } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    writeFileSync(join(folder, name), JSON.stringify(before));
  }
  expect((await forget(host, 'far')).result.logins).toBe(1);
  expect((await forget(host, 'far')).result).toMatchObject({ forgotten: [], logins: 0 });
  // Whose the last one is nobody knows any more.
  const all = await forget(host, undefined);
  expect(all.result).toMatchObject({ forgotten: [], logins: 1 });
  expect(all.text).toContain('1 login deleted');
  expect(readdirSync(folder)).toEqual([]);
});

test('of a server that the config does not name any more the consent can be forgotten; an unknown one is named with the nearest', async () => {
  const { host } = mcpWorld();
  await keepTrust(host, 'filesystem', { start: 's', shown: 'npx files' });
  await expect(forget(host, 'filesytem')).rejects.toMatchObject({
    code: 'agent.mcp-unknown',
    exit: 2,
    message: expect.stringContaining('did you mean filesystem?'),
  });
  expect((await forget(host, 'filesystem')).text).toContain('filesystem: forgotten: npx files');
});

test('an entry that could not be read is forgotten as that, and not as a login', async () => {
  const { host, home } = mcpWorld();
  await keepTrust(host, 'one', { start: '1', shown: 'npx one' });
  writeFileSync(join(home, 'ops/agent/mcp.json'), JSON.stringify({ version: 1, servers: { odd: { start: 5 } } }));
  await (await loginStore(host, 'far', 'https://a.example/mcp')).put({
    tokens: { access_token: 't', token_type: 'B' },
  });
  const { text } = await forget(host, undefined);
  expect(text).toContain('odd: forgotten: an entry that could not be read\n');
  expect(text).toContain('far: forgotten: its login\n');
});
