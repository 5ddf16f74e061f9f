import type { Check } from '../../contract/index.ts';
import { formatWhere } from '../../errors/where.ts';
import { advise, fail, pass } from '../verdict.ts';

/** The config file is there and can be read. */
export const configSyntax: Check = {
  id: 'config.syntax',
  title: 'config.yaml',
  group: 'config',
  subject: ({ paths }) => paths.config,
  run({ paths, config, configError }) {
    if (configError) {
      return fail(`${formatWhere({ file: paths.config, ...configError.where })}: ${configError.message}`, {
        detail: 'Nothing in the file takes effect until it can be read.',
        fix: advise(
          configError.try.find((line) => !line.startsWith('hermes ')) ?? 'Correct the file at that place.',
          configError.try.find((line) => line.startsWith('hermes ')),
        ),
      });
    }
    if (!config?.exists) {
      return fail(`there is no ${paths.config}`, {
        detail: 'Without it no model is configured.',
        fix: advise('Make one, then name the model server with `hermes model`.', 'hermes init'),
      });
    }
    return pass(`${paths.config} can be read`);
  },
};
