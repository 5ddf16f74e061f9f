/** A first-party plugin that `hermes plugins install NAME` knows by its short name. */
export interface FirstPartyPlugin {
  name: string;
  package: string;
  /** Top-level commands that it adds. */
  commands: readonly string[];
  summary: string;
}

export const FIRST_PARTY_PLUGINS: readonly FirstPartyPlugin[] = [
  {
    name: 'benchmark',
    package: '@hermes-ops/plugin-benchmark',
    commands: ['bench'],
    summary: 'Measure prompt processing and token generation of an endpoint.',
  },
  {
    name: 'agent',
    package: '@hermes-ops/plugin-agent',
    commands: ['chat', 'mcp', 'sessions'],
    summary: 'Talk to your model, with tools that ask before they change anything.',
  },
  {
    name: 'compression',
    package: '@hermes-ops/plugin-compression',
    commands: ['compression'],
    summary: 'Shorten long conversations of the agent before they overflow, and keep their facts.',
  },
];

/** Which plugin provides a service, so that asking for it can say what to install. */
export const PLUGIN_SERVICES: Readonly<Record<string, string>> = { 'agent.sessions': 'agent' };
