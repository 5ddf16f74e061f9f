import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { BIN, cleanEnv } from '../helpers/cli.ts';
import { tempHome } from '../helpers/home.ts';

test('logs -f ends when nobody reads it any more, as in `| head -1`', async () => {
  const { home } = tempHome({ 'ops/logs/server-x.log': 'first\n' });
  const child = spawn(process.execPath, [BIN, 'server', 'logs', 'x', '-f'], {
    env: { ...cleanEnv(), HERMES_HOME: home },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const closed = once(child, 'close');
  await once(child.stdout, 'data');
  child.stdout.destroy();
  // Only a write shows that the reader has gone.
  const writer = setInterval(() => appendFileSync(join(home, 'ops/logs/server-x.log'), 'more\n'), 100);
  onTestFinished(() => clearInterval(writer));
  expect((await closed)[0]).toBe(0);
});
