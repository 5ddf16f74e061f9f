import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Host } from '@hermes-ops/contract';
import { expect, onTestFinished, test } from 'vitest';
import { MODELS } from '../../../../../test/helpers/scripted-llama.ts';
import { createEndpointRoom } from '../../../../endpoint/index.ts';
import { checkEndpoint, listedModels } from '../../src/chat/check-endpoint.ts';

/** A list of models on this machine that takes a second: the model, or something else, has all cores. */
async function slowServer(): Promise<string> {
  const server = createServer((incoming, outgoing) => {
    const answer = (): unknown => outgoing.end(JSON.stringify(MODELS));
    if (incoming.url === '/v1/models') setTimeout(answer, 1_000);
    else outgoing.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

test('a server on this machine that is only slow is waited for', async () => {
  const host = { endpoint: async () => createEndpointRoom(), signal: new AbortController().signal } as unknown as Host;
  const target = { baseUrl: await slowServer(), model: 'tiny.gguf' };
  expect(await checkEndpoint(host, target)).toMatchObject({ contextTokens: expect.any(Number) });
  expect(await listedModels(host, target)).toHaveLength(MODELS.data.length);
});
