import type { Diagnostic } from '../contract/index.ts';
import { err, paintErr } from './output.ts';
import { visible } from './visible.ts';

type Said = Pick<Diagnostic, 'code' | 'message'> & {
  severity?: Diagnostic['severity'];
  suggestion?: string | undefined;
};

/** One finding about a value that was written, on standard error. */
export function sayFinding({ code, message, severity = 'warning', suggestion }: Said): void {
  const word = severity === 'info' ? paintErr('cyan', 'note') : paintErr('yellow', 'warning');
  err(`${word}: ${visible(message)} [${code}]`);
  if (suggestion) err(`  ${paintErr('cyan', 'try')}: ${visible(suggestion)}`);
}

/** Whether a provider is asked although nobody said so: somebody looks on, and it is not forbidden. */
export const checksUnasked = (): boolean => process.stdout.isTTY === true && process.env['HERMES_OFFLINE'] !== '1';

/** What a provider said about a model that was just set. `asked`: the user wanted to know, so good news are told, too. */
export function sayModelCheck(
  { state, finding }: { state: string; finding?: Said & { severity: Diagnostic['severity'] } },
  asked: boolean,
): void {
  if (state === 'no-model' && asked) err('note: this key names no model that could be looked up');
  if (state === 'listed' && asked) err('the provider lists this model');
  if (!finding) return;
  if (state === 'not-listed') sayFinding({ ...finding, severity: 'warning' });
  else sayFinding({ ...finding, severity: 'info', message: `not verified: ${finding.message}` });
}
