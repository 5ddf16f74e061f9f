import { expect, test } from 'vitest';
import type { EditorKey } from '../../src/editor/keys.ts';
import { QUIET_MS } from '../../src/screen/dialog.ts';
import { Fields } from '../../src/screen/fields.ts';

const NO_KEY = { return: false, escape: false } as EditorKey;
const ENTER = { ...NO_KEY, return: true };

/** A field at 0 ms; `press` gives keys at times in ms. */
function field() {
  let now = 0;
  const fields = new Fields(
    () => undefined,
    () => now,
  );
  const answers: string[] = [];
  const asked = fields.ask('name: ', new AbortController().signal).then((answer) => answers.push(answer));
  const press = async (input: string, key: EditorKey, at: number): Promise<string[]> => {
    now = at;
    fields.press(input, key);
    await Promise.race([asked, Promise.resolve()]);
    await new Promise(setImmediate);
    return [...answers];
  };
  return press;
}

test('an Enter typed twice at the question before, or held down, does not send what is suggested', async () => {
  const press = field();
  expect(await press('', ENTER, 150)).toEqual([]);
  for (let at = 400; at < 5_000; at += 33) expect(await press('', ENTER, at)).toEqual([]);
  expect(await press('', ENTER, 6_000)).toEqual(['']);
});

test('who answers field after field with Enter alone is heard, and what was typed counts at once', async () => {
  expect(await field()('', ENTER, QUIET_MS)).toEqual(['']);
  const press = field();
  await press('A', NO_KEY, 10);
  expect(await press('', ENTER, 20)).toEqual(['A']);
});
