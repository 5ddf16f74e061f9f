import type { Check, Diagnostic } from '../../contract/index.ts';
import { plural } from '../../errors/words.ts';
import { advise, fail, pass, warn } from '../verdict.ts';

/** Every key is known and every value of the right form: the findings of `hermes config validate`. */
export const configSchema: Check = {
  id: 'config.schema',
  title: 'Keys and values',
  group: 'config',
  after: ['config.syntax'],
  subject: ({ paths }) => paths.config,
  async run({ validation }) {
    const { errors, warnings, diagnostics } = await validation();
    if (errors + warnings === 0) return pass('all keys and values are as they should be');
    const said = [errors > 0 ? plural(errors, 'error') : '', warnings > 0 ? plural(warnings, 'warning') : ''];
    const extra = {
      detail: firstPlaces(diagnostics),
      fix: advise('See each with its place and remedy.', 'hermes config validate'),
    };
    return (errors > 0 ? fail : warn)(said.filter(Boolean).join(', '), extra);
  },
};

/** Errors first; two lines, because the rest is one command away. */
function firstPlaces(diagnostics: readonly Diagnostic[]): string {
  const ordered = [...diagnostics].sort((a, b) => a.severity.localeCompare(b.severity) || a.line - b.line);
  return ordered
    .slice(0, 2)
    .map(({ line, column, message }) => `${line}:${column} ${message}`)
    .join('\n');
}
