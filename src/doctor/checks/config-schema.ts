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
    const { errors, warnings, notes, diagnostics } = await validation();
    if (errors + warnings === 0) {
      const more = notes > 0 ? `; ${plural(notes, 'note')}: hermes config validate` : '';
      return pass(`all keys and values are as they should be${more}`);
    }
    const said = [errors > 0 ? plural(errors, 'error') : '', warnings > 0 ? plural(warnings, 'warning') : ''];
    const extra = {
      detail: firstPlaces(diagnostics),
      fix: advise('See each with its place and remedy.', 'hermes config validate'),
    };
    return (errors > 0 ? fail : warn)(said.filter(Boolean).join(', '), extra);
  },
};

/** Errors first, no notes; two lines, because the rest is one command away. */
function firstPlaces(diagnostics: readonly Diagnostic[]): string {
  return diagnostics
    .filter(({ severity }) => severity !== 'info')
    .sort((a, b) => a.severity.localeCompare(b.severity) || a.line - b.line)
    .slice(0, 2)
    .map(({ line, column, message }) => `${line}:${column} ${message}`)
    .join('\n');
}
