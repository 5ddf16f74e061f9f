import { count, plural } from '@hermes-ops/plugin-kit/numbers';
import { AFTER_SHARE } from '../plan/layout.ts';
import { percent } from '../plan/plan.ts';
import { slotsText } from '../show/model-doc.ts';
import { RESERVE, shareOf } from '../trigger.ts';
import type { Facts } from './facts.ts';

/** How the trigger comes about, one step a line; the summary comes behind them. */
export function stepsOf(facts: Facts): string[] {
  return [...windowSteps(facts), ...triggerSteps(facts), otherTriggers(facts), afterwards(facts)];
}

function windowSteps({ model: { url, window, down } }: Facts): string[] {
  const { tokens, by, endpoint, configured, silent } = window;
  const said = endpoint
    ? `gives one request ${count(endpoint.tokens)} tokens${slotsText(endpoint)}, by its ${endpoint.source === 'props' ? '/props' : 'list of models'}`
    : `says nothing of its window: ${down ?? silent}`;
  const holds =
    tokens === undefined
      ? 'nobody says how large it is, so it is not known'
      : `${count(tokens)} tokens, ${endpoint && configured !== undefined ? 'the smaller of both' : by === 'config' ? 'by the config' : 'by the endpoint'}`;
  return [
    `Endpoint: ${url} ${said}.`,
    `\`model.context_length\`: ${configured === undefined ? 'not set' : `${count(configured)} tokens`}.`,
    `Window: ${holds}.`,
  ];
}

function triggerSteps({ model, settings, trigger, maxTokens }: Facts): string[] {
  const { threshold, thresholdKey, thresholdTokens, enabled } = settings;
  const { tokens: window } = model.window;
  const share = window === undefined ? '' : ` of ${count(window)} are ${count(shareOf(window, threshold))} tokens`;
  const reserve = window === undefined ? '' : `, so not beyond ${count(Math.floor(window * (1 - RESERVE)))} tokens`;
  const where =
    trigger.tokens === undefined
      ? 'none, as the window is not known: it is compressed when the server refuses the prompt as too long'
      : `${count(trigger.tokens)} tokens of the prompt, the least of 4 to 6 (${trigger.by === 'reserve' ? 'the reserve' : `\`${trigger.by}\``})`;
  return [
    `Threshold: \`${thresholdKey}\` is ${threshold}: ${Number((threshold * 100).toFixed(2))} %${share}.`,
    `\`compression.threshold_tokens\`: ${thresholdTokens === undefined ? 'not set' : `at most ${count(Math.floor(thresholdTokens))} tokens`}.`,
    `Reserve: ${percent(RESERVE)} of the window for the request for a summary${reserve}.`,
    `Trigger: ${where}.${enabled ? '' : ' But `compression.enabled` is false: nothing is compressed unless you ask for it.'}`,
    ...(trigger.tokens === undefined || window === undefined
      ? []
      : [
          `Room: a prompt just below it leaves ${plural(Math.max(0, window - trigger.tokens), 'token')} for the answer${maxTokens === undefined ? '' : ` (\`model.max_tokens\` is ${count(maxTokens)})`}.`,
        ]),
  ];
}

function otherTriggers({ settings: { enabled, messageLimit, idleSeconds, pruneTokens } }: Facts): string {
  if (!enabled) return 'Besides: nothing, because `compression.enabled` is false; `/compress` does it all the same.';
  const idle =
    idleSeconds > 0
      ? `when you go on after ${count(idleSeconds)} s (\`idle_compact_after_seconds\`)`
      : 'not after a pause (`idle_compact_after_seconds` is 0)';
  const prune =
    pruneTokens > 0
      ? `old results alone are cut from ${count(pruneTokens)} tokens on (\`proactive_prune_tokens\`)`
      : 'old results are not cut earlier (`proactive_prune_tokens` is 0)';
  return `Besides: at ${plural(messageLimit, 'message')} (\`hygiene_hard_message_limit\`), ${idle}, and when the server refuses a prompt; ${prune}.`;
}

function afterwards({ model, settings, trigger, fixed }: Facts): string {
  const { tokens: window } = model.window;
  const { targetRatio, protectLast } = settings;
  const most = window === undefined ? '' : ` (${count(Math.floor(window * AFTER_SHARE))} tokens)`;
  const goal = `Afterwards: the messages take at most ${percent(targetRatio)} of what they took (\`target_ratio\`), and all of the prompt at most ${percent(AFTER_SHARE)} of the window${most}; of the newest ${plural(protectLast, 'message')} (\`protect_last_n\`) as many stay as fit`;
  if (!fixed || trigger.tokens === undefined) return `${goal}.`;
  const after = sizeAfter(fixed.tokens, trigger.tokens, targetRatio, window);
  return `${goal}. Starting at the trigger that comes to about ${count(after)} tokens, of which ${count(fixed.tokens)} are system prompt and tools (as in session ${fixed.sessionId}).`;
}

/** Tokens of the prompt that a compression at the trigger aims at. */
export function sizeAfter(fixed: number, trigger: number, ratio: number, window: number | undefined): number {
  const room = window === undefined ? Number.POSITIVE_INFINITY : window * AFTER_SHARE - fixed;
  return fixed + Math.max(0, Math.floor(Math.min(ratio * Math.max(0, trigger - fixed), room)));
}
