import { expect, test } from 'vitest';
import type { ServerStatus } from '../../src/contract/index.ts';
import { statusLines } from '../../src/ui/server-lines.ts';

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
