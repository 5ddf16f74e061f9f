import { expect, test } from 'vitest';
import type { AgentEvent } from '../../src/loop/events.ts';
import { createLineScreen } from '../../src/render/line-screen.ts';
import { plainPaint } from '../../src/render/paint.ts';

function world() {
  const out: string[] = [];
  const progress: (string | undefined)[] = [];
  const event = createLineScreen({
    output: {
      write: (text) => void out.push(text),
      note: (line) => void out.push(`${line}\n`),
      progress: (line) => void progress.push(line),
      paint: plainPaint,
      columns: 80,
    },
    showReasoning: false,
    framed: false,
  });
  return { progress, text: () => out.join(''), play: (...events: AgentEvent[]) => events.forEach(event) };
}

test('a silence is told of before an answer; an answer that pauses is not torn', () => {
  const { progress, text, play } = world();
  play({ type: 'waiting', seconds: 5 });
  expect(progress).toEqual([expect.stringContaining('nothing from the server for 5 s')]);
  play({ type: 'text', text: 'A wo' }, { type: 'waiting', seconds: 5 }, { type: 'text', text: 'rd.' });
  play({ type: 'usage', promptTokens: 9, cachedTokens: 0, completionTokens: 9 });
  expect(text()).toBe('A word.\n');
  expect(progress.at(-1)).toBeUndefined();
});
