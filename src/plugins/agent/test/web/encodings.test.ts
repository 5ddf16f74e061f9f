import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeText } from '../../src/web/decode.ts';
import { openPage } from '../../src/web/open-page.ts';
import { toolBench } from '../helpers/tool-run.ts';
import { sends, webServer } from '../helpers/web-server.ts';

const RUNS = { numRuns: Number(process.env['HERMES_TEST_N'] ?? 200) };

/** Characters of an encoding by their bytes, turned round: Node decodes these and encodes none of them. */
function encoder(encoding: string): { chars: string[]; encode(text: string): Uint8Array } {
  const bytesOf = new Map<string, number[]>();
  const decoder = new TextDecoder(encoding);
  for (let first = 0x81; first <= 0xfe; first += 1)
    for (let second = 0x40; second <= 0xfe; second += 1) {
      const char = decoder.decode(Uint8Array.of(first, second));
      if (/^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]$/u.test(char) && !bytesOf.has(char))
        bytesOf.set(char, [first, second]);
    }
  return {
    chars: [...bytesOf.keys()],
    encode: (text) => Uint8Array.from(Array.from(text).flatMap((char) => bytesOf.get(char) ?? [char.charCodeAt(0)])),
  };
}

const ENCODINGS = ['gb18030', 'shift_jis', 'big5', 'euc-kr', 'euc-jp'].map((name) => ({ name, ...encoder(name) }));

/** Words of an encoding with ASCII between them. */
const words = fc
  .constantFrom(...ENCODINGS)
  .chain(({ name, chars, encode }) =>
    fc
      .array(fc.oneof(fc.constantFrom(...chars), fc.constantFrom('a', ' ', '\n', '1')), { minLength: 1, maxLength: 80 })
      .map((parts) => ({ name, text: parts.join(''), bytes: encode(parts.join('')) })),
  );

test('text of the encodings of East Asia is read as the header or the page names it, also where it is cut', () => {
  fc.assert(
    fc.property(words, fc.boolean(), ({ name, text, bytes }, inHeader) => {
      const page = Buffer.concat([Buffer.from(inHeader ? '<p>' : `<meta charset=${name}><p>`), bytes]);
      const type = inHeader ? `text/html; charset=${name}` : 'text/html';
      expect(decodeText(page, type)?.text.split('<p>')[1]).toBe(text);
      const cut = decodeText(page.subarray(0, -1), type, true);
      expect(text.startsWith(cut?.text.split('<p>')[1] ?? 'nothing')).toBe(true);
      expect(cut?.note).toBeUndefined();
    }),
    RUNS,
  );
});

test('UTF-16 with a mark is read whatever the header says; without one and without a name it is no text', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).map((one) => one.toWellFormed());
  const header = fc.constantFrom('text/plain', 'text/plain; charset=utf-8', 'text/html; charset=gbk');
  fc.assert(
    fc.property(text, header, fc.boolean(), (given, type, big) => {
      const little = Buffer.from(`\ufeff${given}`, 'utf16le');
      expect(decodeText(big ? Buffer.from(little).swap16() : little, type)).toEqual({ text: given });
    }),
    RUNS,
  );
  expect(decodeText(Buffer.from('plain words', 'utf16le'), 'text/plain')).toBeUndefined();
  expect(decodeText(Buffer.from('plain words', 'utf16le'), 'text/plain; charset=utf-16le')?.text).toBe('plain words');
});

