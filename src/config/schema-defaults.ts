import { coreDefaults } from './section-defaults.ts';

/**
 * What holds where the file says nothing: every default of the schema, by section. Keys without a default are not in it.
 * The build (scripts/bundle-plugins.ts) puts the result in place of this module, so that reading the config does not
 * need the schema.
 */
export function schemaDefaults(): Readonly<Record<string, unknown>> {
  defaults ??= coreDefaults();
  return defaults;
}

/** A cache of something constant. */
let defaults: Readonly<Record<string, unknown>> | undefined;
