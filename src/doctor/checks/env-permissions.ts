import { stat } from 'node:fs/promises';
import type { Check } from '../../contract/index.ts';
import { commandLine } from '../../errors/command-line.ts';
import { advise, fail, mend, pass, skip, warn } from '../verdict.ts';

/** `.env` holds the keys, so nobody else on the machine should read it. */
export const envPermissions: Check = {
  id: 'env.permissions',
  title: '.env permissions',
  group: 'config',
  subject: ({ paths }) => paths.env,
  async run({ paths }) {
    if (process.platform === 'win32') return skip('Windows keeps permissions elsewhere');
    const found = await stat(paths.env).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
      throw error;
    });
    if (!found) return skip(`there is no ${paths.env}`);
    if (found.isDirectory()) {
      return fail(`${paths.env} is a folder, not a file`, {
        detail: 'No API key can be kept there.',
        fix: advise('Move it away, then store the keys again with `hermes model`.'),
      });
    }
    const mode = (found.mode & 0o777).toString(8).padStart(4, '0');
    if ((found.mode & 0o077) === 0) return pass(`only you can read it (${mode})`);
    return warn(`others on this machine can read ${paths.env} (${mode})`, {
      detail: 'API keys are kept in it.',
      fix: mend('Let only yourself read it.', commandLine('chmod', '600', paths.env)),
    });
  },
};
