import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { ROOT } from '../helpers/cli.ts';
import { decide, masked, ready } from '../helpers/screen.ts';
import type { Script, Turn } from '../helpers/scripted-model/types.ts';
import { startScriptedModel } from '../helpers/scripted-model.ts';
import { type CliTerminal, openTerminal } from '../helpers/terminal.ts';

/** One of the walkthrough's conversations. */
export interface Recording {
  /** Of its files. */
  name: string;
  asks: { question: string; agree?: number; end: RegExp }[];
}

const TURNS: Turn[] = [
  { user: 'compression\\s+threshold', skill: 'threshold' },
  { user: 'what the aux model', skill: 'auxiliary' },
  { user: 'set the aux model to', skill: 'setAuxiliary' },
  { user: 'who are you', skill: 'identity' },
  { user: 'pp and tg', skill: 'measure' },
];

/** Model, window and speeds of the walkthrough. */
const MODEL: Script = {
  models: ['./models/qwen3.6/Qwen3.6-27B-GGUF-4.262bpw-imatrix.gguf'],
  nCtx: 65_536,
  speeds: { pp: 381, tg: 9.6 },
  turns: TURNS,
};

export const RECORDINGS: Recording[] = [
  {
    name: 'compression-threshold',
    asks: [
      {
        question: 'the context window compact/compression threshold for the current model you are using',
        end: /At 400 messages[\s\S]*╰/,
      },
    ],
  },
  {
    name: 'auxiliary-model',
    asks: [
      {
        question: 'ok, i am not aware of the concept of "aux model". what the aux model for?',
        end: /The auxiliary model is[\s\S]*╰/,
      },
      {
        question: 'i see. please set the aux model to be deepseek-v4-flash',
        agree: 2,
        end: /so I took the nearest[\s\S]*╰/,
      },
    ],
  },
  {
    name: 'who-are-you',
    asks: [{ question: 'btw, who are you? the model, the agent (hermes), or the combined?', end: /I am .*[\s\S]*╰/ }],
  },
  {
    name: 'performance',
    asks: [
      {
        question: 'what is the pp and tg performance of the current model?',
        end: /Prompt processing 381 tok\/s[\s\S]*or it was restarted/,
      },
    ],
  },
];

const configOf = (model: string, deepseek: string): string =>
  stringify({
    model: {
      default: MODEL.models?.[0],
      provider: 'custom',
      base_url: model,
      context_length: MODEL.nCtx,
    },
    compression: {
      enabled: true,
      threshold: 0.8,
      target_ratio: 0.2,
      protect_last_n: 20,
      hygiene_hard_message_limit: 400,
    },
    custom_providers: [{ name: 'deepseek', base_url: deepseek }],
    auxiliary: { compression: { provider: 'custom:deepseek', model: 'deepseek-v4-pro' } },
    approvals: { mode: 'manual' },
  });

/**
 * Holds the conversation on a terminal of 80 x 40; the result is what stands on it at the end. What is still on its way to the
 * `wanted` screen is waited for.
 */
export async function play(
  { asks }: Recording,
  placeWith: (config: string) => Promise<{ home: string; cwd: string }>,
  wanted?: string,
): Promise<string> {
  const model = await startScriptedModel(MODEL);
  const deepseek = await startScriptedModel({ models: ['deepseek-v4-flash', 'deepseek-v4-pro'], turns: [] });
  let terminal: CliTerminal | undefined;
  try {
    const place = await placeWith(configOf(model.baseUrl, deepseek.baseUrl));
    terminal = openTerminal(['chat'], { ...place, cols: 80, rows: 40 });
    await ready(terminal);
    for (const { question, agree = 0, end } of asks) {
      const shown = terminal;
      const agreed = () => shown.screen().filter((line) => line.includes('allowed once')).length;
      const before = agreed();
      terminal.type(`${question}\r`);
      for (let n = 1; n <= agree; n++) {
        await decide(terminal, 'o');
        await terminal.shows(() => agreed() === before + n);
      }
      await terminal.shows(end);
      await ready(terminal);
    }
    const { visible, shows } = terminal;
    const screen = () => masked(visible().join('\n')).trimEnd();
    if (wanted !== undefined) await shows(() => screen() === wanted, { timeoutMs: 10_000 }).catch(() => undefined);
    return screen();
  } finally {
    terminal?.close();
    await model.close();
    await deepseek.close();
  }
}

const FOLDER = join(ROOT, 'docs/recordings');

export const fileOf = ({ name }: Recording): string => join(FOLDER, `${name}.txt`);

const DIVIDER = '\n══ hermes chat, 80 x 40; ids, ports and times as # ══\n\n';

/** What the walkthrough shows stands above and is kept; below it what the screen shows now. */
export function recorded(recording: Recording, screen: string): string {
  const { walkthrough } = partsOf(recording);
  return `${walkthrough}${DIVIDER}${screen}\n`;
}

export function partsOf(recording: Recording): { walkthrough: string; screen: string } {
  const [walkthrough = '', screen = ''] = readFileSync(fileOf(recording), 'utf8').split(DIVIDER);
  return { walkthrough, screen };
}
