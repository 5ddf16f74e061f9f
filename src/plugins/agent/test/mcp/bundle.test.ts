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
  const said = (start: RegExp) =>
    files.flatMap((text) => text.match(new RegExp(`[\\w$]+\\.\\w+\\(["'\`]${start.source}`, 'g')) ?? []);
  // The name of a tool, and what a login server answers; that a server has no tools would come on standard output.
  const warnings = said(/\[mcp-sdk\]/);
  const debugging = said(/Client\.list\w+\(\) called/);
  expect(warnings.length).toBeGreaterThan(3);
  expect(debugging.length).toBeGreaterThan(0);
  expect([...warnings, ...debugging].filter((one) => one.startsWith('console.'))).toEqual([]);
});
