import type { Check } from './check.ts';

/** A tool that an agent can offer to its model (extension point `agent.tools`). */
export interface AgentTool {
  name: string;
  description: string;
  /** JSON Schema of the arguments object. */
  parameters: Record<string, unknown>;
  /** Returns what the model reads. May throw: the agent then sends the message as the tool's answer. */
  run(args: Record<string, unknown>, context: ToolContext): Promise<string>;
}

export interface ToolContext {
  host: import('./host.ts').Host;
  signal: AbortSignal;
}

/**
 * What a plugin's `hermes:contribute` hook returns: plain data and lazy functions. The module that returns it imports
 * nothing heavy, because it is loaded whenever contributions are collected.
 */
export interface Contribution {
  apiVersion: 1;
  checks?: Check[];
  /** Extension points owned by other plugins, carried as opaque data, e.g. `agent.tools`: AgentTool[]. */
  points?: Record<string, unknown[]>;
  /** Named lazy objects that other plugins ask the host for. */
  services?: Record<string, () => Promise<unknown>>;
}
