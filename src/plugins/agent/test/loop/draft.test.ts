import { mkdirSync, readFileSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDir } from '../../../../../test/helpers/home.ts';
import { openDraft, readDraft } from '../../src/loop/draft.ts';

test('what could not be written goes into the draft with the next part, without a hole', () => {
  const folder = join(tempDir(), 'drafts');
  const file = join(folder, 'a.jsonl');
  const draft = openDraft(file);
  draft.add('text', 'one ');
  expect(draft.holds()).toBe(false);
  mkdirSync(folder);
  draft.add('text', 'two ');
  draft.add('reasoning', 'hm');
  draft.add('text', 'three');
  expect(draft.holds()).toBe(true);
  expect(readDraft(file)).toEqual({ text: 'one two three', reasoning: 'hm' });
  expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(5);
  draft.clear();
  expect(draft.holds()).toBe(false);
  expect(readDraft(file)).toBeUndefined();
  rmdirSync(folder);
});

test('of two that were asked only the last one that said something is kept', () => {
  const file = join(tempDir(), 'a.jsonl');
  const draft = openDraft(file);
  draft.add('text', 'half of');
  draft.restart();
  expect(readDraft(file)?.text).toBe('half of');
  draft.add('text', 'all ');
  draft.add('text', 'of it');
  expect(readDraft(file)?.text).toBe('all of it');
});
