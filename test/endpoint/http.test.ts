import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { freePort } from '../../scripts/free-port.ts';
import { createEndpointRoom } from '../../src/endpoint/index.ts';
import { type Reply, scriptedServer } from '../helpers/scripted-server.ts';

const { request } = createEndpointRoom();

describe('an exchange that fails', () => {
  const faults: [string, Reply, string][] = [
    ['never answers', { fault: 'silent' }, 'timeout'],
    ['sends headers only', { fault: 'headers-only' }, 'timeout'],
    ['trickles', { fault: 'trickle' }, 'timeout'],
    ['hangs up', { fault: 'close' }, 'closed'],
    ['resets', { fault: 'reset' }, 'closed'],
    ['stops in the middle of the body', { fault: 'half' }, 'closed'],
    ['speaks another protocol', { fault: 'not-http' }, 'network'],
  ];
  test.each(faults)('a server that %s', async (_name, reply, failure) => {
    const server = await scriptedServer({ '*': reply });
    const result = await request(`${server.url}/x`, { timeoutMs: failure === 'timeout' ? 400 : 5000 });
    expect(result).toMatchObject({ ok: false, failure });
  });

  test('nothing listens', async () => {
    expect(await request(`http://127.0.0.1:${await freePort()}/`)).toMatchObject({ ok: false, failure: 'refused' });
  });

  test('no such name', async () => {
    expect(await request('http://no-such-host.invalid/')).toMatchObject({ ok: false, failure: 'dns' });
  });

  test.each(['', 'nonsense', 'ftp://127.0.0.1/', 'file:///etc/passwd', 'http://'])('the address %j', async (url) => {
    expect(await request(url)).toMatchObject({ ok: false, failure: 'invalid-url' });
  });

  test('an answer that is too large', async () => {
    const server = await scriptedServer({ '*': { body: 'x'.repeat(5000) } });
    expect(await request(server.url, { maxBytes: 1000 })).toMatchObject({ ok: false, failure: 'too-large' });
  });

  test('a key that no header can carry is a failure, not a crash, and is not shown', async () => {
    const server = await scriptedServer({ '*': { body: {} } });
    const result = await request(server.url, { apiKey: 'sk-…91f3', timeoutMs: 20 });
    expect(result).toMatchObject({ ok: false, failure: 'invalid-request' });
    expect(result.ok || result.message).not.toContain('91f3');
    // The limit of the exchange passes: a forgotten timer would throw here.
    await sleep(40);
    expect(server.seen).toEqual([]);
  });

  test('TLS with an untrusted certificate, and TLS where there is none', async () => {
    const secure = await scriptedServer({ '*': { body: {} } }, { tls: true });
    expect(await request(secure.url)).toMatchObject({ ok: false, failure: 'tls' });
    const plain = await scriptedServer({ '*': { body: {} } });
    expect(await request(plain.url.replace('http:', 'https:'))).toMatchObject({ ok: false, failure: 'tls' });
  });

  test('an abort before and during the exchange', async () => {
    const server = await scriptedServer({ '*': { fault: 'silent' } });
    const before = await request(server.url, { signal: AbortSignal.abort() });
    expect(before).toMatchObject({ ok: false, failure: 'aborted' });
    expect(server.seen).toHaveLength(0);
    const during = await request(server.url, { signal: AbortSignal.timeout(100), timeoutMs: 10_000 });
    expect(during).toMatchObject({ ok: false, failure: 'aborted' });
  });
});

describe('an exchange that works', () => {
  test('localhost reaches a server that listens on 127.0.0.1 only', async () => {
    const server = await scriptedServer({ '*': { body: { fine: true } } });
    expect(await request(`http://localhost:${server.port}/`)).toMatchObject({ ok: true, status: 200 });
  });

  test('an object goes as JSON, a string as it is, the key as a bearer token', async () => {
    const server = await scriptedServer({ '*': { status: 418, headers: { 'x-a': 'b' }, body: 'ä' } });
    const result = await request(server.url, { body: { a: 1 }, apiKey: 'sk-1' });
    await request(server.url, { body: '{"b":2}' });
    expect(result).toMatchObject({ ok: true, status: 418, body: 'ä', headers: { 'x-a': 'b' } });
    expect(server.seen.map(({ method, body }) => [method, body])).toEqual([
      ['POST', '{"a":1}'],
      ['POST', '{"b":2}'],
    ]);
    expect(server.seen[0]?.headers['authorization']).toBe('Bearer sk-1');
    expect(server.seen[1]?.headers['authorization']).toBeUndefined();
  });

  test('a redirect to another host is not followed, so the key stays here', async () => {
    const other = await scriptedServer({ '*': { body: {} } });
    const server = await scriptedServer({ '*': { status: 307, headers: { location: `${other.url}/v1/models` } } });
    const result = await request(`${server.url}/v1/models`, { apiKey: 'sk-secret' });
    expect(result).toMatchObject({ ok: true, status: 307 });
    expect(other.seen).toEqual([]);
  });
});
