import { execa } from 'execa';
import { expect, test } from 'vitest';
import { agentHome } from '../helpers/agent-home.ts';
import { BIN, cleanEnv } from '../helpers/cli.ts';
import { tempHome } from '../helpers/home.ts';

/** Linux has a device that is always full. */
const runIf = test.runIf(process.platform === 'linux');

async function shell(command: string) {
  const { home } = tempHome();
  const env = { ...cleanEnv(), HERMES_HOME: home, HERMES: `${process.execPath} ${BIN}` };
  return execa('sh', ['-c', command], { env, extendEnv: false, cwd: home, reject: false, timeout: 90_000 });
}

runIf('standard output on a full disk: one message, exit code 1', async () => {
  const run = await shell('$HERMES config path >/dev/full');
  expect(run.exitCode).toBe(1);
  expect(run.stderr).toContain('output.not-written');
  expect(run.stderr).not.toMatch(/^\s+at /m);
});

runIf('a command of a plugin, which brings its own oclif, says the same', async () => {
  const { home } = await agentHome();
  const env = { ...cleanEnv(), HERMES_HOME: home };
  const run = (command: string) =>
    execa('sh', ['-c', `${process.execPath} ${BIN} ${command}`], { env, extendEnv: false, cwd: home, reject: false });
  for (const command of ['sessions list', 'sessions list --json']) {
    const { exitCode, stderr } = await run(`${command} >/dev/full`);
    expect(exitCode).toBe(1);
    expect(stderr.trim()).toMatch(/^error: the output could not be written: .* \[output\.not-written\]$/);
  }
});

runIf('no room for messages either: it ends all the same, with the code of the failure', async () => {
  expect(await shell('$HERMES config validate 2>/dev/full')).toMatchObject({ exitCode: 2, timedOut: false });
  expect(await shell('$HERMES config path >/dev/full 2>/dev/full')).toMatchObject({ exitCode: 1, timedOut: false });
});

test('a reader that stops early is no failure', async () => {
  const run = await shell('$HERMES help | head -n 1; $HERMES config path | head -n 0; echo "code $?"');
  expect(run.stdout).toContain('code 0');
  expect(run.stderr).toBe('');
});

test('a document quotes what acts on a terminal, and printing it does not act', async () => {
  const run = await shell(
    `printf 'model: {default: "a\\\\u009b31m\\\\u202eb"}\\n' > config.yaml; $HERMES config get model.default --json; HERMES_RESULT_FILE=r $HERMES config get model.default >/dev/null; cat r; $HERMES config get "$(printf 'mod\\342\\200\\256el')" --json`,
  );
  expect(run.stdout.match(/"a\\u009b31m\\u202eb"/g)).toHaveLength(2);
  expect(run.stdout).toContain('nothing reads `mod\\u202eel`');
  expect(run.stdout).not.toMatch(/[\u007f-\u009f]|\p{Cf}/u);
});
