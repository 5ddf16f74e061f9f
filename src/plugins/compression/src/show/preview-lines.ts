import { count, plural } from '@hermes-ops/plugin-kit/numbers';
import { triggerText } from '../describe.ts';
import type { CompressionSettings } from '../settings.ts';
import type { MainModel } from '../stored/main-model.ts';
import type { Choice } from '../summary/choose.ts';
import type { Preview } from './documents.ts';
import { sessionText, windowText } from './model-doc.ts';
import { choiceLines } from './ways.ts';

export interface Beside {
  model: MainModel;
  settings: CompressionSettings;
  choice: Choice | undefined;
}

/** `hermes compression preview` for a person. */
export function previewLines(preview: Preview, { model, settings, choice }: Beside): string[] {
  const { session, before, down, would } = preview;
  return [
    `Session:  ${sessionText(session)}`,
    `Model:    ${preview.model} at ${preview.url}`,
    ...(down === null ? [] : [`          it does not serve now: ${down}`]),
    `Window:   ${windowText(model.window)}`,
    `Trigger:  ${triggerText(settings, model.window.tokens)}`,
    `Now:      ${plural(before.messages, 'message')}, about ${count(before.tokens)} tokens with system prompt and tools${distance(preview, settings)}`,
    '',
    ...bodyLines(preview, settings, choice),
    '',
    'No model was asked, and nothing was changed.',
    ...(would === 'nothing' ? [] : [`hermes compression run ${session.id}${focusFlag(preview)}   (does it)`]),
  ];
}

function distance({ before, trigger }: Preview, { enabled }: CompressionSettings): string {
  if (!enabled || trigger.tokens === null) return '';
  const left = trigger.tokens - before.tokens;
  return left > 0 ? `; ${count(left)} more to the trigger` : '; past the trigger: the next message compresses it';
}

/** In quotes that every POSIX shell takes as they are. */
const focusFlag = ({ focus }: Preview): string =>
  focus === null ? '' : ` --focus '${focus.replaceAll("'", String.raw`'\''`)}'`;

function bodyLines(preview: Preview, settings: CompressionSettings, choice: Choice | undefined): string[] {
  const { would, why, before, after, goes, stays, account, goal } = preview;
  if (!after) return [`A compression now would do nothing: ${why}.`];
  const sizes = `${plural(before.messages, 'message')} to ${count(after.messages)}, about ${count(before.tokens)} tokens to at most ${count(after.tokens)}`;
  if (would === 'prune') return [`Cutting old results would be enough, without a model: ${sizes}.`];
  if (!goes || !stays || !account || !goal || !choice) return [];
  const [first, ...others] = choiceLines(choice, before.tokens);
  return [
    `A compression now: ${sizes}.`,
    `  goes     at most ${goesText(goes)}`,
    `  comes    an account of what goes, at most ${count(account.tokens)} tokens; a model's summary has up to ${count(account.summary)} of them`,
    `  stays    ${staysText(stays)}`,
    `  goal     the messages in ${count(goal.tokens)} tokens; ${goal.reasons.length > 0 ? `not reached: ${goal.reasons.join('; ')}` : 'reached'}`,
    `  asked    ${first}`,
    ...others.map((line) => `           ${line}`),
    ...(choice.order.length > 0 ? [`           if nobody writes one, ${withoutSummary(settings)}`] : []),
  ];
}

const withoutSummary = ({ abortOnFailure }: CompressionSettings): string =>
  abortOnFailure
    ? 'nothing is changed (`compression.abort_on_summary_failure`)'
    : 'the account is put together without a model';

function goesText({ messages, tokens, user, assistant, tool }: NonNullable<Preview['goes']>): string {
  const of = [`${count(user)} of yours`, `${count(assistant)} of the model`, plural(tool, 'tool result')];
  return `${plural(messages, 'message')}, about ${count(tokens)} tokens: ${of.join(', ')}`;
}

function staysText({ first, question, recent, cut }: NonNullable<Preview['stays']>): string {
  const parts = [
    ...(first > 0 ? [`the first ${plural(first, 'message')}`] : []),
    ...(question ? ['your last message'] : []),
    `the ${recent === 1 ? 'last message' : `last ${count(recent)} messages`}${cut > 0 ? ` (${count(cut)} of them cut)` : ''}`,
  ];
  return parts.join(', ');
}
