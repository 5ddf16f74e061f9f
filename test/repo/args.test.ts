import { globSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../helpers/cli.ts';

interface CommandClass {
  args: Record<string, { ignoreStdin?: boolean }>;
}

const files = globSync('{src/commands,src/plugins/*/src/commands}/**/*.ts', { cwd: ROOT });

test('every command is looked at', () => {
  expect(files.length).toBeGreaterThanOrEqual(17);
});

/** oclif takes what is piped in for the first missing argument, unless it is told not to. */
test.each(files)('%s: no argument is read from standard input by itself', async (file) => {
  const { default: command } = (await import(join(ROOT, file))) as { default: CommandClass };
  const reading = Object.entries(command.args).filter(([, arg]) => arg.ignoreStdin !== true);
  expect(reading.map(([name]) => name)).toEqual([]);
});
