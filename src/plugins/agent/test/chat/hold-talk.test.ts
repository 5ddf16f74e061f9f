import type { Host } from '@hermes-ops/contract';
import { expect, test } from 'vitest';
import { type Front, holdTalk } from '../../src/chat/hold-talk.ts';

test('attack 56: a defect of the screen gives the terminal back and is told', async () => {
  const broken = Promise.withResolvers<never>();
  let closed = 0;
  const front: Front = {
    surface: { ask: () => new Promise(() => undefined) } as unknown as Front['surface'],
    broken: broken.promise,
    opened: () => undefined,
    next: () => new Promise(() => undefined),
    close: async () => {
      closed += 1;
    },
  };
  const host = { signal: new AbortController().signal, settings: () => new Promise(() => undefined) };
  const held = holdTalk(host as unknown as Host, {}, front, Promise.withResolvers());
  broken.reject(new Error('it cannot be drawn'));
  await expect(held).rejects.toThrow('it cannot be drawn');
  expect(closed).toBe(1);
});
