import { count } from '@hermes-ops/plugin-kit/numbers';
import { WORTH } from '../plan/plan.ts';
import { RESERVE } from '../trigger.ts';
import type { Facts } from './facts.ts';
import { sizeAfter } from './steps.ts';

/** Where the numbers cannot work, each with what to do about it. Pure. */
export function warningsOf(facts: Facts): string[] {
  return [...windowWarnings(facts), ...sizeWarnings(facts), ...answerWarnings(facts)];
}

function windowWarnings({ model: { window }, settings }: Facts): string[] {
  const { tokens, endpoint, configured } = window;
  const { threshold, thresholdKey, thresholdTokens } = settings;
  return [
    ...(tokens === undefined
      ? ['The window is not known: the first sign that it is full is a refusal. Set `model.context_length`.']
      : []),
    ...(endpoint && configured !== undefined && configured > endpoint.tokens
      ? [
          `\`model.context_length\` promises ${count(configured)} tokens, and the endpoint gives a request ${count(endpoint.tokens)}. Lower it, or start the server with a larger window or fewer slots.`,
        ]
      : []),
    ...(threshold > 1 - RESERVE && tokens !== undefined
      ? [`\`${thresholdKey}\` of ${threshold} leaves no room for the request for a summary; the reserve holds instead.`]
      : []),
    ...(tokens !== undefined && thresholdTokens !== undefined && thresholdTokens > tokens
      ? [`\`compression.threshold_tokens\` (${count(thresholdTokens)}) is larger than the window and has no effect.`]
      : []),
  ];
}

function sizeWarnings({ model: { window }, settings, trigger, fixed }: Facts): string[] {
  if (!fixed || trigger.tokens === undefined) return [];
  const said = `System prompt and tools alone are about ${count(fixed.tokens)} tokens (session ${fixed.sessionId})`;
  const mend = 'Use a larger window, or switch tools off (`agent.disabled_toolsets`).';
  if (window.tokens !== undefined && fixed.tokens >= window.tokens) {
    return [`${said}: they do not fit into the window of ${count(window.tokens)}. ${mend}`];
  }
  if (fixed.tokens >= trigger.tokens) {
    return [`${said}: more than the trigger, so that nothing can get the prompt below it. ${mend}`];
  }
  const after = sizeAfter(fixed.tokens, trigger.tokens, settings.targetRatio, window.tokens);
  if (trigger.tokens - after >= WORTH * trigger.tokens) return [];
  return [
    `The trigger lies hardly above what a compression leaves (about ${count(after)} tokens), so that it frees next to nothing. Raise \`${trigger.by === 'reserve' ? 'model.context_length' : trigger.by}\`, or lower \`compression.target_ratio\`.`,
  ];
}

function answerWarnings({ model: { window }, trigger, maxTokens }: Facts): string[] {
  if (window.tokens === undefined || trigger.tokens === undefined || maxTokens === undefined) return [];
  const room = window.tokens - trigger.tokens;
  if (maxTokens <= room) return [];
  return [
    `\`model.max_tokens\` allows answers of ${count(maxTokens)} tokens, and a prompt just below the trigger leaves ${count(room)}: a long answer is cut off there. Lower one of both.`,
  ];
}
