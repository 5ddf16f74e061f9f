/** Who may import whom (docs/architecture.md). Each room lists the rooms it may use; everything else is forbidden. */
const ROOMS = {
  contract: [],
  state: [],
  errors: ['contract'],
  catalog: ['contract'],
  config: ['errors', 'contract', 'catalog', 'state'],
  endpoint: ['errors', 'contract', 'catalog'],
  server: ['errors', 'contract', 'catalog', 'endpoint', 'state'],
  llm: ['errors', 'contract', 'catalog', 'endpoint', 'state'],
  doctor: ['errors', 'contract', 'catalog'],
  ui: ['errors', 'contract'],
  services: ['errors', 'contract', 'catalog', 'config', 'endpoint', 'server', 'llm', 'doctor', 'state'],
  host: ['errors', 'contract', 'catalog', 'config', 'endpoint', 'server', 'llm', 'doctor', 'ui', 'services', 'state'],
  'base-command': ['errors', 'ui', 'host', 'contract'],
  commands: ['base-command', 'ui', 'errors', 'contract', 'config', 'endpoint', 'server', 'llm', 'doctor', 'services'],
  'plugin-kit': ['contract'],
};

const folder = (room) => (room === 'base-command' ? '^src/base-command\\.ts$' : `^src/${room}/`);

const roomRules = Object.entries(ROOMS).map(([room, allowed]) => ({
  name: `room-${room}`,
  comment: `${room} may import only: ${allowed.join(', ') || 'nothing'}`,
  severity: 'error',
  from: { path: folder(room) },
  to: { path: '^src/', pathNot: [room, ...allowed].map(folder) },
}));

/** Rooms that a command reaches only when it runs: static imports of them would slow every command down. */
const LAZY_FOR_COMMANDS = ['config', 'endpoint', 'server', 'llm', 'doctor', 'services'].map(folder);

module.exports = {
  forbidden: [
    ...roomRules,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'front-doors',
      comment: 'a room is used through its index.ts (state, config, endpoint, llm, server, doctor)',
      severity: 'error',
      from: { path: '^src/([^/]+)' },
      to: { path: '^src/(state|config|endpoint|llm|server|doctor)/(?!index\\.ts$)', pathNot: '^src/$1/' },
    },
    {
      name: 'commands-load-rooms-on-demand',
      severity: 'error',
      from: { path: '^src/(commands/|base-command)' },
      to: { path: LAZY_FOR_COMMANDS, dependencyTypesNot: ['dynamic-import', 'type-only'] },
    },
    {
      name: 'host-loads-rooms-on-demand',
      severity: 'error',
      from: { path: '^src/host/' },
      to: { path: LAZY_FOR_COMMANDS, dependencyTypesNot: ['dynamic-import', 'type-only'] },
    },
    {
      name: 'commands-are-forms',
      comment: 'libraries that do the work belong into rooms',
      severity: 'error',
      from: { path: '^src/commands/' },
      to: { path: 'node_modules/(execa|ajv|openai|yaml|listr2)/' },
    },
    {
      name: 'oclif-stays-outside',
      comment: 'only commands, base-command, host and the kit know oclif',
      severity: 'error',
      from: { path: '^src/(contract|errors|catalog|state|config|endpoint|server|llm|doctor|ui|services)/' },
      to: { path: 'node_modules/@oclif/' },
    },
    {
      name: 'plugins-stand-alone',
      comment: 'a plugin uses its own files, its dependencies, the kit and types of the contract',
      severity: 'error',
      from: { path: '^src/plugins/([^/]+)/' },
      to: { path: '^src/', pathNot: ['^src/plugins/$1/', '^src/plugin-kit/', '^src/contract/'] },
    },
    {
      name: 'contract-is-types-only',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/contract/' },
      to: { path: '^src/contract/', dependencyTypesNot: ['type-only'] },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|test)/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
