import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';

const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });

/** Asserts that a command's JSON document has the published shape `schemas/results/NAME.schema.json`. */
export function expectShape(name: string, value: unknown): void {
  const id = `results/${name}`;
  const validate =
    ajv.getSchema(id) ??
    ajv.compile({
      ...JSON.parse(readFileSync(new URL(`../../schemas/results/${name}.schema.json`, import.meta.url), 'utf8')),
      $id: id,
    });
  validate(value);
  expect(validate.errors ?? [], `${name}: ${JSON.stringify(value)}`).toEqual([]);
}
