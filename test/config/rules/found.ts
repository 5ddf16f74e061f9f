import type { Finding } from '../../../src/config/finding.ts';
import { formatKeyPath } from '../../../src/config/key-path.ts';
import { ruleFindings } from '../../../src/config/rules/all-rules.ts';
import type { RuleContext } from '../../../src/config/rules/rule.ts';
import { parseYaml, toPlain } from '../../../src/config/yaml-source.ts';

/** What all rules say about a text; variables are unknown unless given. */
export const findingsIn = (yaml: string, context: RuleContext = { env: undefined }): Finding[] =>
  ruleFindings(toPlain(parseYaml(yaml), { merge: true }) as Record<string, unknown>, context);

/** `code path` of each, without `config.`; `url-no-v1 model.base_url`. A finding at a key ends in `:`. */
export const found = (yaml: string, context?: RuleContext): string[] =>
  findingsIn(yaml, context).map(
    ({ code, path, part }) => `${code.replace('config.', '')} ${formatKeyPath(path)}${part === 'key' ? ':' : ''}`,
  );

/** Message and remedies of all findings, in one text. */
export const said = (yaml: string, context?: RuleContext): string =>
  findingsIn(yaml, context)
    .map(({ message, suggestion, fix }) => `${message}\n${suggestion ?? ''}\n${fix?.title ?? ''}`)
    .join('\n');
