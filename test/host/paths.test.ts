import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { resolveHome } from '../../src/host/paths.ts';

test.each([
  { argv: [], env: {}, home: join(homedir(), '.hermes') },
  { argv: [], env: { HERMES_HOME: '/data/h' }, home: '/data/h' },
  { argv: ['config', 'get', '--home', 'rel'], env: { HERMES_HOME: '/data/h' }, home: '/work/rel' },
  { argv: ['--home=/x'], env: {}, home: '/x' },
  { argv: ['--home=~/x'], env: {}, home: join(homedir(), 'x') },
  { argv: ['server', 'start', '--', '--home', '/not/ours'], env: { HERMES_HOME: '/data/h' }, home: '/data/h' },
  { argv: ['--home'], env: { HERMES_HOME: '/data/h' }, home: '/data/h' },
])('the home of $argv with $env is $home', ({ argv, env, home }) => {
  expect(resolveHome(argv, env, '/work')).toBe(home);
});
