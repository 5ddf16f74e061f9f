import { expect, test } from 'vitest';
import { agentHome } from '../../../../../test/helpers/agent-home.ts';
import { hermes } from '../../../../../test/helpers/cli.ts';
import { describeLive, startLlama } from '../../../../../test/helpers/llama-server.ts';
import { openSessions } from '../../../agent/src/sessions/store.ts';
import { orderFault } from '../conversations.ts';

interface Usage {
  type: string;
  code?: string;
  text?: string;
  promptTokens: number;
  completionTokens: number;
  cachedTokens: number;
  reusable?: number;
}

const PAGE = 'The build of part {n} took {n}1 seconds and wrote out/part-{n}.log, which nobody has read so far. ';

/** The tiny model says random words, and no summary: every account here is one that was made without a model. */
const config = (baseUrl: string) => `model:
  default: tiny
  provider: custom
  base_url: ${baseUrl}
  max_tokens: 60
  extra_body: {ignore_eos: true}
agent:
  disabled_toolsets: [terminal, file, memory, config]
compression:
  context_total_ceiling_seconds: 2
`;

describeLive('sessions that outgrow the window of a real llama-server', () => {
  test.each([
    ['-c 16384 -np 1', 2, ['-c', '16384', '-np', '1']],
    ['-c 65536 -np 4, 16,384 a slot', 1, ['-c', '65536', '-np', '4']],
  ])('%s: never an overflow, and the cache is back at once', { timeout: 600_000 }, async (name, times, args) => {
    const llama = await startLlama({ model: 'bpe', args });
    const { home, ops } = await agentHome({ 'config.yaml': config(llama.baseUrl) }, { compression: true });
    const prompts: string[] = [];
    const notices: string[] = [];
    let id = '';
    let before = 0;
    // To the last compression and one turn further.
    for (let turn = 0; turn < 40 && (notices.length < times || prompts.at(-1)?.startsWith('↓')); turn++) {
      const question = `Part ${turn}, port ${9000 + turn}: ${PAGE.replaceAll('{n}', String(turn)).repeat(54)}What do you make of it?`;
      const run = await hermes(['chat', '-q', question, '--json-stream', ...(turn > 0 ? ['--continue'] : [])], {
        home,
      });
      expect(run.code, run.stdout + run.stderr).toBe(0);
      const events = run.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Usage & { sessionId?: string });
      id = events.find((event) => event.sessionId)?.sessionId ?? id;
      const notice = events.find(({ code }) => code === 'agent.compressed')?.text;
      const usage = events.find(({ type }) => type === 'usage');
      if (!usage) throw new Error(run.stdout);
      if (notice) {
        notices.push(notice);
        expect(usage.promptTokens, notice).toBeLessThan(16_384 * 0.4);
      } else if (turn > 0) {
        // Whatever slot it was, the request after a compression finds what that one left there.
        expect(usage.cachedTokens / before, `${name}, turn ${turn}`).toBeGreaterThan(0.9);
      }
      before = usage.promptTokens;
      prompts.push(`${notice ? '↓' : ''}${usage.promptTokens}`);
      expect(usage.promptTokens + usage.completionTokens).toBeLessThanOrEqual(16_384);
    }
    console.log(`prompt tokens per turn at ${name} (↓: compressed before): ${prompts.join(', ')}\n  ${notices[0]}`);
    expect(notices).toHaveLength(times);
    expect(llama.log()).not.toMatch(/exceeds the available context size/);
    const store = openSessions(`${ops}/sessions/sessions.db`);
    const [sent, said] = [store.messages(id), store.messages(id, { original: true })];
    store.close();
    expect(orderFault(sent)).toBeUndefined();
    expect(said.filter(({ role }) => role === 'user')).toHaveLength(prompts.length);
    expect(sent.map(({ content }) => content).join('\n')).toContain('9000');
  });
});
