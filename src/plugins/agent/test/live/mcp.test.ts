import { join } from 'node:path';
import { expect, test } from 'vitest';
import { agentHome } from '../../../../../test/helpers/agent-home.ts';
import { hermes, ROOT } from '../../../../../test/helpers/cli.ts';
import { tempDir } from '../../../../../test/helpers/home.ts';
import { describeLive, startLlama } from '../../../../../test/helpers/llama-server.ts';
import type { TurnDocument } from '../../src/loop/events.ts';
import { readMcpSettings } from '../../src/mcp/config.ts';
import { openMcp } from '../../src/mcp/room.ts';
import { standaloneHost } from '../mcp/standalone-host.ts';

const PUBLIC = join(ROOT, 'node_modules/@modelcontextprotocol');

/** A home where the public servers are agreed to, with no tools but theirs. */
async function worldWith(baseUrl: string, search: 'on' | 'off', extra_body = {}) {
  const workspace = tempDir();
  const mcp_servers = {
    every: { command: process.execPath, args: [join(PUBLIC, 'server-everything/dist/index.js'), 'stdio'] },
    files: { command: process.execPath, args: [join(PUBLIC, 'server-filesystem/dist/index.js'), workspace] },
  };
  const config = {
    model: { default: 'tiny', provider: 'custom', base_url: baseUrl, max_tokens: 200, extra_body },
    agent: { disabled_toolsets: ['terminal', 'file', 'memory', 'config', 'todo', 'session_search', 'web', 'vision'] },
    approvals: { single_query_mode: 'approve' },
    tools: { tool_search: { enabled: search } },
    mcp_servers,
  };
  const { home } = await agentHome({ 'config.yaml': JSON.stringify(config) });
  const room = await openMcp(standaloneHost(home), {
    settings: readMcpSettings({ mcp_servers }, home),
    workspace,
    contextTokens: undefined,
    ask: async () => 'always',
    askText: undefined,
    discoveryMs: 20_000,
  });
  await room.close();
  const ask = (question: string, more: string[] = []) =>
    hermes(['chat', '-q', question, '--max-turns', '2', '--json', ...more], {
      home,
      cwd: workspace,
      timeoutMs: 120_000,
    });
  return { ask };
}

describeLive('MCP tools on a real llama-server', () => {
  test.each(['off', 'on'] as const)(
    'the tools of the public servers are taken, called and answered (tool_search %s)',
    async (search) => {
      const llama = await startLlama({ model: 'tools' });
      // Whether the tiny model calls anything is else a matter of chance; what it calls still is.
      const { ask } = await worldWith(llama.baseUrl, search, { tool_choice: 'required' });
      const run = await ask('Go on.');
      expect(run.stderr).not.toMatch(/left out|grammar/);
      const { error, toolCalls } = run.json() as TurnDocument;
      expect(error?.code, run.stdout).toBe('agent.max-turns');
      expect(toolCalls).toHaveLength(2);
      for (const { name } of toolCalls) expect(name).toMatch(search === 'on' ? /^(?:tool_search|mcp_call)$/ : /^mcp_/);
    },
  );

  test('the prompt is the same from session to session, so that the server has it already', async () => {
    const llama = await startLlama({ model: 'plain' });
    const { ask } = await worldWith(llama.baseUrl, 'off');
    await ask('One.');
    const { usage } = (await ask('One.')).json() as TurnDocument;
    console.log(
      `second session: ${usage.cachedTokens} of ${usage.promptTokens} tokens of the prompt were in the cache`,
    );
    expect(usage.cachedTokens / usage.promptTokens).toBeGreaterThan(0.98);
  });
});
