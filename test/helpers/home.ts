import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { pathsOf } from '../../src/host/paths.ts';

/** A folder that is gone after the test. */
export function tempDir(prefix = 'hermes-test-'): string {
  const dir = mkdtempSync(join(tmpdir(), prefix));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true, maxRetries: 3 }));
  return dir;
}

/** A home of its own with the given files (`{'config.yaml': '...'}`), and its paths. */
export function tempHome(files: Record<string, string> = {}) {
  const home = tempDir('hermes-home-');
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(home, name)), { recursive: true });
    writeFileSync(join(home, name), content);
  }
  return pathsOf(home, home);
}
