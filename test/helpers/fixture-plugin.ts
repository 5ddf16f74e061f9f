import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tempDir } from './home.ts';

/** A plugin package in a folder of its own; `files` are its modules by path, written in plain JavaScript. */
export function fixturePlugin(
  name: string,
  files: Record<string, string>,
  oclif: Record<string, unknown> = {},
): string {
  const folder = tempDir('hermes-plugin-');
  const manifest = {
    name,
    version: '1.0.0',
    type: 'module',
    oclif: { commands: { strategy: 'pattern', target: './commands' }, topicSeparator: ' ', ...oclif },
  };
  for (const [file, content] of Object.entries({ 'package.json': JSON.stringify(manifest), ...files })) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  }
  return folder;
}
