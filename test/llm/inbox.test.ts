import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createInbox, type Inbox } from '../../src/llm/inbox.ts';

async function read(inbox: Inbox): Promise<{ bytes: number; error?: unknown }> {
  let bytes = 0;
  try {
    for (;;) {
      const piece = await inbox.next();
      if (!piece) return { bytes };
      bytes += piece.length;
    }
  } catch (error) {
    return { bytes, error };
  }
}

test('a sender that is far ahead has to wait, and nothing is lost', async () => {
  const stream = new PassThrough();
  const inbox = createInbox(stream);
  const MIB = 1024 * 1024;
  let sent = 0;
  const sending = (async () => {
    for (; sent < 16; sent += 1) {
      if (!stream.write(Buffer.alloc(MIB))) await new Promise((resolve) => stream.once('drain', resolve));
    }
    stream.end();
  })();
  await sleep(50);
  expect(sent).toBeLessThan(8);
  expect(await read(inbox)).toEqual({ bytes: 16 * MIB });
  await sending;
});

test('an error comes after what was received before it, an end without one is an error', async () => {
  const broken = new PassThrough();
  const inbox = createInbox(broken);
  broken.write('abc');
  await sleep(1);
  broken.destroy(new Error('reset'));
  await sleep(1);
  expect(inbox.isEmpty()).toBe(false);
  expect(await read(inbox)).toEqual({ bytes: 3, error: new Error('reset') });
  const closed = new PassThrough();
  const waiting = read(createInbox(closed));
  closed.destroy();
  expect(await waiting).toMatchObject({ bytes: 0, error: expect.any(Error) });
});
