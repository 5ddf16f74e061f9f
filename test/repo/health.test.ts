import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { missingOptionals } from '../../scripts/complete-lockfile.ts';
import { FIRST_PARTY_PLUGINS } from '../../src/catalog/plugins.ts';
import { ROOT } from '../helpers/cli.ts';
import { tempDir } from '../helpers/home.ts';

const text = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const json = (file: string) => JSON.parse(text(file));
const files = (pattern: string) =>
  globSync(pattern, { cwd: ROOT, exclude: (path) => /node_modules|\/dist$|\.generated\./.test(String(path)) });
const lines = (file: string) => text(file).split('\n').length;

interface CommandRow {
  id: string;
  summary?: string;
  examples?: unknown[];
  flags: Record<string, unknown>;
}

describe('every command', () => {
  const plugins = FIRST_PARTY_PLUGINS.map(({ name }) => `src/plugins/${name}`);
  const rows = ['.', ...plugins].flatMap((folder) =>
    Object.values<CommandRow>(json(`${folder}/oclif.manifest.json`).commands).map((row) => ({ ...row, folder })),
  );

  test.each(rows)('$id has a summary and an example', ({ summary, examples }) => {
    expect(summary).toMatch(/\.$/);
    expect(examples?.length).toBeGreaterThan(0);
  });

  test.each(rows.filter(({ id }) => id !== 'help'))(
    '$id takes --json with a published shape, and --home',
    ({ id, flags, folder }) => {
      expect(Object.keys(flags)).toEqual(expect.arrayContaining(['json', 'home']));
      const schema = json(`${folder}/schemas/results/${id.replaceAll(':', '-')}.schema.json`);
      expect(schema.properties.schemaVersion).toEqual({ const: 1 });
      expect(schema.additionalProperties).toBe(false);
    },
  );
});

test('the READMEs have no blanks left to fill in', () => {
  for (const file of ['README.md', 'README.zh-CN.md']) expect(text(file)).not.toContain('@@');
});

test('packages are in step', () => {
  const root = json('package.json');
  const packages = files('src/{contract,plugin-kit,plugins/*}/package.json').map(json);
  expect(packages.length).toBeGreaterThanOrEqual(3);
  for (const one of packages) {
    expect(one).toMatchObject({ version: root.version, license: root.license, engines: root.engines });
  }
});

test('the lockfile names no registry host and every version is pinned', () => {
  expect(text('package-lock.json')).not.toMatch(/"resolved": "http/);
  const { dependencies, devDependencies } = json('package.json');
  for (const version of Object.values({ ...dependencies, ...devDependencies })) expect(version).toMatch(/^\d/);
});

test('the lockfile holds every platform: run `node scripts/complete-lockfile.ts`', () => {
  expect(missingOptionals(json('package-lock.json'))).toEqual([]);
});

test('files stay small', () => {
  const tooLong = [
    ...files('src/**/*.ts').filter((file) => lines(file) > (/\/test\//.test(file) ? 600 : 400)),
    ...files('{src,src/plugins/*/src}/commands/**/*.ts').filter((file) => lines(file) > 81),
    ...files('{scripts,bin}/**/*.{ts,js}').filter((file) => lines(file) > 400),
    ...files('test/**/*.ts').filter((file) => lines(file) > 600),
  ];
  expect(tooLong).toEqual([]);
});

test('only bin, host and ui touch the process', () => {
  const touching = files('src/**/*.ts').filter(
    (file) => !/^src\/(host|ui)\/|\/test\//.test(file) && /\bprocess\.(exit|cwd)\(|\bconsole\./.test(text(file)),
  );
  expect(touching).toEqual([]);
});

test.each([
  {
    rule: 'room-config',
    file: 'src/config/x.ts',
    line: "import { a } from '../server/index.ts';\nexport const b = a;",
  },
  {
    rule: 'front-doors',
    file: 'src/services/x.ts',
    line: "import { a } from '../server/inner.ts';\nexport const b = a;",
  },
  {
    rule: 'commands-load-rooms-on-demand',
    file: 'src/commands/x.ts',
    line: "import { a } from '../server/index.ts';\nexport const b = a;",
  },
  {
    rule: 'plugins-stand-alone',
    file: 'src/plugins/p/src/x.ts',
    line: "import { a } from '../../../server/index.ts';\nexport const b = a;",
  },
])('the import checker finds a violation of $rule', async ({ rule, file, line }) => {
  const dir = tempDir();
  const put = (name: string, content: string) => {
    mkdirSync(join(dir, name, '..'), { recursive: true });
    writeFileSync(join(dir, name), content);
  };
  put('src/server/index.ts', 'export const a = 1;');
  put('src/server/inner.ts', 'export const a = 1;');
  put(file, line);
  const run = await execa(
    join(ROOT, 'node_modules/.bin/depcruise'),
    ['--config', join(ROOT, '.dependency-cruiser.cjs'), '--output-type', 'err', 'src'],
    { cwd: dir, reject: false },
  );
  expect(run.stdout).toContain(rule);
  expect(run.exitCode).toBeGreaterThan(0);
});
