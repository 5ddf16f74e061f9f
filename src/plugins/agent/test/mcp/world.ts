import { mkdirSync, readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { tempDir } from '../../../../../test/helpers/home.ts';
import type { Answer, Question } from '../../src/approvals/approver.ts';
import { questionText } from '../../src/approvals/question-text.ts';
import { readMcpSettings } from '../../src/mcp/config.ts';
import { openMcp } from '../../src/mcp/room.ts';
import type { McpNotice, McpOptions, McpRoom } from '../../src/mcp/types.ts';
import type { Tool, ToolRun } from '../../src/tools/tool.ts';
import { type StandaloneOptions, standaloneHost } from './standalone-host.ts';

const SCRIPTED = join(import.meta.dirname, 'servers/scripted.ts');

/** A home, a workspace and MCP servers; sessions are opened one after the other. */
export function mcpWorld(options: StandaloneOptions = {}) {
  const root = realpathSync(tempDir('hermes-mcp-'));
  const [home, workspace] = [join(root, 'home'), join(root, '工作 folder')];
  mkdirSync(home);
  mkdirSync(workspace);
  const asked: Question[] = [];
  const later: McpNotice[] = [];
  const host = standaloneHost(home, options);

  /** A server that does what the behaviour says; written anew it does something else. */
  function scripted(name: string, behaviour: object, more: object = {}): Record<string, unknown> {
    const file = join(root, `${name}.json`);
    // Whole at every moment: a server that runs may be reading it.
    writeFileSync(`${file}.new`, JSON.stringify(behaviour));
    renameSync(`${file}.new`, file);
    return { [name]: { command: process.execPath, args: [SCRIPTED, file], connect_timeout: 10, timeout: 10, ...more } };
  }

  /** `answers` by the start of the action that is asked about; without them there is no terminal. */
  async function open(
    servers: Record<string, unknown>,
    answers?: Record<string, Answer> | Answer,
    more: { config?: object } & Partial<McpOptions> = {},
  ): Promise<McpRoom> {
    const { config = {}, ...rest } = more;
    const settings = readMcpSettings({ mcp_servers: servers, ...config }, home);
    const ask = async (question: Question): Promise<Answer> => {
      asked.push(question);
      if (typeof answers === 'string') return answers;
      const found = Object.entries(answers ?? {}).find(([start]) => question.review.action.startsWith(start));
      return found?.[1] ?? 'deny';
    };
    const room = await openMcp(host, {
      settings,
      workspace,
      contextTokens: 32_768,
      ask: answers === undefined ? undefined : ask,
      askText: undefined,
      discoveryMs: 10_000,
      ...rest,
    });
    room.watch((notice) => later.push(notice));
    onTestFinished(() => room.close());
    return room;
  }

  const run: ToolRun = {
    host,
    sessionId: 'this-session',
    workspace,
    sessions: {} as never,
    maxChars: 8_000,
    outputs: () => host.ensureOps('outputs'),
    signal: new AbortController().signal,
  };
  const find = (room: McpRoom, name: string): Tool => {
    const tool = room.known.find((one) => one.name === name);
    if (!tool) throw new Error(`no tool ${name} among ${room.known.map((one) => one.name).join(', ')}`);
    return tool;
  };
  return {
    root,
    home,
    workspace,
    host,
    asked,
    /** Notices after the session was open. */
    later,
    run,
    scripted,
    open,
    find,
    call: (room: McpRoom, name: string, args: Record<string, unknown> = {}, signal = run.signal) =>
      find(room, name).run(args, { ...run, signal }),
    /** A question as it would stand on the screen. */
    shown: (question: Question | undefined) => (question ? questionText(question, true).lines.join('\n') : ''),
    offered: (room: McpRoom) => room.offered.map(({ name }) => name),
  };
}

/** A process that has ended, maybe without anybody to collect it. */
export async function ended(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 500; tries += 1) {
    try {
      if (/^\d+ \(.*\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'latin1'))) return true;
    } catch {
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}
