import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { compactSchema } from '../../scripts/compact-schema.ts';
import { AJV_OPTIONS } from '../../src/config/schema-compiler.ts';
import { bundledSchema } from '../../src/config/wide.ts';
import { ROOT } from '../helpers/cli.ts';

test('the schema that the build compiles gives the verdicts of the published one, at the same places', () => {
  const published = new Ajv2020(AJV_OPTIONS).compile(bundledSchema());
  const built = new Ajv2020(AJV_OPTIONS).compile(compactSchema(bundledSchema()));
  const verdict = (validate: typeof built, data: unknown): string[] => {
    validate(data);
    return (validate.errors ?? []).map(({ instancePath, keyword, params }) => {
      const key: unknown = keyword === 'additionalProperties' ? params['additionalProperty'] : '';
      return `${instancePath} ${keyword} ${String(key)}`;
    });
  };
  let wrong = 0;
  for (const file of globSync(['test/corpus/**/*.yaml', 'docs/config.example.yaml'], { cwd: ROOT })) {
    const data = attempt(() =>
      parse(readFileSync(join(ROOT, file), 'utf8').replaceAll(/^# (?= *\w+:)/gm, ''), { merge: true }),
    );
    const expected = verdict(published, data);
    expect(verdict(built, data).sort(), file).toEqual(expected.sort());
    wrong += expected.length;
  }
  expect(wrong).toBeGreaterThan(200);
});

/** Files that do not parse have nothing to compare. */
function attempt(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return {};
  }
}
