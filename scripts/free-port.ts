import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Below the ports that the kernel gives away by itself (from 32,768 on Linux, from 49,152 elsewhere): no server or
 * connection of another program gets one of these between the look and the use.
 */
const FIRST = 20_000;
/** Each worker of the tests has a stretch of its own, so that none takes what another was just told is free. */
const STRETCH = 3_000;
const STRETCHES = 4;

const begin = FIRST + (Number(process.env['VITEST_POOL_ID'] ?? 0) % STRETCHES) * STRETCH;
let tried = randomInt(STRETCH);

/** A loopback port on which nothing listens; the same one is not given twice in a row. */
export async function freePort(): Promise<number> {
  for (let left = STRETCH; left > 0; left -= 1) {
    tried = (tried + 1) % STRETCH;
    if (await isFree(begin + tried)) return begin + tried;
  }
  throw new Error('no port is free');
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