test('UTF-8 is read as such under another name, and what fits no name given is counted', () => {
  const wrong = fc.constantFrom('iso-8859-1', 'windows-1252', 'latin1', 'utf-16', 'utf-16le', 'us-ascii', 'klingon');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), wrong, (given, charset) => {
      const text = `中 ${given.toWellFormed().replaceAll('\0', '')}`;
      expect(decodeText(Buffer.from(text), `text/plain; charset=${charset}`)).toEqual({ text });
    }),
    RUNS,
  );
  fc.assert(
    fc.property(words, ({ name, text, bytes }) => {
      const page = Buffer.concat([Buffer.from(`<meta charset=${name}><p>`), bytes]);
      fc.pre(new TextDecoder().decode(bytes).includes('\ufffd'));
      // The header is wrong and the page is right.
      expect(decodeText(page, 'text/html; charset=utf-8')?.text).toContain(text);
      // Nothing tells what it is.
      const lost = decodeText(bytes, 'text/html; charset=utf-8');
      expect(lost?.text).toContain('\ufffd');
      expect(lost?.note).toMatch(/not utf-8, which the page says that it is/);
    }),
    RUNS,
  );
  expect(decodeText(Buffer.from('a \ufffd b'), 'text/plain; charset=utf-8')).toEqual({ text: 'a \ufffd b' });
});

test('whatever bytes come under whatever name, it is text or none', () => {
  const type = fc.constantFrom(
    '',
    'text/plain',
    ...['utf-8', 'gbk', 'utf-16', 'x'].map((one) => `text/html; charset=${one}`),
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), type, fc.boolean(), (bytes, named, cut) => {
      const decoded = decodeText(bytes, named, cut);
      if (decoded) expect(typeof decoded.text).toBe('string');
    }),
    RUNS,
  );
});

test.each([
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
])('a page whose %s breaks off or is broken is a failure that says so', async (encoding, compress) => {
  const whole = compress(Buffer.from(Array.from({ length: 3_000 }, (_, i) => `${i * 7919} 中文`).join(' ')));
  const server = await webServer({
    '/short': sends('text/html; charset=utf-8', whole.subarray(0, whole.length / 2), { 'content-encoding': encoding }),
    '/broken': sends('text/plain', Buffer.from([0xff, 0xfe, 0xfd, 0xfc, 0xfb, 0xfa]), { 'content-encoding': encoding }),
  });
  const { run } = toolBench({ config: { security: { allow_private_urls: true } } });
  for (const path of ['short', 'broken']) {
    const opened = await openPage(new URL(`${server.url}/${path}`), { host: run.host, signal: run.signal });
    expect(opened).toMatchObject({ ok: false, why: expect.stringMatching(/compressed and broken, or breaks off/) });
  }
});

test('the model is told what of a page could not be read', async () => {
  const body = Buffer.concat([Buffer.from('<p>It is '), Buffer.from([0xd6, 0xd0, 0xce, 0xc4]), Buffer.from(' here.')]);
  const server = await webServer({ '*': sends('text/html; charset=utf-8', body) });
  const { run } = toolBench({ config: { security: { allow_private_urls: true } } });
  const opened = await openPage(new URL(server.url), { host: run.host, signal: run.signal });
  expect(opened).toMatchObject({ ok: true, page: { notes: [expect.stringMatching(/places are not utf-8/)] } });
});

test('zeros that a page holds by mistake are no reason to refuse it, and what is no text stays refused', async () => {
  const page = `<!doctype html><title>Page</title><h1>Head\0line</h1><p>${'Words of it. '.repeat(50)}`;
  const server = await webServer({
    '/page': sends('text/html', page),
    '/text': sends('text/plain', `one\0two\n${'three\n'.repeat(50)}`),
    '/zip': sends('text/html', gzipSync('x'.repeat(5_000))),
    '/utf16': sends('text/html', Buffer.from('plain words', 'utf16le')),
    '/none': sends('application/json', '{"a":"\0"}'),
  });
  const { run } = toolBench({ config: { security: { allow_private_urls: true } } });
  const open = (path: string) => openPage(new URL(server.url + path), { host: run.host, signal: run.signal });
  const text = async (path: string) => {
    const opened = await open(path);
    return opened.ok && 'page' in opened ? opened.page.text : undefined;
  };
  expect(await text('/page')).toMatch(/^## Headline\n+Words of it\./);
  expect(await text('/text')).toMatch(/^onetwo\nthree\n/);
  for (const path of ['/zip', '/utf16', '/none'])
    expect(await open(path)).toMatchObject({ ok: false, why: expect.stringContaining('no text') });
});
