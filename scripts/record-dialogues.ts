/**
 * Records the walkthrough's conversations as the screen of `hermes chat` shows them: `npm run record:dialogues` after
 * `npm run build`. Writes docs/recordings/*.txt below the walkthrough's text, which stays as it is.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileOf, play, RECORDINGS, recorded } from '../test/dialogues/recordings.ts';
import { BIN, cleanEnv } from '../test/helpers/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'hermes-record-'));
const home = join(folder, 'home');
mkdirSync(home);
try {
  execFileSync(process.execPath, [BIN, 'plugins', 'install', 'agent'], {
    env: { ...cleanEnv(), HERMES_HOME: home },
    stdio: 'ignore',
  });
  for (const recording of RECORDINGS) {
    const cwd = mkdtempSync(join(folder, 'work-'));
    const screen = await play(recording, async (config) => {
      writeFileSync(join(home, 'config.yaml'), config);
      return { home, cwd };
    });
    writeFileSync(fileOf(recording), recorded(recording, screen));
    console.log(fileOf(recording));
  }
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
