import { findKnownHost } from '../catalog/known-hosts.ts';
import type { ApiMode, EndpointReport } from '../contract/index.ts';
import type { ApiModeChoice, Detected, ModelSetup } from './model-types.ts';

interface ModeRow {
  value: ApiModeChoice;
  label: string;
  words: readonly string[];
}

const MODES: readonly ModeRow[] = [
  { value: 'auto', label: 'Auto-detect', words: ['auto', 'detect'] },
  { value: 'chat_completions', label: 'Chat Completions', words: ['chat', 'completions', 'openai', 'openai chat'] },
  { value: 'codex_responses', label: 'Responses / Codex', words: ['responses', 'codex', 'openai responses'] },
  { value: 'anthropic_messages', label: 'Anthropic Messages', words: ['anthropic', 'messages', 'claude'] },
];

const modeLabel = (mode: ApiModeChoice): string => MODES.find(({ value }) => value === mode)?.label ?? mode;

/** A choice by number, by the value that config.yaml holds, by label or by one of the usual words. */
export function parseMode(text: string): ApiModeChoice | undefined {
  const plain = words(text);
  const byNumber = /^\d+$/.test(plain) ? MODES[Number(plain) - 1] : undefined;
  const row =
    byNumber ?? MODES.find((mode) => [mode.value, mode.label, ...mode.words].some((word) => words(word) === plain));
  return row?.value;
}

const words = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();

/**
 * The mode that has to be written down because readers of the config could not tell it from the URL: the host is
 * unknown, has no chat completions, but something else. Undefined where `auto` comes out right.
 */
function modeToDeclare(baseUrl: string, modes: EndpointReport['modes'] | undefined): ApiMode | undefined {
  if (!modes || findKnownHost(baseUrl) || modes.chat_completions !== 'missing') return undefined;
  return (['codex_responses', 'anthropic_messages'] as const).find((mode) => isThere(modes[mode]));
}

const isThere = (presence: string): boolean => presence === 'exists' || presence === 'needs-key';

/** One line of what was found, or undefined when nothing is known. */
export function modesLine(modes: EndpointReport['modes']): string | undefined {
  const found = MODES.filter(({ value }) => value !== 'auto' && isThere(modes[value]));
  return found.length === 0 ? undefined : `API modes found: ${found.map(({ label }) => label).join(', ')}`;
}

/** Asks for the compatibility mode. `current` is what the config says for this endpoint today. */
export async function chooseMode(
  { answers, dialogue }: ModelSetup,
  baseUrl: string,
  report: Detected | undefined,
  current: ApiModeChoice,
): Promise<ApiModeChoice> {
  const detected = current === 'auto' ? modeToDeclare(baseUrl, report?.modes) : undefined;
  const preselected = detected ?? current;
  let chosen: ApiModeChoice | undefined = answers.apiMode ?? (dialogue.interactive ? undefined : preselected);
  if (!chosen) {
    dialogue.say('Select API compatibility mode:');
    for (const [i, { value, label }] of MODES.entries()) {
      const mark = value !== preselected ? '' : detected ? ' [detected]' : ' [current]';
      dialogue.say(`${i + 1}. ${label}${mark}`);
    }
  }
  while (!chosen) {
    const answer = await dialogue.ask('Choice [1-4, Enter to keep current/detected]: ');
    chosen = answer === '' ? preselected : parseMode(answer);
    if (!chosen) dialogue.say('Please type a number from 1 to 4.');
  }
  dialogue.say(`API mode: ${chosen === 'auto' ? 'auto-detect' : modeLabel(chosen)}`);
  if (chosen !== 'auto' && report?.modes[chosen] === 'missing') {
    dialogue.warn(`this endpoint has no ${modeLabel(chosen)} route: requests in that mode will fail`);
  } else if (chosen === 'auto' && modeToDeclare(baseUrl, report?.modes)) {
    dialogue.warn('this endpoint has no Chat Completions route, which is what auto-detect falls back to');
  }
  return chosen;
}
