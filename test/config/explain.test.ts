import { expect, test } from 'vitest';
import { nodeAt, schemaPath } from '../../src/config/described.ts';
import { explainKey } from '../../src/config/explain.ts';
import { formatKeyPath } from '../../src/config/key-path.ts';
import { loadConfig } from '../../src/config/load.ts';
import { preparePlugins } from '../../src/config/plugin-sections.ts';
import { childrenAt } from '../../src/config/schema.ts';
import { typeInWords } from '../../src/config/schema-words.ts';
import { tempHome } from '../helpers/home.ts';

const load = (yaml: string) => loadConfig(tempHome({ 'config.yaml': yaml }), {});

test('a key: what the schema says and what is in force', async () => {
  const config = await load('model: {default: m, context_length: 65536}\ncompression:\n  threshold: 0.5\n');
  expect(explainKey('compression.threshold', { config })).toMatchObject({
    kind: 'key',
    reader: 'both',
    type: 'number, 0 to 1 (a share: 0.8 is 80 %)',
    minimum: 0,
    maximum: 1,
    unit: 'share',
    default: 0.8,
    value: 0.5,
    origin: { origin: 'file', file: config.file, line: 3 },
    effect: 'compression starts at 32,768 tokens (50 % of 65,536)',
    secret: false,
    keys: [],
  });
});

test.each([
  ['model: m\n', /not known/],
  ['model: {default: m, context_length: 65536}\ncompression: {enabled: off}\n', /switched off/],
  ['model: {default: m, context_length: 131072}\ncompression: {threshold_tokens: 9000}\n', /9,000 tokens/],
])('where compression starts: %j', async (yaml, expected) => {
  expect(explainKey('compression.threshold', { config: await load(yaml) }).effect).toMatch(expected);
});

test('names of the user and items of lists', async () => {
  const config = await load('servers: {qwen: {model: x.gguf}}\ncustom_providers: [{name: a}]\n');
  expect(explainKey('servers.qwen.ctx_size', { config })).toMatchObject({
    pattern: 'servers.<name>.ctx_size',
    reader: 'hermes',
    value: 65_536,
    origin: { origin: 'default' },
    related: expect.arrayContaining([expect.objectContaining({ key: 'servers.qwen.parallel' })]),
    checks: [{ id: 'endpoint.context' }],
  });
  expect(explainKey('custom_providers.0.name', { config })).toMatchObject({
    key: 'custom_providers[0].name',
    pattern: 'custom_providers[n].name',
    value: 'a',
  });
  // Nothing need be there for a key to be explained.
  expect(explainKey('custom_providers[4].base_url', { config }).formerly).toContain('custom_providers[n].url');
  expect(explainKey('providers.mine.base_url', { config }).pattern).toBe('providers.<name>.base_url');
  expect(explainKey('servers.other.port', { config })).not.toHaveProperty('value');
});

test('a section: its keys, what is set in them, none of the old ones', async () => {
  const config = await load('compression: {threshold: 0.5}\n');
  const { kind, keys } = explainKey('compression', { config });
  expect(kind).toBe('section');
  expect(keys).toContainEqual(expect.objectContaining({ key: 'threshold', default: 0.8, value: 0.5 }));
  expect(keys.find(({ key }) => key === 'enabled')).not.toHaveProperty('value');
  expect(keys.map(({ key }) => key)).not.toContain('summary_model');
  expect(explainKey('servers', { config }).keys.map(({ key }) => key)).toContain('<name>.ctx_size');
  expect(explainKey('custom_providers', { config }).keys.map(({ key }) => key)).toContain('[n].base_url');
  expect(explainKey('', { config }).keys.map(({ key }) => key)).toContain('compression');
});

test('an old key says what it is now, and the present one what it was', async () => {
  const config = await load('model:\n  model: m\n');
  expect(explainKey('model.model', { config })).toMatchObject({
    old: { now: 'model.default' },
    value: 'm',
    origin: { origin: 'file', line: 2 },
  });
  expect(explainKey('model.default', { config })).toMatchObject({
    formerly: expect.arrayContaining(['model.model']),
    origin: { origin: 'file', line: 2 },
  });
  expect(explainKey('auxiliary.compression.model', { config }).formerly).toContain('compression.summary_model');
});

