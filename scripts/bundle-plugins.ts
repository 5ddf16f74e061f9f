import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import { type Plugin, transform } from 'esbuild';
import { AJV_OPTIONS } from '../src/config/schema-compiler.ts';
import { schemaDefaults } from '../src/config/schema-defaults.ts';
import { ROOT_SCHEMA, schemaFiles } from '../src/config/schema-files.ts';
import { bundledSchema } from '../src/config/wide.ts';
import { compactSchema } from './compact-schema.ts';

/** Replaces modules that read or compile the schema at run time by their result. */
const precompiledSchema: Plugin = {
  name: 'precompiled-schema',
  setup(build) {
    const replace = (name: string, contents: () => string) =>
      build.onLoad({ filter: new RegExp(String.raw`src[\\/]config[\\/]${name}\.ts$`) }, async ({ path }) => ({
        // Minified here, because the bundle as a whole stays readable for stacks.
        contents: (await transform(contents(), { minify: true, format: 'esm' })).code,
        loader: 'js',
        resolveDir: path.replace(/[^\\/]+$/, ''),
      }));
    replace('compiled-schema', () => {
      const ajv = new Ajv2020({ ...AJV_OPTIONS, code: { source: true, esm: true } });
      return `${standalone.default(ajv, ajv.compile(compactSchema(bundledSchema())))}
export const schemaErrors = (data) => (validate(data) ? [] : validate.errors);`;
    });
    replace(
      'schema-files',
      () => `export const ROOT_SCHEMA = ${JSON.stringify(ROOT_SCHEMA)};
let files;
export const schemaFiles = () => (files ??= JSON.parse(${JSON.stringify(JSON.stringify(schemaFiles()))}));`,
    );
    replace(
      'schema-defaults',
      () => `let defaults;
export const schemaDefaults = () => (defaults ??= JSON.parse(${JSON.stringify(JSON.stringify(schemaDefaults()))}));`,
    );
  },
};

/**
 * `yaml` publishes the same code as CommonJS (for Node) and as ES modules (named `browser`). Bundled, the first one
 * costs about 12 ms of CPU to load, the second one 1.
 */
const yamlAsModules: Plugin = {
  name: 'yaml-as-modules',
  setup(build) {
    const folder = new URL('../node_modules/yaml/browser/dist/index.js', import.meta.url);
    build.onResolve({ filter: /^yaml$/ }, () => ({ path: fileURLToPath(folder) }));
  },
};

/** Ink asks for the devtools of React when `DEV` is set, which nobody has installed. */
const noDevtools: Plugin = {
  name: 'no-devtools',
  setup(build) {
    build.onResolve({ filter: /^react-devtools-core$/ }, () => ({ path: 'none', namespace: 'no-devtools' }));
    build.onLoad({ filter: /./, namespace: 'no-devtools' }, () => ({ contents: 'export default {};' }));
  },
};

/**
 * Ink and its libraries bring an older one, which would be compiled beside ours (about 18 ms of CPU at the first width) and
 * measure some characters in another way.
 */
const oneStringWidth: Plugin = {
  name: 'one-string-width',
  setup(build) {
    const file = fileURLToPath(import.meta.resolve('string-width'));
    // What is required by CommonJS is an old one of another shape.
    build.onResolve({ filter: /^string-width$/ }, ({ kind }) =>
      kind === 'import-statement' ? { path: file } : undefined,
    );
  },
};

/**
 * The SDK of the Model Context Protocol warns on the console, in words of servers: escape sequences in the name of a tool would
 * act on the terminal, and every line would tear the screen apart.
 */
const quietMcpSdk: Plugin = {
  name: 'quiet-mcp-sdk',
  setup(build) {
    build.onLoad({ filter: /@modelcontextprotocol[\\/]client[\\/]dist[\\/].*\.mjs$/ }, async ({ path }) => ({
      contents: `const quiet = { warn() {}, error() {}, log() {} };${(await readFile(path, 'utf8')).replaceAll(/\bconsole\.(?=warn|error|log)/g, 'quiet.')}`,
      loader: 'js',
    }));
  },
};

/** For the bundles of plugins. */
export const PLUGIN_BUNDLE_PLUGINS: Plugin[] = [yamlAsModules, noDevtools, oneStringWidth, quietMcpSdk];

/** What esbuild needs for the core's bundle. */
export const BUNDLE_PLUGINS: Plugin[] = [precompiledSchema, yamlAsModules];
