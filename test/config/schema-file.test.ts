import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { preparePlugins } from '../../src/config/plugin-sections.ts';
import { AJV_OPTIONS } from '../../src/config/schema-compiler.ts';
import { publishedSchema, writeSchema } from '../../src/config/schema-file.ts';
import { tempDir } from '../helpers/home.ts';

const probe = preparePlugins([
  {
    name: 'probe',
    schema: { type: 'object', properties: { depth: { type: 'integer' } }, additionalProperties: false },
  },
  { name: 'broken', schema: { type: 'object', properties: { x: null } } },
]);

test('one document with the sections of plugins; one that is no schema is left out', () => {
  const validate = new Ajv2020(AJV_OPTIONS).compile(publishedSchema(probe));
  expect(validate({ probe: { depth: 1 }, compression: { threshold: 0.5 } })).toBe(true);
  expect(validate({ probe: { depth: 'deep' } })).toBe(false);
  expect(validate({ compression: { threshold: 'much' } })).toBe(false);
  expect(publishedSchema(probe).properties).not.toHaveProperty('broken');
});

test('written as a whole: created, kept, updated; a link is followed', async () => {
  const folder = tempDir();
  const file = join(folder, 'schema.json');
  expect(await writeSchema(file)).toBe('created');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(publishedSchema());
  expect(await writeSchema(file)).toBe('kept');
  symlinkSync(file, join(folder, 'link.json'));
  expect(await writeSchema(join(folder, 'link.json'), probe)).toBe('updated');
  expect(readFileSync(file, 'utf8')).toContain('"probe"');
});

test('never in place of something else', async () => {
  const folder = tempDir();
  const file = join(folder, 'config.yaml');
  for (const text of ['model: m\n', '{"a": 1}', '[]']) {
    writeFileSync(file, text);
    await expect(writeSchema(file)).rejects.toMatchObject({ code: 'usage.invalid', where: { file } });
    expect(readFileSync(file, 'utf8')).toBe(text);
  }
  await expect(writeSchema(join(folder, 'none', 'x.json'))).rejects.toMatchObject({
    code: 'usage.invalid',
    where: { file: join(folder, 'none') },
  });
  mkdirSync(join(folder, 'dir'));
  await expect(writeSchema(join(folder, 'dir'))).rejects.toThrow();
});
