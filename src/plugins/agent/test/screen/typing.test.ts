import { expect, test } from 'vitest';
import type { CompletingKey } from '../../src/screen/completing.ts';
import { Typing } from '../../src/screen/typing.ts';

const KEY: CompletingKey = { upArrow: false, downArrow: false, tab: false, return: false, escape: false };

/** `atWork`: lines that are sent wait. */
const typingWith = ({ atWork = false } = {}): Typing =>
  new Typing({
    frame: () => ({ columns: 80, prompt: '● ', continuation: '  ' }),
    offers: () => true,
    changed: () => undefined,
    send: () => !atWork,
  });

const typed = (typing: Typing): string => typing.state.editor.text;

test('what /undo offers does not take the place of what is typed meanwhile', () => {
  const typing = typingWith();
  typing.press('half a message', KEY);
  typing.offer('said before');
  expect(typed(typing)).toBe('said before\nhalf a message');
  typing.press('!', KEY);
  expect(typed(typing)).toBe('said before\nhalf a message!');
  typing.clear();
  typing.offer('said before');
  expect(typed(typing)).toBe('said before');
});

test('what comes back stands in its order, each once: not sent, waiting, being typed', () => {
  const typing = typingWith({ atWork: true });
  for (const line of ['first', 'second']) {
    typing.press(line, KEY);
    typing.press('', { ...KEY, return: true });
  }
  expect(typing.state.queue).toEqual(['first', 'second']);
  typing.press('half', KEY);
  typing.giveBack('refused');
  expect(typed(typing)).toBe('refused\nfirst\nsecond\nhalf');
  expect(typing.state.queue).toEqual([]);
  typing.giveBack();
  expect(typed(typing)).toBe('refused\nfirst\nsecond\nhalf');
});
