/** A first-party plugin that `hermes plugins install NAME` knows by its short name. */
export interface FirstPartyPlugin {
  name: string;
  package: string;
  /** Folder in the checkout, below src/plugins. */
  folder: string;
  /** Top-level commands that it adds. */
  commands: readonly string[];
  summary: string;
}

export const FIRST_PARTY_PLUGINS: readonly FirstPartyPlugin[] = [
  {
    name: 'benchmark',
    package: '@hermes-ops/plugin-benchmark',
    folder: 'benchmark',
    commands: ['bench'],
    summary: 'Measure prompt processing and token generation of an endpoint.',
  },
];

/** Which plugin provides a service, so that asking for it can say what to install. */
export const PLUGIN_SERVICES: Readonly<Record<string, string>> = {};
