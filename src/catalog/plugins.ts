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
    commands: ['chat', 'sessions'],
    summary: 'Talk to your model, with tools that ask before they change anything.',
  },
];

/** Which plugin provides a service, so that asking for it can say what to install. */
export const PLUGIN_SERVICES: Readonly<Record<string, string>> = { 'agent.sessions': 'agent' };

/** Names that belong to plugins of ours which this version does not have yet; they are never looked up elsewhere. */
export const PLANNED_PLUGINS: readonly string[] = ['compression', '@hermes-ops/plugin-compression'];
