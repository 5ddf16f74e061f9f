import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { editFile } from '../../src/config/edit-file.ts';
import { parseEnv, setEnvValue } from '../../src/config/env-file.ts';
import { whileLocked } from '../../src/config/rewrite.ts';
import { setKey } from '../../src/config/set.ts';
import { processIdentity } from '../../src/state/index.ts';
import { tempHome } from '../helpers/home.ts';

const WRITERS = Array.from({ length: 6 }, (_, i) => i);

test('writers at the same time all get their value in, and leave nothing else behind', async () => {
  const paths = tempHome({ 'config.yaml': '# keep\nmodel: m\n' });
  await Promise.all(
    WRITERS.flatMap((i) => [
      setKey(paths, `servers.s${i}.port`, String(9000 + i)),
      editFile(paths.config, [{ path: ['providers', `p${i}`], value: { base_url: `http://h${i}/v1` } }]),
      setEnvValue(paths.env, `K${i}_API_KEY`, `sk-${i}`),
    ]),
  );
  const text = readFileSync(paths.config, 'utf8');
  expect(text).toMatch(/^# keep\n/);
  const { servers, providers } = parse(text);
  expect(servers).toEqual(Object.fromEntries(WRITERS.map((i) => [`s${i}`, { port: 9000 + i }])));
  expect(Object.keys(providers)).toHaveLength(WRITERS.length);
  const values = parseEnv(readFileSync(paths.env, 'utf8'));
  expect(values).toEqual(Object.fromEntries(WRITERS.map((i) => [`K${i}_API_KEY`, `sk-${i}`])));
  expect(readdirSync(paths.home).sort()).toEqual([basename(paths.env), basename(paths.config), 'ops']);
  expect(readdirSync(join(paths.ops, 'backups')).length).toBe(5);
});

test('edits that depend on the file are made for what stands in it when it is written', async () => {
  const { config } = tempHome();
  const append = (name: string) =>
    editFile(config, (text) => {
      const list: unknown[] = parse(text)?.custom_providers ?? [];
      return [{ path: ['custom_providers', list.length], value: { name } }];
    });
  await Promise.all(WRITERS.map((i) => append(`p${i}`)));
  const names = parse(readFileSync(config, 'utf8')).custom_providers.map(({ name }: { name: string }) => name);
  expect(names.sort()).toEqual(WRITERS.map((i) => `p${i}`));
});

test('a writer that does not finish is named, and what was asked for is not written', async () => {
  const { config } = tempHome({ 'config.yaml': 'a: 1\n' });
  const lock = `${config}.lock`;
  writeFileSync(lock, `${process.pid} token ${processIdentity(process.pid)}`);
  const wait = whileLocked(config, async () => 'done', 150);
  await expect(wait).rejects.toMatchObject({
    code: 'config.locked',
    exit: 1,
    message: expect.stringContaining(String(process.pid)),
    where: { file: config },
  });
  expect(readdirSync(dirname(config)).sort()).toEqual([basename(config), basename(lock)]);
});
