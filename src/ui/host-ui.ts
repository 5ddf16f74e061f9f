import type { HostUi } from '../contract/index.ts';
import { printableJson } from './json.ts';
import { canPrompt, err, out, whenOutputCloses } from './output.ts';
import { openPrompter } from './prompts.ts';
import { step } from './steps.ts';
import { table } from './table.ts';

/** The terminal as plugins see it. */
export const hostUi: HostUi = {
  out,
  err,
  table,
  json: printableJson,
  step,
  canPrompt,
  outputClosed: whenOutputCloses,
  prompter: openPrompter,
};
