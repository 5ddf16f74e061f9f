import type { BackgroundTask } from './auxiliary.ts';
import type { Check } from './check.ts';
import type { Severity } from './config.ts';

/** A tool that an agent can offer to its model (extension point `agent.tools`). */
export interface AgentTool {
  name: string;
  description: string;
  /** JSON Schema of the arguments object. */
  parameters: Record<string, unknown>;
  /** `read`: changes nothing and tells nobody anything, so it runs without asking. Default: `ask`. */
  access?: 'read' | 'ask';
  /** Returns what the model reads. May throw: the agent then sends the message as the tool's answer. */
  run(args: Record<string, unknown>, context: ToolContext): Promise<string>;
}

export interface ToolContext {
  host: import('./host.ts').Host;
  signal: AbortSignal;
}

/** A finding of a plugin about its own section. */
export interface SectionFinding {
  /** Stable, and the plugin's own: starts with the name of the section and a dot. */
  code: string;
  severity: Severity;
  message: string;
  /** Keys below the section; list items by number. */
  path: readonly (string | number)[];
  suggestion?: string;
}

/** A top-level section of config.yaml that a plugin brings. */
export interface ConfigSection {
  name: string;
  /** JSON Schema 2020-12 of its content, in the subset that schemas/README.md of hermes describes; defaults included. */
  schema: Record<string, unknown>;
  /** What no schema can say about the section's content. Pure; it also sees content that the schema refuses. */
  rules?(content: unknown): SectionFinding[];
}

/**
 * What a plugin's `hermes:contribute` hook returns: plain data and lazy functions. The module that returns it imports
 * nothing heavy, because it is loaded whenever contributions are collected.
 */
export interface Contribution {
  apiVersion: 1;
  checks?: Check[];
  /** Background tasks that can have a model of their own. */
  auxiliaryTasks?: BackgroundTask[];
  /** Sections of config.yaml beyond those that hermes knows. */
  config?: ConfigSection[];
  /** Extension points owned by other plugins, carried as opaque data, e.g. `agent.tools`: AgentTool[]. */
  points?: Record<string, unknown[]>;
  /** Named lazy objects that other plugins ask the host for. */
  services?: Record<string, () => Promise<unknown>>;
}
