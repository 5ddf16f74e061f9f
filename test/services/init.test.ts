import { chmodSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fromForeign } from '../../src/errors/foreign.ts';
import { pathsOf } from '../../src/host/paths.ts';
import { initHome } from '../../src/services/init.ts';
import { tempDir } from '../helpers/home.ts';
import { withoutRoot } from '../helpers/other-user.ts';

test('a folder without write permission is home.not-writable', async () => {
  const dir = tempDir();
  chmodSync(dir, 0o555);
  const error = await withoutRoot(() =>
    initHome(pathsOf(join(dir, 'home'), dir), '/schema.json').catch((e: unknown) => e),
  );
  expect(fromForeign(error)).toMatchObject({ code: 'home.not-writable', where: { file: join(dir, 'home') } });
});

test('config.yaml and .env are for their owner alone', async () => {
  const dir = tempDir();
  const paths = pathsOf(join(dir, 'home'), dir);
  await initHome(paths, '/schema.json');
  for (const file of [paths.config, paths.env]) expect(statSync(file).mode & 0o777, file).toBe(0o600);
});
