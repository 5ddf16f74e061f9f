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
  // F35: what is asked must not choose the home, and with it config, keys and plugins.
  { argv: ['chat', '-q', '--home=/evil'], env: { HERMES_HOME: '/data/h' }, home: '/data/h' },
  { argv: ['chat', '--query', '--home', '/evil'], env: { HERMES_HOME: '/data/h' }, home: '/data/h' },
  { argv: ['chat', '--resume', '--home=/evil', '--home=/mine'], env: {}, home: '/mine' },
  { argv: ['chat', '-q', '-q', '--home=/mine'], env: {}, home: '/mine' },
  { argv: ['--home'], env: { HERMES_HOME: '/data/h' }, home: '/data/h' },
])('the home of $argv with $env is $home', ({ argv, env, home }) => {
  expect(resolveHome(argv, env, '/work')).toBe(home);
});
