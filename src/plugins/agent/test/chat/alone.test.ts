import { expect, test } from 'vitest';
import { aloneWithSignals } from '../../src/chat/alone.ts';

const NONE = new AbortController().signal;
const listeners = () => [process.rawListeners('SIGINT'), process.rawListeners('SIGTERM')];

test('a command that is run often in one chat leaves neither listeners nor an exit code behind', async () => {
  const ours = (): void => undefined;
  process.on('SIGINT', ours);
  const [before, { exitCode }] = [listeners(), process];
  try {
    for (let i = 0; i < 20; i++) {
      await aloneWithSignals(NONE, async () => {
        for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => undefined);
        process.exitCode = 1;
      });
    }
    expect(listeners()).toEqual(before);
    expect(process.exitCode).toBe(exitCode);
  } finally {
    process.removeListener('SIGINT', ours);
  }
});

test('what is stopped in the chat reaches the command as Ctrl-C, and the chat does not hear it', async () => {
  const stop = new AbortController();
  const heard: string[] = [];
  const chat = (): void => void heard.push('chat');
  process.on('SIGINT', chat);
  try {
    await aloneWithSignals(stop.signal, async () => {
      const told = new Promise<void>((resolve) => process.once('SIGINT', () => resolve()));
      stop.abort();
      await told;
      heard.push('command');
    });
    expect(heard).toEqual(['command']);
    expect(process.rawListeners('SIGINT')).toContain(chat);
  } finally {
    process.removeListener('SIGINT', chat);
  }
});
