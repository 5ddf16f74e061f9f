import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { exampleConfig } from '../../src/config/example.ts';
import { parseKeyPath } from '../../src/config/key-path.ts';
import { childrenAt, coreSections, isOld, keysAt, schemaAt } from '../../src/config/schema.ts';
import { AJV_OPTIONS } from '../../src/config/schema-compiler.ts';
import { schemaDefaults } from '../../src/config/schema-defaults.ts';
import { ROOT_SCHEMA, schemaFiles } from '../../src/config/schema-files.ts';
import { type SchemaNode, typesOf } from '../../src/config/schema-node.ts';
import { validateText } from '../../src/config/validate.ts';
import { bundledSchema } from '../../src/config/wide.ts';
import { CORE_CHECKS } from '../../src/doctor/index.ts';

const KEYWORDS = new Set(
  (
    '$schema $ref $defs title description type enum minimum maximum pattern default examples deprecated writeOnly ' +
    'properties patternProperties additionalProperties items ' +
    'x-unit x-moved x-removed x-spellings x-hint x-reader x-related x-checks'
  ).split(' '),
);

/** Every node of a schema file with its JSON pointer. */
function* nodesOf(node: SchemaNode, pointer: string): Generator<[string, SchemaNode]> {
  yield [pointer, node];
  for (const key of ['properties', 'patternProperties', '$defs'] as const) {
    for (const [name, child] of Object.entries(node[key] ?? {})) yield* nodesOf(child, `${pointer}/${key}/${name}`);
  }
  for (const key of ['items', 'additionalProperties'] as const) {
    const child = node[key];
    if (typeof child === 'object') yield* nodesOf(child, `${pointer}/${key}`);
  }
}

const ALL = Object.entries(schemaFiles()).flatMap(([file, schema]) => [...nodesOf(schema, `${file}#`)]);

describe('the schema files', () => {
  test('use only the keywords of schemas/README.md', () => {
    const others = ALL.flatMap(([at, node]) =>
      Object.keys(node)
        .filter((key) => !KEYWORDS.has(key))
        .map((key) => `${at}: ${key}`),
    );
    expect(others).toEqual([]);
  });

  test('leave "not set" to wide.ts', () => {
    const nulls = ALL.filter(
      ([, { type, enum: words }]) =>
        [type].flat().includes('null') || words?.some((word) => word === null || word === ''),
    );
    expect(nulls.map(([at]) => at)).toEqual([]);
  });

  test('say what a pattern wants', () => {
    expect(ALL.filter(([, node]) => node.pattern && !node['x-hint']).map(([at]) => at)).toEqual([]);
  });

  test('compile in strict mode as one document', () => {
    expect(new Ajv2020(AJV_OPTIONS).compile(bundledSchema())).toBeTypeOf('function');
  });

  test('give every section of its own file, and every file a section', () => {
    const files = Object.keys(schemaFiles()).filter((name) => name !== ROOT_SCHEMA);
    const sections = Object.values(schemaFiles()[ROOT_SCHEMA]?.properties ?? {}).map(({ $ref }) => $ref?.split('#')[0]);
    expect([...new Set([...sections, 'sections/common.schema.json'])].sort()).toEqual(files.sort());
  });
});

/** Every described key of the config as a path; entries with names of the user's choice as `<name>`. */
function* pathsBelow(path: string[]): Generator<[string[], SchemaNode]> {
  const node = schemaAt(path);
  for (const { key, node: child } of childrenAt(path)) {
    yield [[...path, key], child];
    yield* pathsBelow([...path, key]);
  }
  if (typeof node !== 'string' && typeof node.additionalProperties === 'object' && path.length > 0 && path.length < 8) {
    yield* pathsBelow([...path, '<name>']);
  }
}

const KEYS = [...pathsBelow([])];

describe('every key', () => {
  test('there are many', () => {
    expect(coreSections().length).toBeGreaterThan(110);
    expect(KEYS.length).toBeGreaterThan(900);
  });

  test.each([
    ['has a description that ends with a full stop', (node: SchemaNode) => /\.$/.test(node.description ?? '')],
    ['has a default of its own type and range', (node: SchemaNode) => node.default === undefined || fits(node)],
    [
      'has examples of its own type',
      (node: SchemaNode) => (node.examples ?? []).every((it) => fits({ ...node, default: it })),
    ],
  ])('%s', (_name, holds) => {
    expect(KEYS.filter(([, node]) => !holds(node)).map(([path]) => path.join('.'))).toEqual([]);
  });

  test('that moved names a key that is there, and is not old itself', () => {
    const lost = KEYS.flatMap(([path, node]) => {
      const moved = node['x-moved'];
      if (!moved) return [];
      const target = moved.startsWith('.') ? [...path.slice(0, -1), moved.slice(1)] : parseKeyPath(moved);
      const found = schemaAt(target);
      return typeof found !== 'string' && !isOld(found) ? [] : [`${path.join('.')} -> ${moved}`];
    });
    expect(lost).toEqual([]);
  });

  test('names related keys and doctor checks that are there', () => {
    const ids = new Set(CORE_CHECKS.map(({ id }) => id));
    const wrong = KEYS.flatMap(([path, node]) =>
      [
        ...(node['x-related'] ?? []).filter(
          (it) => typeof schemaAt(parseKeyPath(it)) === 'string' && schemaAt(parseKeyPath(it)) === 'unknown',
        ),
        ...(node['x-checks'] ?? []).filter((id) => !ids.has(id)),
      ].map((it) => `${path.join('.')}: ${it}`),
    );
    expect(wrong).toEqual([]);
  });
});

const AJV = new Ajv2020({ strict: false, validateSchema: false, addUsedSchema: false });

const fits = (node: SchemaNode): boolean => {
  const { default: value, type, enum: words, minimum, maximum, pattern } = node;
  const schema = { type, enum: words, minimum, maximum, pattern };
  const given = Object.fromEntries(Object.entries(schema).filter(([, it]) => it !== undefined));
  return value === '' || value === null || AJV.validate(given, value) === true;
};

test('the defaults of compression are those of the walkthrough', () => {
  expect(schemaDefaults()['compression']).toMatchObject({
    enabled: true,
    threshold: 0.8,
    target_ratio: 0.2,
    protect_last_n: 20,
    hygiene_hard_message_limit: 400,
  });
});

test('finds the node of a path', () => {
  expect(schemaAt(['model', 'nope'])).toBe('unknown');
  expect(schemaAt(['auxiliary', 'compression', 'extra_body', 'below'])).toBe('open');
  expect(schemaAt(['nope'])).toBe('unknown');
  expect(schemaAt(['servers', 'any name', 'port'])).toMatchObject({ maximum: 65535 });
  expect(schemaAt(['custom_providers', 0, 'models', 'm', 'context_length'])).toMatchObject({ minimum: 1 });
  expect(typesOf(schemaAt(['model']) as SchemaNode)).toEqual(['object', 'string']);
  expect(keysAt(['model'])).toContain('base_url');
  expect(keysAt(['model'])).not.toContain('api_base');
});

test('what `hermes init` writes has no findings', () => {
  expect(validateText(exampleConfig('file:///x.json'), 'f').diagnostics).toEqual([]);
});
