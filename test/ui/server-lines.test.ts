import { expect, test } from 'vitest';
import type { ServerStatus } from '../../src/contract/index.ts';
import { startedLines, statusLines } from '../../src/ui/server-lines.ts';

const STATUS: ServerStatus = {
  name: "Anna's",
  state: 'crashed',
  pid: null,
  url: 'http://127.0.0.1:8000',
  build: null,
  model: null,
  uptimeSeconds: null,
  contextPerSlot: null,
  slots: null,
};

test('the lines to run can be pasted whatever the name', () => {
  expect(statusLines([STATUS]).at(-1)).toContain("`hermes server logs 'Anna'\\''s'`");
  const hung = statusLines([{ ...STATUS, state: 'unresponsive' }]).at(-1);
  expect(hung).toContain("`hermes server stop 'Anna'\\''s'`");
});

test('a row that is wider than the screen leaves out the build, then the uptime', () => {
  const row = { ...STATUS, model: 'm'.repeat(20), build: 'b11669-Debian', uptimeSeconds: 75 };
  const widest = Math.max(
    ...statusLines([row], Number.POSITIVE_INFINITY)
      .slice(0, 2)
      .map((line) => line.length),
  );
  const heads = (width: number) => statusLines([row], width)[0]?.split(/ +/).slice(-2);
  expect(heads(widest)).toEqual(['UPTIME', 'BUILD']);
  expect(heads(widest - 1)).toEqual(['CONTEXT', 'UPTIME']);
  expect(heads(widest - 16)).toEqual(['MODEL', 'CONTEXT']);
  expect(heads(10)).toEqual(['MODEL', 'CONTEXT']);
});

test('the line that registers a server with a key names its variable', () => {
  const started = { ...STATUS, started: true, saved: false, templateTools: true, log: 'log', durationMs: 1 };
  expect(startedLines({ ...started, apiKeyEnv: 'MY_KEY' }).at(-1)).toContain('/v1 --api-key-env MY_KEY');
  expect(startedLines({ ...started, apiKeyEnv: null }).at(-1)).toMatch(/\/v1$/);
});
