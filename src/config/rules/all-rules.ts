import type { Finding } from '../finding.ts';
import { auxiliaryRule } from './auxiliary.ts';
import { compressionRule, thresholdZeroRule } from './compression.ts';
import { configVersionRule } from './config-version.ts';
import { contextRule } from './context-small.ts';
import { contradictionRule } from './contradictions.ts';
import { hostedLocalRule, mainUrlRule } from './endpoints.ts';
import { extraArgsRule } from './extra-args.ts';
import { incompleteRule } from './incomplete.ts';
import { keyEnvRule } from './key-env.ts';
import { mcpServersRule } from './mcp-servers.ts';
import { duplicateProviderRule, noNameRule, noUrlRule } from './named-providers.ts';
import { otherReferenceRule } from './other-references.ts';
import { placeholderRule } from './placeholder.ts';
import type { Rule, RuleContext } from './rule.ts';
import { secretRule } from './secret.ts';
import { curlyQuotesRule, dashesRule } from './slips.ts';
import { slotsRule } from './slots.ts';
import { textRules } from './texts.ts';
import { unknownProviderRule } from './unknown-provider.ts';
import { urlRule } from './url.ts';
import { variablesRule } from './variables.ts';

const RULES: readonly Rule[] = [
  urlRule,
  contextRule,
  compressionRule,
  thresholdZeroRule,
  slotsRule,
  extraArgsRule,
  duplicateProviderRule,
  noUrlRule,
  mainUrlRule,
  hostedLocalRule,
  noNameRule,
  unknownProviderRule,
  contradictionRule,
  auxiliaryRule,
  incompleteRule,
  mcpServersRule,
  configVersionRule,
  textRules([placeholderRule, keyEnvRule, otherReferenceRule, variablesRule, secretRule, curlyQuotesRule, dashesRule]),
];

/** Everything about the file's own data that no schema can say. `data` is the plain content of the file, a map. */
export const ruleFindings = (data: Readonly<Record<string, unknown>>, context: RuleContext): Finding[] =>
  RULES.flatMap((rule) => rule(data, context));
