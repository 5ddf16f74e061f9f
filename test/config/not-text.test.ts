import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { decodeText } from '../../src/config/text-encoding.ts';
import { validateBytes } from '../../src/config/validate.ts';
import { tempHome } from '../helpers/home.ts';

const bytes = (...parts: (string | number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => Buffer.from(part as string)));

test.each([
  ['a NUL', bytes('model:\n  a: b\0c\n'), '2:7', 'a NUL byte in line 2, column 7'],
  ['nothing but NUL', Buffer.alloc(100), '1:1', 'nothing but NUL bytes'],
  [
    'half a character of UTF-16',
    Buffer.from('\uFEFFa: 1\nb: \ud800x\n', 'utf16le'),
    '2:4',
    'UTF-16 (LE) with half a character',
  ],
  ['half a unit', bytes([0xff, 0xfe, 0x61]), '1:1', 'UTF-16 (LE) and ends in the middle'],
  ['UTF-32', bytes([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]), '1:1', 'UTF-32 (LE)'],
  ['UTF-32 without mark', bytes([0, 0, 0, 0x61, 0, 0, 0, 0x3a]), '1:1', 'UTF-32 (BE)'],
  [
    'Latin-1',
    bytes('a: 1\nx: ä f', [0xfc], 'r\n'),
    '2:7',
    'byte 0xFC in line 2, column 7 is no character; it may be Latin-1',
  ],
  [
    'GBK',
    bytes('# ', [0xc4, 0xa3, 0xd0, 0xcd], '\n'),
    '1:4',
    'byte 0xD0 in line 1, column 4 is no character; it may be GBK',
  ],
  ['a lone surrogate', bytes('a: ', [0xed, 0xa0, 0x80], '\n'), '1:4', 'a lone surrogate'],
  ['a cut character', bytes('a: ', [0xe4, 0xb8]), '1:4', 'byte 0xE4 in line 1, column 4'],
])('bytes that are no text: %s', async (_name, content, place, words) => {
  const [only] = validateBytes(content, 'config.yaml').diagnostics;
  expect(only).toMatchObject({ code: 'config.unreadable', message: expect.stringContaining(words) });
  expect(`${only?.line}:${only?.column}`).toBe(place);
  const paths = tempHome();
  writeFileSync(paths.config, content);
  await expect(loadConfig(paths, {})).rejects.toMatchObject({
    code: 'config.unreadable',
    message: expect.stringContaining(words),
  });
});

test.each(['utf-16le', 'utf-16be'] as const)('%s without a mark is told by its NUL bytes', (encoding) => {
  const little = Buffer.from('model: q\n', 'utf16le');
  const content = encoding === 'utf-16le' ? little : Buffer.from(little).swap16();
  expect(decodeText(content)).toEqual({ text: 'model: q\n', encoding });
  expect(validateBytes(content, 'config.yaml')).toMatchObject({
    reencode: true,
    diagnostics: [{ code: 'config.encoding', line: 1 }],
  });
});
