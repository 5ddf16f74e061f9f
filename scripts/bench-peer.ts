import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = dirname(import.meta.dirname);
const PEER = '@mariozechner/pi-coding-agent';
const PEER_VERSION = '0.73.1';

export interface PeerCommand {
  name: string;
  argv: string[];
  env: Record<string, string>;
}

/** A comparable agent (pi) with the same endpoint, no extensions and a folder of its own; undefined where it cannot be fetched. */
export function peerCommand(folder: string, baseUrl: string, ...more: string[]): PeerCommand | undefined {
  const cache = join(ROOT, '.cache/peers/pi');
  const entry = join(cache, 'node_modules', PEER, 'dist/cli.js');
  if (!existsSync(entry)) {
    mkdirSync(cache, { recursive: true });
    try {
      execFileSync('npm', ['install', '--no-save', '--ignore-scripts', '--prefix', cache, `${PEER}@${PEER_VERSION}`], {
        stdio: 'ignore',
        timeout: 300_000,
      });
    } catch {
      console.log(`${PEER} could not be fetched, so there is no peer in this run`);
      return undefined;
    }
  }
  const settings = join(folder, 'pi');
  mkdirSync(settings);
  const provider = { baseUrl, api: 'openai-completions', apiKey: 'none', models: [{ id: 'scripted' }] };
  writeFileSync(join(settings, 'models.json'), JSON.stringify({ providers: { scripted: provider } }));
  return {
    name: `${PEER} ${PEER_VERSION}`,
    argv: [entry, '--provider', 'scripted', '--model', 'scripted', '--no-session', ...more],
    env: { PI_CODING_AGENT_DIR: settings },
  };
}
