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
 * measure some characters in another way. Its table of all emoji is made (about 10 ms) when the first one that is more than a code
 * unit is measured.
 */
const oneStringWidth: Plugin = {
  name: 'one-string-width',
  setup(build) {
    const file = fileURLToPath(import.meta.resolve('string-width'));
    // What is required by CommonJS is an old one of another shape.
    build.onResolve({ filter: /^string-width$/ }, ({ kind }) =>
      kind === 'import-statement' ? { path: file } : undefined,
    );
    build.onLoad({ filter: /[\\/]string-width[\\/]index\.js$/ }, async ({ path }) => {
      if (path !== file) return undefined;
      const code = await readFile(path, 'utf8');
      const [, table = ''] = /^const emojiPrefixRegex = (\/.+\/v);$/m.exec(code) ?? [];
      const lazy = `{ exec: (text) => (emojiTable ??= ${table}).exec(text), test(text) { return this.exec(text) !== null; } }`;
      return {
        contents: `let emojiTable;\n${replaced(code, `= ${table || '(the table of emoji)'};`, `= ${lazy};`)}`,
        resolveDir: path.replace(/[^\\/]+$/, ''),
      };
    });
  },
};

/**
 * Yoga decodes its WebAssembly by `fetch` of a `data:` address, which loads all of undici (about 25 ms of CPU, and memory); given
 * the bytes, it does without.
 */
const yogaWithoutFetch: Plugin = {
  name: 'yoga-without-fetch',
  setup(build) {
    const embedded = /(?<=data:application\/octet-stream;base64,)[\w+/=]+/;
    const folder = (path: string) => path.replace(/[^\\/]+$/, '');
    build.onLoad({ filter: /yoga-layout[\\/]dist[\\/]binaries[\\/]yoga-wasm-base64-esm\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace(embedded, ''),
    }));
    build.onLoad({ filter: /yoga-layout[\\/]dist[\\/]src[\\/]index\.js$/ }, async ({ path }) => {
      const [code, binary] = await Promise.all([
        readFile(path, 'utf8'),
        readFile(`${folder(path)}../binaries/yoga-wasm-base64-esm.js`, 'utf8'),
      ]);
      const [bytes] = embedded.exec(binary) ?? [];
      if (bytes === undefined) throw new Error('a library has changed: Yoga holds its WebAssembly in another way');
      const given = `loadYoga({ wasmBinary: Buffer.from('${bytes}', 'base64') })`;
      return { contents: replaced(code, 'loadYoga()', given), resolveDir: folder(path) };
    });
  },
};

/**
 * Of oclif a plugin's commands need themselves and their flags; reading plugins, manifests and help is the host's, which hands its
 * own configuration to the command it runs. The rest would be loaded a second time (about 20 ms of CPU).
 */
const oclifOfCommands: Plugin = {
  name: 'oclif-of-commands',
  setup(build) {
    build.onResolve({ filter: /^@oclif\/core$/ }, ({ resolveDir }) => ({
      path: 'commands',
      namespace: 'oclif-of-commands',
      pluginData: resolveDir,
    }));
    build.onLoad({ filter: /./, namespace: 'oclif-of-commands' }, ({ pluginData }) => ({
      contents: `export { Command } from '@oclif/core/command';
export * as Args from '@oclif/core/args';
export * as Flags from '@oclif/core/flags';`,
      resolveDir: pluginData,
    }));
    build.onLoad({ filter: /@oclif[\\/]core[\\/]lib[\\/]command\.js$/ }, async ({ path }) => ({
      contents: replaced(
        await readFile(path, 'utf8'),
        'require("./config")',
        '{ Config: { load: async (given) => given } }',
      ),
    }));
    build.onLoad({ filter: /@oclif[\\/]core[\\/]lib[\\/]errors[\\/]index\.js$/ }, async ({ path }) => ({
      contents: replaced(await readFile(path, 'utf8'), 'require("./handle")', '{}'),
    }));
  },
};

/** A library that no longer has what is replaced must not pass unnoticed. */
function replaced(code: string, part: string, by: string): string {
  if (!code.includes(part)) throw new Error(`a library has changed: \`${part}\` is not in it`);
  return code.replace(part, () => by);
}

/**
 * The SDK of the Model Context Protocol speaks on the console, also in words of servers: escape sequences in the name of a tool
 * would act on the terminal, every line would tear the screen apart, and what it calls debugging would stand in a document.
 */
const quietMcpSdk: Plugin = {
  name: 'quiet-mcp-sdk',
  setup(build) {
    build.onLoad({ filter: /@modelcontextprotocol[\\/]client[\\/]dist[\\/].*\.mjs$/ }, async ({ path }) => ({
      contents: `const quiet = new Proxy({}, { get: () => () => undefined });${(await readFile(path, 'utf8')).replaceAll(/\bconsole\./g, 'quiet.')}`,
      loader: 'js',
    }));
  },
};

/** For the bundles of plugins. */
export const PLUGIN_BUNDLE_PLUGINS: Plugin[] = [
  oclifOfCommands,
  yamlAsModules,
  noDevtools,
  oneStringWidth,
  yogaWithoutFetch,
  quietMcpSdk,
];

/** What esbuild needs for the core's bundle. */
export const BUNDLE_PLUGINS: Plugin[] = [precompiledSchema, yamlAsModules];
