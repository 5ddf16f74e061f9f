import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const PLUGIN = join(import.meta.dirname, '..');

/** Codes of notices: what the user is told while the turn goes on. They are no errors, so the README does not list them. */
const NOTICES = new Set(
  'answer-cut auxiliary-silent calls-left-out compressed effort-not-sent endpoint-slow engine-failed fallback file-cut mcp-changed mcp-declined mcp-left-out no-tools not-compressed not-kept other-folder other-model results-masked skills-left-out tool-left-out tools-left-out'
    .split(' ')
    .map((name) => `agent.${name}`),
);

/** Names that are no codes: the service, the extension points. */
const OTHERS = new Set(['agent.sessions', 'agent.tools']);

test('every error code of the plugin stands in its README, and no other', () => {
  const source = globSync('src/**/*.ts', { cwd: PLUGIN })
    .map((file) => readFileSync(join(PLUGIN, file), 'utf8'))
    .join('\n');
  const used = new Set([...source.matchAll(/'(agent\.[a-z-]+)'/g)].map(([, code = '']) => code));
  const listed = new Set(
    [...readFileSync(join(PLUGIN, 'README.md'), 'utf8').matchAll(/^\| `(agent\.[a-z-]+)`/gm)].map(
      ([, code = '']) => code,
    ),
  );
  const errors = [...used].filter((code) => !NOTICES.has(code) && !OTHERS.has(code));
  expect(errors.toSorted()).toEqual([...listed].toSorted());
});
