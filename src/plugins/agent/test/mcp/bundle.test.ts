import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDir } from '../../../../../test/helpers/home.ts';

const PACKED = join(import.meta.dirname, '../../../../../plugins/agent.tgz');

test('attack 49 and 50: what the SDK says on the console, in words of servers, does not reach the terminal', () => {
  const folder = tempDir();
  execFileSync('tar', ['xzf', PACKED, '-C', folder]);
  const files = globSync('package/dist/**/*.js', { cwd: folder }).map((file) =>
    readFileSync(join(folder, file), 'utf8'),
  );
  const warnings = files.flatMap((text) => text.match(/[\w$]+\.\w+\(["'`]\[mcp-sdk\]/g) ?? []);
  // The name of a tool, and what a login server answers.
  expect(warnings.length).toBeGreaterThan(3);
  expect(warnings.filter((one) => one.startsWith('console.'))).toEqual([]);
});
