import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { scriptedServer } from '../../../../../test/helpers/scripted-server.ts';
import type { DownloadLimits } from '../../src/web/download.ts';
import { type Fetched, fetchUrl } from '../../src/web/fetch-url.ts';
import { openPage } from '../../src/web/open-page.ts';
import { openRequest } from '../../src/web/open-request.ts';
import type { Resolve } from '../../src/web/resolve.ts';
import { toolBench } from '../helpers/tool-run.ts';
import { redirects, sends, webServer } from '../helpers/web-server.ts';

const OPEN = { security: { allow_private_urls: true } };

interface Setting {
  config?: Record<string, Record<string, unknown>>;
  resolve?: Resolve;
  limits?: Partial<DownloadLimits>;
  signal?: AbortSignal;
}

async function get(url: string, setting: Setting = {}): Promise<Fetched> {
  const { config = OPEN, ...options } = setting;
  const { run } = toolBench({ config });
  return fetchUrl(new URL(url), { host: run.host, signal: run.signal, wanted: () => true, ...options });
}

async function page(url: string, setting: Setting = {}) {
  const { config = OPEN, ...options } = setting;
  const { run } = toolBench({ config });
  return openPage(new URL(url), { host: run.host, signal: run.signal, ...options });
}

const failed = (words: string) => ({ kind: 'failed', why: expect.stringMatching(words) });
const named = (...addresses: string[]): Resolve & { asked: string[] } => {
  const asked: string[] = [];
  const resolve = async (host: string) => {
    asked.push(host);
    return [{ address: addresses[Math.min(asked.length, addresses.length) - 1] ?? '', family: 4 }];
  };
  return Object.assign(resolve, { asked });
};

function setEnv(name: string, value: string): void {
  const before = process.env[name];
  process.env[name] = value;
  onTestFinished(() => {
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  });
}

describe('who is asked', () => {
  test('attack 60: private addresses get no connection unless they are allowed', async () => {
    const server = await webServer({ '*': sends('text/plain', 'inside') });
    expect(await get(server.url, { config: {} })).toMatchObject(failed('private address.*allow_private_urls'));
    expect(await get(`http://localhost:${server.port}/`, { config: {} })).toMatchObject(failed('this machine'));
    const resolve = named('127.0.0.1');
    expect(await get(`http://inside.example:${server.port}/`, { config: {}, resolve })).toMatchObject(
      failed('127.0.0.1'),
    );
    expect(server.seen).toHaveLength(0);
    expect(await get(server.url)).toMatchObject({ kind: 'answer', answer: { status: 200 } });
  });

  test('the name is looked up once, and the connection goes to what was checked', async () => {
    const server = await webServer({ '*': sends('text/plain', 'pinned') });
    const resolve = named('127.0.0.1', '203.0.113.9');
    const found = await get(`http://rebinding.example:${server.port}/`, { resolve });
    expect(found).toMatchObject({ kind: 'answer' });
    expect(resolve.asked).toEqual(['rebinding.example']);
    expect(server.seen[0]?.headers.host).toBe(`rebinding.example:${server.port}`);
  });

  test('attack 60: each redirect is checked anew: a name that leads elsewhere by then is refused', async () => {
    const server = await webServer({ '/a': redirects('/b'), '/b': sends('text/plain', 'never') });
    const resolve = named('127.0.0.1', '169.254.169.254');
    expect(await get(`http://rebinding.example:${server.port}/a`, { resolve })).toMatchObject(
      failed('169.254.169.254'),
    );
    expect(server.seen.map(({ url }) => url)).toEqual(['/a']);
  });

  test('what is sent tells nothing about user and machine', async () => {
    const server = await webServer({ '*': sends('text/plain', 'x', { 'set-cookie': 'id=1' }) });
    await get(`${server.url}/one`);
    await get(`${server.url}/two`);
    expect(Object.keys(server.seen[1]?.headers ?? {}).sort()).toEqual([
      'accept',
      'accept-encoding',
      'connection',
      'host',
      'user-agent',
    ]);
    expect(server.seen[0]?.headers['user-agent']).toBe(server.seen[1]?.headers['user-agent']);
  });

  test('HERMES_OFFLINE=1: nothing is sent', async () => {
    setEnv('HERMES_OFFLINE', '1');
    const server = await webServer({ '*': sends('text/plain', 'x') });
    expect(await get(server.url)).toMatchObject(failed('HERMES_OFFLINE=1'));
    expect(server.seen).toHaveLength(0);
  });

  test('a proxy is not used, and said where nothing could be reached', async () => {
    const proxy = await webServer({ '*': sends('text/plain', 'by proxy') });
    setEnv('HTTP_PROXY', proxy.url);
    const found = await get('http://nobody.example:1/', { resolve: named('127.0.0.1') });
    expect(found).toMatchObject(failed('HTTP_PROXY is set'));
    expect(proxy.seen).toHaveLength(0);
  });

  test.each([
    ['127.0.0.1', true],
    ['0.0.1', true],
    ['*.0.0.1', true],
    ['http://127.0.0.1/x', true],
    ['7.0.0.1', false],
    ['*.127.0.0.1', false],
    ['', false],
  ])('the blocklist entry %s: %s', async (domain, blocked) => {
    const server = await webServer({ '*': sends('text/plain', 'x') });
    const list = { enabled: true, domains: [domain] };
    const found = await get(server.url, {
      config: { security: { allow_private_urls: true, website_blocklist: list } },
    });
    expect(found).toMatchObject(blocked ? failed('blocked sites') : { kind: 'answer' });
    const off = { enabled: false, domains: [domain] };
    const open = { security: { allow_private_urls: true, website_blocklist: off } };
    expect(await get(server.url, { config: open })).toMatchObject({ kind: 'answer' });
  });

  test('a list of blocked sites that cannot be read opens nothing', async () => {
    const list = { enabled: true, shared_files: ['no-such-list.txt'] };
    const config = { security: { allow_private_urls: true, website_blocklist: list } };
    expect(await get('http://127.0.0.1:1/', { config })).toMatchObject(failed('no-such-list.txt'));
  });
});

