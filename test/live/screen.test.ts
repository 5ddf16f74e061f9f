import { expect, test } from 'vitest';
import { agentHome } from '../helpers/agent-home.ts';
import { halt } from '../helpers/halt.ts';
import { describeLive, startLlama } from '../helpers/llama-server.ts';
import { CTRL, expectGivenBack, expectScrollbackKept, ready, say } from '../helpers/screen.ts';
import { openTerminal } from '../helpers/terminal.ts';

/** What the tiny model calls is random, so no tool that does anything is on. */
const config = (baseUrl: string): string => `model:
  default: tiny
  provider: custom
  base_url: ${baseUrl}
  max_tokens: 60
  extra_body: { ignore_eos: true }
agent:
  disabled_toolsets: [terminal, file, memory, config]
`;

const isProcessing = async (url: string): Promise<boolean> => {
  const slots = (await (await fetch(`${url}/slots`)).json()) as { is_processing: boolean }[];
  return slots.some((slot) => slot.is_processing);
};

describeLive('the screen of hermes chat in front of a real llama-server', () => {
  test('an answer, the share of the cache, the bar of a long prompt, and Ctrl-C in it frees the slot', async () => {
    const llama = await startLlama({ model: 'bpe', args: ['-b', '128', '-ub', '128'] });
    const { home } = await agentHome({ 'config.yaml': config(llama.baseUrl) });
    const terminal = openTerminal(['chat'], { home, cols: 120, rows: 40, stty: true });
    await ready(terminal);
    await say(terminal, 'Tell me something.', '╰');
    await ready(terminal);
    await say(terminal, 'And more of it.', '╰');
    await terminal.shows(/⏲ .* cache [5-9]\d%/);
    await ready(terminal);
    terminal.paste('A long text about the cache of the server and what it holds. \n'.repeat(320));
    await terminal.shows('[Pasted #1, 320 lines]');
    terminal.type('\r');
    await terminal.sent(/┊ prompt processing ▕█*░+▏ \d+ % of [\d,]+ tokens/);
    // It must not come to its end before the key has come.
    const before = llama.log().length;
    await halt(llama.pid);
    terminal.type(CTRL.c);
    await terminal.shows('[agent.interrupted]');
    llama.kill('SIGCONT');
    await expect.poll(() => llama.log().slice(before)).toContain('cancel task');
    await expect.poll(() => isProcessing(llama.url)).toBe(false);
    await ready(terminal);
    terminal.type('/undo\r');
    await terminal.shows('taken back');
    terminal.type(CTRL.c);
    await ready(terminal);
    await say(terminal, 'Still there?', '╰');
    await terminal.shows(/⏲ .* cache [5-9]\d%/);
    await ready(terminal);
    expectScrollbackKept(terminal);
    terminal.type(CTRL.d);
    await expectGivenBack(terminal, 0);
  });
});
