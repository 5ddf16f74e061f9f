import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCapture } from '../../src/tools/shell/capture.ts';
import { createCleaner } from '../../src/tools/shell/clean-output.ts';

const RUNS = { numRuns: Number(process.env['HERMES_TEST_N'] ?? 100) };

/** What programs print: text of several scripts, line ends, escape sequences whole and broken, raw bytes. */
const output = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => Buffer.from(text)),
      fc
        .constantFrom(
          '\n',
          '\r\n',
          '\r',
          '\x1b[31m',
          '\x1b[0m',
          '\x1b]0;t\x07',
          '\x1b]8;;x\x1b\\',
          '\x1b[',
          '\x1b',
          '\b',
          '\t',
          '漢😀',
        )
        .map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes)),
    ),
    { maxLength: 40 },
  )
  .map((parts) => Buffer.concat(parts));

function chunks(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const found: Buffer[] = [];
  for (let [at, i] = [0, 0]; at < bytes.length; i += 1) {
    const size = sizes[i % sizes.length] ?? 1;
    found.push(bytes.subarray(at, at + size));
    at += size;
  }
  return found;
}

const cleaned = (parts: readonly Buffer[]): string => {
  const cleaner = createCleaner();
  return parts.map((part) => cleaner.push(part)).join('') + cleaner.flush();
};

test('the text does not depend on how the output was cut into chunks, and nothing in it acts on a terminal', () => {
  fc.assert(
    fc.property(output, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }), (bytes, sizes) => {
      const text = cleaned([bytes]);
      expect(cleaned(chunks(bytes, sizes))).toBe(text);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
      expect(text).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/);
      expect(text.isWellFormed()).toBe(true);
    }),
    RUNS,
  );
});

test('what is read is whole, or says exactly how much is missing; the file has all of it', async () => {
  const lines = fc.array(
    fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => text.replace(/\p{C}/gu, '.')),
    { maxLength: 80 },
  );
  await fc.assert(
    fc.asyncProperty(
      lines,
      fc.integer({ min: 100, max: 2_000 }),
      fc.integer({ min: 1, max: 700 }),
      async (parts, maxChars, size) => {
        const whole = parts.join('\n');
        const file: string[] = [];
        const capture = createCapture({
          maxChars,
          mask: async (text) => text,
          openFile: async () => ({ path: '/f', append: async (text) => void file.push(text) }),
          fileLimit: 1_000_000,
        });
        for (const chunk of chunks(Buffer.from(whole), [size])) await capture.write(chunk);
        const text = await capture.take();
        if (whole.length <= maxChars) {
          expect(text).toBe(whole);
          expect(file).toEqual([]);
          return;
        }
        expect(file.join('')).toBe(whole);
        const [gap = '', chars = ''] =
          /\[([\d,]+) characters? in [\d,]+ lines? left out here; all of it is in \/f\]\n/.exec(text) ?? [];
        const [head = '', tail = ''] = text.split(gap);
        const left = Number(chars.replaceAll(',', ''));
        expect(whole.endsWith(tail)).toBe(true);
        // A line end is put before the gap where the cut is inside a line.
        const own = whole.startsWith(head) ? head : head.slice(0, -1);
        expect(whole.startsWith(own)).toBe(true);
        expect(own.length + left + tail.length).toBe(whole.length);
      },
    ),
    RUNS,
  );
});
