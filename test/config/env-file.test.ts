import { readFileSync, statSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseEnv, readEnvFile, setEnvValue, withEnvValue } from '../../src/config/env-file.ts';
import { tempHome } from '../helpers/home.ts';

test('reads the shapes that people write', () => {
  const text = [
    '\uFEFF# keys',
    'A=plain',
    'export B = spaced out # note',
    'C="quoted # not a note \\"x\\""',
    "D='single $x'",
    'E=',
    'F=http://h:1/#frag',
    'A=last wins',
    'not a line',
  ].join('\r\n');
  expect(parseEnv(text)).toEqual({
    A: 'last wins',
    B: 'spaced out',
    C: 'quoted # not a note "x"',
    D: 'single $x',
    E: '',
    F: 'http://h:1/#frag',
  });
});

test.each([
  ['in place', 'A=1\nB=2 # keep\nC=3\n', 'B', 'x', 'A=1\nB=x # keep\nC=3\n'],
  ['keeps export and spaces', '  export B = "2"\n', 'B', 'x', '  export B = x\n'],
  ['the last of two, which is the one that counts', 'B=1\nB=2\n', 'B', 'x', 'B=1\nB=x\n'],
  ['on a new line', 'A=1', 'B', 'x', 'A=1\nB=x\n'],
  ['CRLF', 'A=1\r\n', 'B', 'x', 'A=1\r\nB=x\r\n'],
  ['quoted where needed', '', 'B', 'a b#"c"\\', 'B="a b#\\"c\\"\\\\"\n'],
  ['line breaks are dropped', '', 'B', 'x\n', 'B=x\n'],
])('sets a value: %s', (_name, before, name, value, after) => {
  expect(withEnvValue(before, name, value)).toBe(after);
});

test('what is set is what is read, and other lines stay', () => {
  const value = fc.string({ maxLength: 30 }).filter((text) => !/[\r\n]/.test(text));
  const line = fc.constantFrom('A=1', '# note', '', "export B='x'", 'C="a # b" # c', 'junk');
  fc.assert(
    fc.property(fc.array(line), fc.constantFrom('A', 'B', 'C', 'NEW'), value, (lines, name, text) => {
      const before = lines.join('\n');
      const after = withEnvValue(before, name, text);
      expect(parseEnv(after)[name]).toBe(text);
      const others = (all: string) => all.split('\n').filter((it) => !new RegExp(`^(export )?${name}=`).test(it));
      expect(others(after).join('\n').trimEnd()).toBe(others(before).join('\n').trimEnd());
    }),
    { numRuns: Number(process.env['HERMES_TEST_N'] ?? 100) },
  );
});

test('a new file is private; an existing one keeps its mode', async () => {
  const { env } = tempHome();
  expect(await readEnvFile(env)).toEqual({});
  expect(await setEnvValue(env, 'X_API_KEY', 'sk-1')).toEqual({ changed: true });
  expect(await setEnvValue(env, 'X_API_KEY', 'sk-1')).toEqual({ changed: false });
  expect(statSync(env).mode & 0o777).toBe(0o600);
  const other = tempHome({ '.env': 'A=1\n' }).env;
  const mode = statSync(other).mode;
  await setEnvValue(other, 'A', '2');
  expect(statSync(other).mode).toBe(mode);
});

test.each(['PATH', 'LD_PRELOAD', 'NODE_OPTIONS', 'HERMES_HOME', '1A', 'A B', ''])(
  'refuses the name %j',
  async (name) => {
    const { env } = tempHome();
    writeFileSync(env, 'A=1\n');
    await expect(setEnvValue(env, name, 'x')).rejects.toMatchObject({ code: 'env.name', exit: 2 });
    expect(readFileSync(env, 'utf8')).toBe('A=1\n');
  },
);

test('refuses control characters', () => {
  expect(() => withEnvValue('', 'A', 'a\u0000b')).toThrow(expect.objectContaining({ code: 'env.value' }));
});
