import fc from 'fast-check';
import { expect, test } from 'vitest';
import { png } from '../../../../../test/helpers/png.ts';
import { imageKind } from '../../src/images/image-kind.ts';

const RUNS = { numRuns: Number(process.env['HERMES_TEST_N'] ?? 300) };
const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ''), 'hex');

const JPEG = hex(
  'ffd8 ffe0 0010 4a464946000101000001000100 00 ffdb 0004 0000 ffc0 0011 08 0030 0040 03 01220002110103110 1',
);
const GIF = Buffer.concat([Buffer.from('GIF89a'), hex('4000 3000 f00000')]);
const VP8 = Buffer.concat([
  Buffer.from('RIFF\0\0\0\0WEBPVP8 ', 'latin1'),
  hex('00000000 000000 9d012a 4000 3000 0000'),
]);
const VP8L = Buffer.concat([
  Buffer.from('RIFF\0\0\0\0WEBPVP8L', 'latin1'),
  hex('00000000 2f'),
  hex('3fc00b00 00000000'),
]);
const VP8X = Buffer.concat([Buffer.from('RIFF\0\0\0\0WEBPVP8X', 'latin1'), hex('0a000000 00000000 3f0000 2f0000')]);

test.each([
  ['PNG', png(64, 48), 'image/png'],
  ['JPEG', JPEG, 'image/jpeg'],
  ['GIF', GIF, 'image/gif'],
  ['WebP, lossy', VP8, 'image/webp'],
  ['WebP, lossless', VP8L, 'image/webp'],
  ['WebP, extended', VP8X, 'image/webp'],
])('%s is known by its bytes, with its size', (_kind, bytes, mediaType) => {
  expect(imageKind(bytes)).toEqual({ mediaType, width: 64, height: 48 });
});

test.each([
  ['nothing', ''],
  ['text', 'hello'],
  ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'],
  ['PDF', '%PDF-1.7'],
  ['BMP', 'BM\0\0\0\0'],
  ['a name alone', '\x89PNG\r\n\x1a\n'],
  ['JPEG without a frame', '\xff\xd8\xff\xe0\0\x02\xff\xd9'],
  ['other things in RIFF', 'RIFF\0\0\0\0WAVEfmt '],
])('%s is no image', (_kind, text) => {
  expect(imageKind(Buffer.from(text, 'latin1'))).toBeUndefined();
});

test('no bytes make it fail or run for ever', () => {
  const start = fc.constantFrom(png(2, 2), JPEG, GIF, VP8, VP8L, VP8X);
  fc.assert(
    fc.property(start, fc.uint8Array({ maxLength: 200 }), fc.nat(60), (bytes, noise, at) => {
      const spoiled = Buffer.concat([bytes.subarray(0, at), noise]);
      const kind = imageKind(spoiled);
      if (kind) expect(kind.width * kind.height).toBeGreaterThanOrEqual(0);
    }),
    RUNS,
  );
});
