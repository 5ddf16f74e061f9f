import { aloneWithSignals } from '../alone.ts';
import type { Talk } from '../talk.ts';
import type { SlashCommand } from './command.ts';
import { splitWords } from './split-words.ts';

/** A command of the core or of another plugin, with the terminal to itself. */
async function runOther({ host, surface }: Talk, id: string, rest: string, signal: AbortSignal): Promise<void> {
  const argv = splitWords(host, rest);
  // Flags of help are the CLI's, not the command's.
  const help = argv.some((arg) => arg === '--help' || arg === '-h');
  const work = () => (help ? host.run('help', [id]) : host.run(id, argv));
  await surface.lend(() => aloneWithSignals(signal, work));
}

/** What runs another command. */
export const RUNNING: readonly SlashCommand[] = [
  {
    name: 'bench',
    args: '[FLAGS]',
    summary: 'measure the model’s speed (hermes bench)',
    run: (talk, rest, signal) => runOther(talk, 'bench', rest, signal),
  },
  {
    name: 'doctor',
    args: '[FLAGS]',
    summary: 'check the whole setup with real requests (hermes doctor)',
    run: (talk, rest, signal) => runOther(talk, 'doctor', rest, signal),
  },
];
