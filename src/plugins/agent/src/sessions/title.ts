import { replaceUnseen } from '@hermes-ops/plugin-kit/unseen';
import { skillLineOf } from './typed-line.ts';

const MAX_TITLE = 200;
const MAX_CUT_TITLE = 60;

/** A title is one line of a list: nothing unseen, no runs of space, bounded. May come out empty. */
export const cleanTitle = (title: string): string =>
  cut(
    replaceUnseen(title, () => ' ')
      .replaceAll(/\s+/g, ' ')
      .trim(),
    MAX_TITLE,
  );

/** The first line with words of what was asked first, without a skill's text, until a model has made a title. */
export const titleFrom = (text: string): string => {
  const line =
    (skillLineOf(text) ?? text)
      .slice(0, 4000)
      .split('\n')
      .find((candidate) => /[\p{L}\p{N}]/u.test(candidate)) ?? '';
  return cut(cleanTitle(line), MAX_CUT_TITLE);
};

function cut(text: string, max: number): string {
  const chars = [...text];
  return chars.length <= max
    ? text
    : `${chars
        .slice(0, max - 1)
        .join('')
        .trimEnd()}…`;
}