test.each([
  ['compresion.threshold', 'hermes config explain compression.threshold'],
  ['context_compression.threshold', 'hermes config explain compression.threshold'],
  ['zzqx', 'hermes config explain   (lists all sections)'],
])('%s is not known', async (key, remedy) => {
  expect(() => explainKey(key, {})).toThrow(expect.objectContaining({ code: 'config.no-such-key' }));
  expect(() => explainKey(key, {})).toThrow(expect.objectContaining({ try: expect.arrayContaining([remedy]) }));
});

test('no secret, no config, a section of a plugin', async () => {
  const config = await load('model: {api_key: sk-0123456789abcdef}\n');
  expect(explainKey('model.api_key', { config })).toMatchObject({ secret: true, value: 'sk-…cdef' });
  expect(JSON.stringify(explainKey('model', { config }))).not.toContain('0123456789');
  expect(explainKey('model.default', {})).not.toHaveProperty('origin');
  const schema = { type: 'object', properties: { depth: { type: 'integer', minimum: 1, 'x-unit': 'turns' } } };
  const plugins = preparePlugins([{ name: 'probe', schema }]);
  expect(explainKey('probe.depth', { config, plugins })).toMatchObject({
    reader: 'plugin',
    type: 'whole number, at least 1, in turns',
  });
});

test.each([
  [{ type: 'integer', minimum: 0, 'x-unit': 's' }, 'whole number, at least 0 s'],
  [{ enum: ['lean', 'legacy'] }, 'one of lean, legacy'],
  [{ type: ['integer', 'string'], enum: ['auto'] }, 'whole number or one of auto'],
  [{ type: ['array', 'string'], items: { type: 'integer' } }, 'list of whole number or text'],
  [{ type: 'object', additionalProperties: { type: 'string' } }, 'map of names'],
  ['open' as const, 'anything'],
])('%j is %s', (node, words) => {
  expect(typeInWords(node)).toBe(words);
});

test('every key of every section means something, and related keys do', () => {
  const problems: string[] = [];
  const visit = (path: string[]) => {
    for (const { key, node } of childrenAt(path)) {
      const at = [...path, key];
      const described = nodeAt(at);
      if (typeof described === 'string' || !described.description) problems.push(`${formatKeyPath(at)}: no meaning`);
      for (const related of node['x-related'] ?? []) {
        const other = nodeAt(schemaPath(related));
        if (typeof other === 'string' || !other.description)
          problems.push(`${formatKeyPath(at)}: ${related} says nothing`);
      }
      if (node.properties) visit(at);
    }
  };
  visit([]);
  expect(problems).toEqual([]);
});

/** Keys that the agent plugin acts on, of sections that belong to Hermes Agent otherwise, too. */
const OF_THE_CHAT = `display.show_reasoning sessions.retention_days sessions.vacuum_after_prune command_allowlist
  context_file_max_chars tool_output.max_bytes tool_output.max_lines tool_output.max_line_length
  tool_budget.mcp_result_size_chars tools.tool_search.enabled tools.tool_search.threshold_pct mcp_discovery_timeout
  mcp_single_query_discovery_timeout mcp_servers web.extract_char_limit web.cache_enabled web.cache_ttl_minutes
  web.cache_exempt_hosts security.allow_private_urls security.website_blocklist.enabled memory.memory_enabled
  memory.user_char_limit memory.write_approval skills.disabled skills.external_dirs skills.trusted_project_dirs
  approvals.mode approvals.timeout approvals.deny approvals.single_query_mode approvals.smart_policy
  approvals.denial_breaker_threshold agent.max_turns agent.reasoning_effort agent.disabled_toolsets agent.system_prompt
  agent.api_max_retries terminal.cwd terminal.timeout terminal.env_passthrough model.max_tokens model.streaming
  model.extra_body fallback_providers tool_loop_guardrails.hard_stop_enabled compression.threshold_tokens`.split(/\s+/);

test.each(OF_THE_CHAT)('%s: that hermes reads it, too, is said', (key) => {
  expect(explainKey(key, {}).reader).not.toBe('Hermes Agent');
});
