import type { AgentTool, Host, ToolSchema } from '@hermes-ops/contract';
import { isObject } from '@hermes-ops/plugin-kit/objects';
import { checkArguments } from '../loop/arguments.ts';
import { wireSchema, wireTool } from '../loop/wire-schema.ts';
import { headOf } from '../tools/cut-text.ts';
import type { Tool } from '../tools/tool.ts';

/** Names that Hermes Agent's files switch off as a set (`agent.disabled_toolsets`), and the tools they mean here. */
const TOOLSETS: Readonly<Record<string, readonly string[]>> = {
  terminal: ['terminal'],
  file: ['read_file', 'write_file', 'edit_file', 'search_files', 'list_dir'],
  files: ['read_file', 'write_file', 'edit_file', 'search_files', 'list_dir'],
  memory: ['memory'],
  session_search: ['session_search'],
  todo: ['todo'],
  skills: ['skill'],
  web: ['web_fetch'],
  vision: ['vision_analyze'],
  config: ['config_get', 'config_set'],
};

export interface SessionTools {
  /** By name, in the order in which they are sent. */
  tools: Map<string, Tool>;
  /** As they are sent. */
  wire: ToolSchema[];
  contributed: Set<string>;
  /** Why a plugin's tool is left out, each in one line. */
  faults: string[];
}

/** The agent's own tools, then those of plugins in order of plugin name: what comes later never moves what was there. */
export async function toolSet(host: Host, own: readonly Tool[], disabled: readonly string[]): Promise<SessionTools> {
  const off = new Set(disabled.flatMap((name) => (Object.hasOwn(TOOLSETS, name) ? (TOOLSETS[name] ?? []) : [name])));
  const tools = new Map(own.filter(({ name }) => !off.has(name)).map((tool) => [tool.name, tool]));
  const contributed = new Set<string>();
  const faults: string[] = [];
  for (const given of (await host.points('agent.tools')) as Partial<AgentTool>[]) {
    const fault = faultOf(given, tools);
    if (fault) faults.push(fault);
    else if (!off.has(given.name as string)) {
      const tool = fromPlugin(given as AgentTool);
      tools.set(tool.name, tool);
      contributed.add(tool.name);
    }
  }
  return { tools, wire: [...tools.values()].map(wireTool), contributed, faults };
}

function faultOf(
  { name, description, parameters, run }: Partial<AgentTool>,
  taken: ReadonlyMap<string, Tool>,
): string | undefined {
  if (typeof name !== 'string' || !/^[a-zA-Z][\w-]{0,63}$/.test(name))
    return `a plugin's tool has no usable name: ${JSON.stringify(name)}`;
  if (taken.has(name)) return `the tool ${name} of a plugin has a name that is taken`;
  const whole = typeof description === 'string' && isObject(parameters) && typeof run === 'function';
  if (!whole) return `the tool ${name} of a plugin needs description, parameters and run`;
  try {
    // References that lead nowhere and patterns that are none show only when a schema is used.
    checkArguments('{}', parameters);
    wireSchema(parameters);
    return undefined;
  } catch (error) {
    return `the tool ${name} of a plugin has a schema that cannot be used: ${(error as Error).message}`;
  }
}

const fromPlugin = (tool: AgentTool): Tool => ({
  name: tool.name,
  // As long as a description that others write may get: it is paid for with every first request.
  description: headOf(tool.description, 1_024),
  parameters: tool.parameters,
  summary: (args) => (Object.keys(args).length > 0 ? JSON.stringify(args) : ''),
  review: async (args) =>
    tool.access === 'read'
      ? undefined
      : {
          action: `use ${tool.name}`,
          detail: JSON.stringify(args, null, 2),
          reasons: ['it is a tool of a plugin and may do anything'],
          remember: `${tool.name} ${JSON.stringify(args)}`,
        },
  run: async (args, { host, signal }) => ({ status: 'ok', text: await tool.run(args, { host, signal }) }),
});
