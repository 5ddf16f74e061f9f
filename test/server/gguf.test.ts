import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeTinyModel } from '../../scripts/tiny-model/make.ts';
import { readGguf } from '../../src/server/gguf-header.ts';
import { checkModelFile } from '../../src/server/model-file.ts';
import { tempDir } from '../helpers/home.ts';

const RUNS = { numRuns: Number(process.env['HERMES_TEST_N'] ?? 100) };
const { file: model } = makeTinyModel({ layers: 1, embd: 32, ctx: 4096, name: '小 🙂' });

function write(content: Buffer | string): string {
  const file = join(tempDir(), '模型 🙂.gguf');
  writeFileSync(file, content);
  return file;
}

describe('GGUF header', () => {
  test('reads what hermes needs', () => {
    expect(readGguf(write(model))).toEqual({
      ok: true,
      header: { architecture: 'llama', name: '小 🙂', trainContext: 4096, hasTemplate: true },
    });
    expect(readGguf(write(makeTinyModel({ template: 'none' }).file))).toMatchObject({ header: { hasTemplate: false } });
  });

  test('a file cut before the last tensor is refused wherever it is cut', () => {
    const file = join(tempDir(), 'cut.gguf');
    const lastTensor = 262 * 32 * 4;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: model.length - lastTensor - 64 }), (length) => {
        writeFileSync(file, model.subarray(0, length));
        expect(readGguf(file).ok).toBe(false);
      }),
      RUNS,
    );
  });

  test('damaged bytes never throw and never allocate what they claim', () => {
    const file = join(tempDir(), 'damaged.gguf');
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 9000 }), fc.uint8Array({ minLength: 1, maxLength: 16 }), (at, bytes) => {
        const damaged = Buffer.from(model);
        damaged.set(bytes, at);
        writeFileSync(file, damaged);
        expect(typeof readGguf(file).ok).toBe('boolean');
      }),
      RUNS,
    );
  });

  test.each([
    ['empty', '', 'server.model-invalid', /empty/],
    ['text', 'hello world', 'server.model-invalid', /"hell"/],
    ['three bytes', 'GGU', 'server.model-invalid', /"GGU"/],
    ['magic only', 'GGUF', 'server.model-invalid', /4 bytes/],
    ['big-endian', Buffer.concat([Buffer.from('GGUF'), Buffer.from([0, 0, 0, 3])]), 'server.model-invalid', /version/],
    ['half', model.subarray(0, model.length >> 1), 'server.model-invalid', /incomplete/],
  ])('%s is refused', (_, content, code, message) => {
    const file = write(content);
    expect(() => checkModelFile(file)).toThrow(expect.objectContaining({ code, where: { file } }));
    expect(() => checkModelFile(file)).toThrow(message);
  });

  test('a missing file and a folder', () => {
    const folder = join(tempDir(), 'folder.gguf');
    mkdirSync(folder);
    expect(() => checkModelFile(folder)).toThrow(expect.objectContaining({ code: 'server.model-invalid' }));
    expect(() => checkModelFile(join(folder, 'none'))).toThrow(
      expect.objectContaining({ code: 'server.model-missing' }),
    );
  });
});
