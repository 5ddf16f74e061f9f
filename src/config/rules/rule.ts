import type { Finding } from '../finding.ts';

/** What a rule may know besides the file. */
export interface RuleContext {
  /** Variables of `.env` over those of the process; undefined where they are not known, so that no rule asks for them. */
  env: Readonly<Record<string, string | undefined>> | undefined;
  /**
   * Top-level sections that the file has twice, so that the data holds only a part of what the user wrote. What
   * seems to be missing from them is not reported a second time.
   */
  partial?: ReadonlySet<string>;
}

/**
 * What no schema can say. A rule looks at the file's own data (older spellings not folded, nothing resolved, values of
 * any type) and returns what it found. It never throws.
 */
export type Rule = (data: Readonly<Record<string, unknown>>, context: RuleContext) => Finding[];
