import { fileURLToPath } from 'node:url';
import standalone from 'ajv/dist/standalone/index.js';
import type { Plugin } from 'esbuild';
import { createAjv } from '../src/config/compiled-schema.ts';
import { ROOT_SCHEMA } from '../src/config/schema-files.ts';

/** Replaces the module that compiles the config schema at run time by the compiled validator itself. */
const precompiledSchema: Plugin = {
  name: 'precompiled-schema',
  setup(build) {
    build.onLoad({ filter: /src[\\/]config[\\/]compiled-schema\.ts$/ }, (args) => {
      const ajv = createAjv({ code: { source: true, esm: true } });
      const validate = ajv.getSchema(ROOT_SCHEMA);
      if (!validate) throw new Error('the config schema is not registered');
      const contents = `${standalone.default(ajv, validate)}
export const schemaErrors = (data) => (validate(data) ? [] : validate.errors);`;
      return { contents, loader: 'js', resolveDir: args.path.replace(/[^\\/]+$/, '') };
    });
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

/** What esbuild needs for the core's bundle. */
export const BUNDLE_PLUGINS: Plugin[] = [precompiledSchema, yamlAsModules];
