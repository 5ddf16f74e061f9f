import { DEFAULT_THRESHOLD } from '../../catalog/limits.ts';
import { count } from '../../errors/words.ts';
import { type CompressionTrigger, compressionTrigger, describeTrigger, roomAbove } from '../compression-trigger.ts';
import { isUnset } from '../edit-value.ts';
import { isMapping } from '../emit.ts';
import type { Finding } from '../finding.ts';
import { formatKeyPath, type KeyPath, valueAt } from '../key-path.ts';
import { isEmpty, isOff, sizeOf, textOf } from './places.ts';
import type { Rule } from './rule.ts';
import { mainRoute, windowOf } from './window.ts';

/** Whether compression can work with the window: the arithmetic of `compression.*`, `model.*` and the task's model. */
export const compressionRule: Rule = (data) => {
  const planned = plan(data);
  return planned ? [...windowFindings(data, planned), ...auxiliaryFindings(data, planned)] : [];
};

export interface Plan {
  trigger: CompressionTrigger;
  /** The key that sets the share; undefined where the default holds. */
  thresholdKey: KeyPath | undefined;
}

/** Undefined where compression is off, the window is unknown, or a value is of a wrong type, which the schema reports. */
export function plan(data: Readonly<Record<string, unknown>>): Plan | undefined {
  const section = isEmpty(data['compression']) ? {} : data['compression'];
  if (!isMapping(section) || isOff(section['enabled'])) return undefined;
  const main = mainRoute(data);
  const window = windowOf(main, data)?.tokens;
  const [thresholdKey, threshold] = thresholdFor(section, main);
  if (window === undefined || typeof threshold !== 'number' || !(threshold > 0 && threshold <= 1)) return undefined;
  const cap = section['threshold_tokens'];
  if (!isUnset(cap) && typeof cap !== 'number') return undefined;
  return { thresholdKey, trigger: compressionTrigger({ window, threshold, thresholdTokens: sizeOf(cap) }) };
}

/** The share that holds for the main model: the longest name in `model_thresholds` that is part of its id, else the general one. */
function thresholdFor(section: Record<string, unknown>, main: Record<string, unknown>): [KeyPath | undefined, unknown] {
  const id = `${textOf(main['provider']) ?? ''}:${textOf(main['default']) ?? ''}`.toLowerCase();
  const rows = isMapping(section['model_thresholds']) ? Object.entries(section['model_thresholds']) : [];
  const [best] = rows
    .filter(([name, share]) => name !== '' && !isUnset(share) && id.includes(name.toLowerCase()))
    .sort(([a], [b]) => b.length - a.length);
  if (best) return [['compression', 'model_thresholds', best[0]], best[1]];
  const own = section['threshold'];
  return isUnset(own) ? [undefined, DEFAULT_THRESHOLD] : [['compression', 'threshold'], own];
}

/** A cap that never caps, a trigger at the end of the window, an answer that does not fit above the trigger. */
function windowFindings(data: Readonly<Record<string, unknown>>, { trigger, thresholdKey }: Plan): Finding[] {
  const { window, thresholdTokens } = trigger;
  const findings: Finding[] = [];
  if (thresholdTokens !== undefined && thresholdTokens >= window) {
    const path = ['compression', 'threshold_tokens'];
    findings.push(
      warn(
        path,
        `\`compression.threshold_tokens\` is ${count(thresholdTokens)}, and the window has only ${count(window)} tokens, so it never caps: ${describeTrigger(trigger)}`,
        `set it below ${count(trigger.tokens)}, or remove it`,
      ),
    );
  }
  const answer = sizeOf(valueAt(data, ['model', 'max_tokens']));
  if (answer !== undefined && answer > roomAbove(trigger)) {
    const share = Math.floor(((window - answer) / window) * 100) / 100;
    const key = formatKeyPath(thresholdKey ?? ['compression', 'threshold']);
    const remedies = [
      ...(share > 0 ? [`\`${key}\` to ${share} or less`] : []),
      ...(roomAbove(trigger) > 0 ? [`\`model.max_tokens\` to ${roomAbove(trigger)} or less`] : []),
      ...(share <= 0 && roomAbove(trigger) <= 0
        ? [`\`${key}\` to 0.8 and \`model.max_tokens\` well below the window`]
        : []),
    ];
    findings.push(
      warn(
        thresholdKey ?? ['model', 'max_tokens'],
        `${describeTrigger(trigger)}, and an answer may take ${count(answer)} (\`model.max_tokens\`): together ${count(trigger.tokens + answer)}, more than the window`,
        `set ${remedies.join(', or ')}`,
      ),
    );
  } else if (roomAbove(trigger) <= 0 && thresholdKey) {
    findings.push(
      warn(
        thresholdKey,
        `${describeTrigger(trigger)}: the window is full before it starts, so there is no room for an answer`,
        `set \`${formatKeyPath(thresholdKey)}\` to 0.8`,
      ),
    );
  }
  return findings;
}

/** A share of 0 is reached by every request. */
export const thresholdZeroRule: Rule = (data) => {
  const section = data['compression'];
  if (!isMapping(section) || isOff(section['enabled']) || section['threshold'] !== 0) return [];
  return [
    warn(
      ['compression', 'threshold'],
      '`compression.threshold` is 0, so the history is compressed at every turn',
      'set `compression.threshold` to 0.8; `enabled: false` switches compression off',
    ),
  ];
};

/** The model that writes the summary has to read everything up to the trigger. */
function auxiliaryFindings(data: Readonly<Record<string, unknown>>, { trigger }: Plan): Finding[] {
  const task = valueAt(data, ['auxiliary', 'compression']);
  if (!isMapping(task)) return [];
  const own = sizeOf(task['context_length']);
  const named = !['', 'auto', 'main'].includes(textOf(task['provider']) ?? '');
  const elsewhere = isUnset(task['context_length']) && (named || textOf(task['base_url']) !== undefined);
  const tokens = own ?? (elsewhere ? windowOf(task, data)?.tokens : undefined);
  if (tokens === undefined || tokens >= trigger.tokens) return [];
  const key = ['context_length', 'model', 'provider'].find((name) => !isUnset(task[name])) ?? 'base_url';
  // The instructions and the summary need room, too.
  const share = Math.floor(((tokens * 0.9) / trigger.window) * 100) / 100;
  return [
    {
      code: 'config.aux-window',
      severity: 'warning',
      path: ['auxiliary', 'compression', key],
      message: `the model that compresses has a window of ${count(tokens)} tokens, and ${describeTrigger(trigger)}: it cannot read what it has to sum up`,
      suggestion: `use a model with at least ${count(trigger.tokens)} tokens${share > 0 ? `, or set \`compression.threshold\` to ${share}` : ''}`,
    },
  ];
}

const warn = (path: KeyPath, message: string, suggestion: string): Finding => ({
  code: 'config.trigger',
  severity: 'warning',
  path,
  message,
  suggestion,
});
