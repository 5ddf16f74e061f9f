import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import type { CommandContext } from '../../src/approvals/classify.ts';

const FILES = [
  ...[
    'README.md',
    'package.json',
    'my notes.txt',
    'src/index.ts',
    'src/util.ts',
    'docs/guide.md',
    'config/example.yaml',
  ],
  ...['config/other.yaml', 'data/names.txt', 'data/ages.txt', 'data/table.csv', 'data/people.json', 'data/sample.json'],
  ...['logs/server.log', 'logs/access.log', 'models/tiny.gguf', 'a', 'b'],
];

export interface TestPlace extends CommandContext {
  write(path: string, text?: string): string;
}

/** A home with a workspace in it, gone after the tests of the file. Paths given to `write` start at the workspace. */
export function place(): TestPlace {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'hermes-approvals-')));
  afterAll(() => rmSync(home, { recursive: true, force: true }));
  const workspace = join(home, 'work');
  const write = (path: string, text = 'x\n'): string => {
    const file = join(workspace, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  };
  for (const file of FILES) write(file);
  write('../.hermes/config.yaml', 'model: {}\n');
  return { home, workspace, cwd: workspace, endpoints: ['http://192.168.5.84:8000/v1'], write };
}
