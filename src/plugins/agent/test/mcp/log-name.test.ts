import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { logName, openLog } from '../../src/mcp/log-file.ts';
import { mcpWorld } from './world.ts';

const RUNS = Number(process.env['HERMES_TEST_N'] ?? 500);

/** As disks do that take cases and spellings for the same. */
const onDisk = (name: string): string => name.normalize('NFC').toLowerCase();

const ODD = [
  'a/b',
  'a_b',
  'a b',
  'A_b',
  'con',
  'CON',
  'nul',
  'com1',
  'aux.x',
  '文件',
  '🦙',
  '🦙🦙',
  '__',
  '..',
  'é',
  'e\u0301',
];

test('servers never share a log file', () => {
  expect(new Set(ODD.map((name) => onDisk(logName(name)))).size).toBe(ODD.length);
  const name = fc.oneof(
    fc.constantFrom(...ODD),
    fc.string({ unit: 'grapheme', minLength: 1 }),
    fc.string({ maxLength: 500 }),
  );
  fc.assert(
    fc.property(name, name, (one, other) => {
      fc.pre(one !== other);
      expect(onDisk(logName(one))).not.toBe(onDisk(logName(other)));
    }),
    { numRuns: RUNS },
  );
});

test('whatever a server is called, its log is one file of a name that every system takes', () => {
  const unit = fc.constantFrom(...Array.from('aZ0_-./\\:*?"<>|\0\n\u001b 文𠀀🦙é'));
  fc.assert(
    fc.property(fc.oneof(fc.constantFrom(...ODD), fc.string({ unit, minLength: 1, maxLength: 300 })), (server) => {
      const name = logName(server);
      expect(name).toMatch(/^[\p{L}\p{N}_-]+(?:\.[0-9a-f]{8})?\.log$/u);
      expect(Buffer.byteLength(`${name}.old`)).toBeLessThanOrEqual(255);
      expect(name).not.toMatch(/^(?:con|prn|aux|nul|com\d|lpt\d)\./i);
    }),
    { numRuns: RUNS },
  );
});

test('a plain name is the name of its log; what two servers of like names write is kept apart', async () => {
  expect(logName('file-system_2')).toBe('file-system_2.log');
  const { host, home } = mcpWorld();
  for (const name of ['a/b', 'a_b']) {
    const log = await openLog(host, name);
    log.write(Buffer.from(`of ${name}\n`));
    await log.written();
    expect(readFileSync(log.path, 'utf8')).toBe(`of ${name}\n`);
  }
  expect(readdirSync(join(home, 'ops/agent/mcp'))).toHaveLength(2);
});
