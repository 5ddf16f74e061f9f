import type { Rule } from './rule.ts';

/** Oldest layout that Hermes Agent still takes. */
const OLDEST = 12;

/** A layout that Hermes Agent no longer brings up to date. */
export const configVersionRule: Rule = ({ _config_version: version }) =>
  typeof version !== 'number' || !Number.isInteger(version) || version < 0 || version >= OLDEST
    ? []
    : [
        {
          code: 'config.range',
          severity: 'error',
          path: ['_config_version'],
          message: `\`_config_version\` is ${version}; Hermes Agent takes ${OLDEST} and newer, and refuses this file`,
          suggestion: 'remove it, if the file is new or was brought up to date by hand: Hermes Agent sets it itself',
        },
      ];
