import { expect, test } from 'vitest';
import { createAjv } from '../../src/config/compiled-schema.ts';
import { DEFAULTS } from '../../src/config/defaults.ts';
import { exampleConfig } from '../../src/config/example.ts';
import { keysAt, schemaAt, typesOf } from '../../src/config/schema.ts';
import { ROOT_SCHEMA, SCHEMAS } from '../../src/config/schema-files.ts';
import { validateText } from '../../src/config/validate.ts';

test('every schema file is valid and every reference resolves', () => {
  const ajv = createAjv();
  for (const name of Object.keys(SCHEMAS)) expect(ajv.getSchema(name), name).toBeTypeOf('function');
});

test('the defaults in the schema are the ones in force', () => {
  for (const [section, values] of Object.entries({ compression: DEFAULTS.compression })) {
    for (const [key, value] of Object.entries(values)) {
      expect(schemaAt([section, key]), key).toMatchObject({ default: value });
    }
  }
});

test('finds the node of a path', () => {
  expect(schemaAt(['model', 'nope'])).toBe('unknown');
  expect(schemaAt(['agent', 'anything', 'below'])).toBe('open');
  expect(schemaAt(['nope'])).toBe('unknown');
  expect(schemaAt(['servers', 'any name', 'port'])).toMatchObject({ maximum: 65535 });
  expect(schemaAt(['custom_providers', 0, 'models', 'm', 'context_length'])).toMatchObject({ minimum: 1 });
  expect(typesOf(schemaAt(['model']) as never)).toEqual(['object', 'string']);
  expect(keysAt(['model'])).toContain('base_url');
  expect(keysAt(['model'])).not.toContain('api_base');
});

test('every key of a closed section says what it is for', () => {
  const closed = Object.keys(SCHEMAS).filter((name) => name !== ROOT_SCHEMA && !name.includes('common'));
  for (const name of closed) {
    const section = name.replace(/^sections\/|\.schema\.json$/g, '');
    for (const key of keysAt([section])) {
      const node = schemaAt([section, key]);
      if (typeof node !== 'string') expect(node.description, `${section}.${key}`).toBeTruthy();
    }
  }
});

test('what `hermes init` writes has no findings', () => {
  expect(validateText(exampleConfig('file:///x.json'), 'f').diagnostics).toEqual([]);
});
