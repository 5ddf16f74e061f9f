import { expect, onTestFinished, test } from 'vitest';
import { stdioTransport } from '../../src/mcp/stdio.ts';

const LOG = { path: '', write: () => undefined, note: () => undefined, written: async () => undefined };

test('messages that are larger than the pipe arrive in order, and nothing is left behind for each', async () => {
  const warnings: Error[] = [];
  const warned = (warning: Error): void => void warnings.push(warning);
  process.on('warning', warned);
  onTestFinished(() => void process.off('warning', warned));
  const spec = { kind: 'stdio' as const, command: 'cat', args: [], env: {}, cwd: undefined };
  const transport = stdioTransport(spec, { env: { PATH: process.env['PATH'] ?? '' }, cwd: '/', log: LOG });
  onTestFinished(() => transport.close());
  const came: unknown[] = [];
  const all = Promise.withResolvers<void>();
  transport.onmessage = (message) => {
    came.push('id' in message ? message.id : undefined);
    if (came.length === 20) all.resolve();
  };
  await transport.start();
  const params = { text: 'x'.repeat(300_000) };
  for (let id = 0; id < 20; id += 1) await transport.send({ jsonrpc: '2.0', id, method: 'say', params });
  await all.promise;
  expect(came).toEqual(Array.from({ length: 20 }, (_, id) => id));
  expect(warnings).toEqual([]);
});