describe('redirects', () => {
  test('within the origin they are followed, five times', async () => {
    const steps = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`/${n}`, redirects(`/${n + 1}`)]));
    const server = await webServer({ ...steps, '/9': sends('text/plain', 'end') });
    expect(await get(`${server.url}/4`)).toMatchObject({ kind: 'answer', url: { pathname: '/9' } });
    expect(await get(`${server.url}/3`)).toMatchObject(failed('more than 5 times'));
  });

  test('to another site: told, not followed', async () => {
    const other = await webServer({ '*': sends('text/plain', 'x') });
    const server = await webServer({ '/a': redirects(`${other.url}/landing`, 301) });
    expect(await get(`${server.url}/a`)).toMatchObject({ kind: 'elsewhere', to: `${other.url}/landing` });
    expect(other.seen).toHaveLength(0);
  });

  test.each(['file:///etc/passwd', 'javascript:alert(1)', 'http://user:pw@127.0.0.1/', 'http://'])(
    'to %s: refused',
    async (to) => {
      const server = await webServer({ '/a': redirects(to) });
      expect(await get(`${server.url}/a`)).toMatchObject({ kind: 'failed' });
      expect(server.seen).toHaveLength(1);
    },
  );
});

describe('bounds', () => {
  const zeros = Buffer.alloc(30_000_000);
  test.each([
    ['gzip', gzipSync(zeros)],
    ['br', brotliCompressSync(zeros)],
    ['deflate', deflateSync(zeros)],
    ['identity', zeros],
  ])('a body that grows (%s) is cut where it gets too large', async (encoding, body) => {
    const server = await webServer({ '*': sends('text/plain', body, { 'content-encoding': encoding }) });
    const found = await get(server.url, { limits: { maxBytes: 100_000 } });
    expect(found).toMatchObject({ kind: 'answer', answer: { cut: true } });
    expect(found.kind === 'answer' && found.answer.bytes.length).toBe(100_000);
  });

  test('an encoding that nobody asked for, and one that is broken', async () => {
    const server = await webServer({
      '/zstd': sends('text/plain', 'x', { 'content-encoding': 'zstd' }),
      '/broken': sends('text/plain', 'not gzip', { 'content-encoding': 'gzip' }),
    });
    expect(await get(`${server.url}/zstd`)).toMatchObject(failed('zstd'));
    expect(await get(`${server.url}/broken`)).toMatchObject({ kind: 'failed' });
  });

  test.each(['silent', 'headers', 'trickle'])('a server that takes for ever (%s) is left', async (kind) => {
    const server = await webServer({
      '*': (_incoming, outgoing) => {
        if (kind === 'silent') return;
        outgoing.writeHead(200, { 'content-type': 'text/plain' });
        outgoing.flushHeaders();
        if (kind === 'headers') return;
        const timer = setInterval(() => outgoing.write('x'), 20);
        outgoing.once('close', () => clearInterval(timer));
      },
    });
    expect(await get(server.url, { limits: { totalMs: 400 } })).toMatchObject(failed('took too long'));
  });

  test('a name that takes for ever to be looked up', async () => {
    const found = await get('http://slow.example/', {
      resolve: () => new Promise(() => undefined),
      limits: { connectMs: 100 },
    });
    expect(found).toMatchObject(failed('could not be looked up in time'));
  });

  test('an interrupt ends it', async () => {
    const server = await webServer({ '*': () => undefined });
    const abort = new AbortController();
    const found = get(server.url, { signal: abort.signal });
    setTimeout(() => abort.abort(), 100);
    expect(await found).toMatchObject(failed('interrupted'));
  });

  test('a server that hangs up, and one that is none', async () => {
    const server = await webServer({ '*': (incoming) => incoming.socket.destroy() });
    expect(await get(server.url)).toMatchObject(failed('closed the connection'));
    expect(await get('http://127.0.0.1:1/')).toMatchObject(failed('nothing answers'));
  });

  test.each([
    [
      'goes on in another protocol',
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
      'closed the connection',
    ],
    ['speaks another protocol', 'SSH-2.0-OpenSSH_9.9\r\n', 'is no http'],
    ['sends headers without end', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`, 'is no http .*overflow'],
  ])('a server that %s is told, and left', async (_what, bytes, words) => {
    const server = await webServer({ '*': (incoming) => void incoming.socket.write(bytes) });
    expect(await get(server.url)).toMatchObject(failed(words));
  });

  test('https that is none, and a certificate that nobody trusts', async () => {
    const plain = await webServer({});
    expect(await get(plain.url.replace('http', 'https'))).toMatchObject(failed('does not speak https'));
    const tls = await scriptedServer({ '*': { body: 'x' } }, { tls: true });
    expect(await get(tls.url)).toMatchObject(failed('not trusted'));
    expect(tls.seen).toEqual([]);
  });
});

describe('what comes back', () => {
  const chinese = Buffer.from([0xd6, 0xd0, 0xce, 0xc4]);
  test.each([
    ['in the header', 'text/plain; charset=gbk', chinese, '中文'],
    ['in quotes', 'text/plain; charset="GB2312"', chinese, '中文'],
    ['in the page', 'text/html', Buffer.concat([Buffer.from('<meta charset=gbk><p>'), chinese]), '中文'],
    [
      'in its older form',
      'text/html',
      Buffer.concat([Buffer.from('<meta http-equiv=x content="text/html; charset=gbk"><p>'), chinese]),
      '中文',
    ],
    ['by a mark', 'text/plain', Buffer.from('\ufeff中文', 'utf16le'), '中文'],
    ['nowhere, UTF-8', 'text/plain', Buffer.from('中文'), '中文'],
    ['nowhere, Western', 'text/plain', Buffer.from([0x63, 0x61, 0x66, 0xe9]), 'café'],
    ['a name that nobody knows', 'text/plain; charset=klingon', Buffer.from('中文'), '中文'],
  ])('the charset stands %s', async (_where, type, body, text) => {
    const server = await webServer({ '*': sends(type, body) });
    expect(await page(server.url)).toMatchObject({ ok: true, page: { text } });
  });

  test('text and JSON come as they are, without what nobody sees', async () => {
    const server = await webServer({
      '/json': sends('application/json', '{"a": "<b>",\n\t"c": 1}'),
      '/zero': sends('text/plain', 'a\u200bb\u202ec\x1b[31md\r\ne'),
    });
    expect(await page(`${server.url}/json`)).toMatchObject({ page: { text: '{"a": "<b>",\n\t"c": 1}' } });
    expect(await page(`${server.url}/zero`)).toMatchObject({ page: { text: 'abc[31md\ne' } });
  });

  test.each([
    ['application/pdf', '%PDF-1.7', 'a file \\(application/pdf, 8 bytes\\)'],
    ['image/png', 'x', 'image/png'],
    ['application/octet-stream', 'x', 'octet-stream'],
    ['text/plain', 'a\0b', 'no text'],
    ['', 'a\0b', 'no text'],
  ])('%s is refused', async (type, body, words) => {
    const server = await webServer({ '*': sends(type, body, { 'content-length': String(body.length) }) });
    expect(await page(server.url)).toMatchObject({ ok: false, why: expect.stringMatching(words) });
  });

  test('a page that is cut in the middle of a character is still UTF-8', async () => {
    const server = await webServer({ '*': sends('text/plain', '中'.repeat(100)) });
    const cut = await page(server.url, { limits: { maxBytes: 200 } });
    expect(cut).toMatchObject({
      ok: true,
      page: { text: '中'.repeat(66), notes: ['only its first 200 bytes were fetched'] },
    });
  });

  test('a status that is no answer', async () => {
    const server = await webServer({});
    expect(await page(`${server.url}/x`)).toMatchObject({ ok: false, why: expect.stringContaining('404') });
  });
});

test('attack 60: what a connection has really reached is looked at once more, whatever addresses were handed on', async () => {
  const { url, seen } = await webServer({ '*': sends('text/plain', 'SECRET') });
  const to = { url: new URL(url), headers: {}, addresses: [{ address: '127.0.0.1', family: 4 }] };
  const { signal } = new AbortController();
  const asked = openRequest({ ...to, allowPrivate: false }, signal, () => undefined);
  await expect(asked).rejects.toThrow('is a private address');
  expect(seen).toEqual([]);
  const answer = await openRequest({ ...to, allowPrivate: true }, signal, () => undefined);
  expect(answer.resume().statusCode).toBe(200);
});
