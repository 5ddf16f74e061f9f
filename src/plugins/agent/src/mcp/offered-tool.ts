import { failed, type Tool, type ToolRun } from '../tools/tool.ts';
import type { CallAnswer } from './connect.ts';
import type { ListedTool } from './listed-tool.ts';
import { outcomeOf } from './result.ts';
import { plainText } from './schema.ts';

export interface OfferedBy {
  server: string;
  /** Most characters of one result. */
  most: number;
  /** Rejects with what the model should know where no answer came. */
  call(tool: ListedTool, args: Record<string, unknown>, signal: AbortSignal): Promise<CallAnswer>;
}

/** A tool of a server as the agent calls it. It asks each time, whatever the server says about it. */
export function offeredTool(
  listed: ListedTool,
  as: Pick<Tool, 'name' | 'description' | 'parameters'>,
  { server, most, call }: OfferedBy,
): Tool {
  return {
    ...as,
    exact: true,
    summary: (args) => (Object.keys(args).length > 0 ? JSON.stringify(args) : ''),
    review: async (args) => ({
      action: `use ${listed.name} of the MCP server ${server}`,
      detail: shown(args),
      reasons: listed.destructive
        ? ['it says of itself that it destroys']
        : [
            'a tool of a server may do anything',
            '`session` allows this tool with whatever arguments until the chat ends',
          ],
      remember: listed.destructive ? `${as.name} ${JSON.stringify(args)}` : `${as.name} with any arguments`,
    }),
    async run(args, run: ToolRun) {
      try {
        return await outcomeOf(server, await call(listed, args, run.signal), run, most);
      } catch (error) {
        return failed(`${as.name} failed: ${plainText((error as Error).message, 1_000)}`);
      }
    },
  };
}

/** On one line where that is short. */
function shown(args: Record<string, unknown>): string {
  const line = JSON.stringify(args);
  return line.length <= 120 ? line : JSON.stringify(args, null, 2);
}

/** A tool that the session began with and that cannot be called in this run: why. */
export const absentTool = (name: string, why: string): Tool => ({
  name,
  description: '',
  parameters: { type: 'object' },
  run: async () => failed(`${name} cannot be called: ${why}`),
});
