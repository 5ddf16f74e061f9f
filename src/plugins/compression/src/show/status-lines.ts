import type { Host } from '@hermes-ops/contract';
import { count } from '@hermes-ops/plugin-kit/numbers';
import { plainOf, shortAge } from '@hermes-ops/plugin-kit/plain';
import { triggerText } from '../describe.ts';
import { oneLine } from '../plan/prune.ts';
import type { CompressionSettings } from '../settings.ts';
import type { MainModel } from '../stored/main-model.ts';
import type { Status } from './documents.ts';
import { windowText } from './model-doc.ts';

/** `hermes compression status` for a person. */
export async function statusLines(
  host: Pick<Host, 'mask' | 'ui'>,
  status: Status,
  { model, settings }: { model: MainModel; settings: CompressionSettings },
): Promise<string[]> {
  const { enabled, threshold, thresholdKey, targetRatio, protectLastN, messageLimit } = status.settings;
  const { candidates, text } = status.summary;
  const resting = candidates.filter(({ restingFor }) => restingFor !== null);
  return [
    'compression:',
    `  enabled: ${enabled}`,
    `  threshold: ${threshold}${thresholdKey === 'compression.threshold' ? '' : `   # ${thresholdKey}`}`,
    `  target_ratio: ${targetRatio}`,
    `  protect_last_n: ${protectLastN}`,
    `  hygiene_hard_message_limit: ${messageLimit}`,
    '',
    `Model:    ${status.model} at ${status.url}`,
    ...(status.down === null ? [] : [`          it does not serve now: ${status.down}`]),
    `Window:   ${windowText(model.window)}`,
    `Trigger:  ${triggerText(settings, model.window.tokens)}`,
    `Summary:  by ${text}`,
    ...resting.map((one) => `          ${one.model} at ${one.url} failed and is left in peace for ${one.restingFor}`),
    ...(status.keysNotRead.length > 0
      ? [
          `Not read: ${status.keysNotRead.map((key) => `\`compression.${key}\``).join(', ')} (set in the file, no effect here)`,
        ]
      : []),
    '',
    ...(await doneLines(host, status.compressions)),
    '',
    'hermes compression explain          (why the trigger lies there)',
    'hermes compression preview SESSION  (what a compression would do now)',
  ];
}

async function doneLines(host: Pick<Host, 'mask' | 'ui'>, done: Status['compressions']): Promise<string[]> {
  if (done.length === 0) return ['No session has been compressed yet.'];
  const plain = plainOf(host);
  const now = Date.now();
  const rows = done.map(async ({ sessionId, title, time, tokensBefore, tokensAfter, model, kind, seconds, undone }) => [
    shortAge(now - Date.parse(time)),
    sessionId,
    oneLine(await plain(title), 32) || '(no title)',
    `${count(tokensBefore)} → ${count(tokensAfter)}`,
    model === null ? (kind === 'pruned' ? 'none, texts cut' : 'no model') : oneLine(await plain(model), 40),
    `${seconds.toFixed(1)} s${undone ? ' (taken back)' : ''}`,
  ]);
  const head = ['AGE', 'SESSION', 'TITLE', 'TOKENS', 'SUMMARY BY', 'TIME'];
  return host.ui.table([head, ...(await Promise.all(rows))], { header: true }).split('\n');
}
