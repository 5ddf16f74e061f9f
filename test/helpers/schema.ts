import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';

const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });

/**
 * Asserts that a command's JSON document has its published shape: the schema of that name in schemas/results/, or a
 * plugin's schema file.
 */
export function expectShape(schema: string | URL, value: unknown): void {
  const url = schema instanceof URL ? schema : new URL(`../../schemas/results/${schema}.schema.json`, import.meta.url);
  const validate = ajv.getSchema(url.href) ?? ajv.compile({ ...JSON.parse(readFileSync(url, 'utf8')), $id: url.href });
  validate(value);
  expect(validate.errors ?? [], `${url.pathname}: ${JSON.stringify(value)}`).toEqual([]);
}
