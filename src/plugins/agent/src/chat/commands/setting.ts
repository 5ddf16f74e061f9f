import { neutralise } from '@hermes-ops/plugin-kit/neutral';
import { plural } from '@hermes-ops/plugin-kit/numbers';
import { plainOf } from '@hermes-ops/plugin-kit/plain';
import { unsentNotice } from '../../loop/thinking.ts';
import { listedModels } from '../check-endpoint.ts';
import { switchModel } from '../switch-model.ts';
import type { Talk } from '../talk.ts';
import type { Choice, SlashCommand } from './command.ts';
import { keyAndValue } from './split-words.ts';

const modelsOf = ({ host, chat }: Talk): Promise<string[]> => listedModels(host, chat.deps.targets[0].target);

async function model(talk: Talk, name: string): Promise<void> {
  const { chat, surface } = talk;
  const now = chat.deps.targets[0].target.model;
  if (name !== '') {
    await switchModel(talk.host, chat, name);
    surface.out(
      `┊ ${neutralise(name)} answers from now on, in this session. For good: hermes config set model.default NAME`,
    );
    const unsent = unsentNotice(chat.deps.settings, chat.deps.targets[0]);
    if (unsent) surface.emit({ type: 'notice', ...unsent });
    surface.status(talk.status());
    return;
  }
  const names = await modelsOf(talk);
  surface.out(`models at ${chat.url}:`);
  if (!names.includes(now))
    surface.out(`  ● ${neutralise(now)}${names.length > 0 ? ' (what this session asks for; not in the list)' : ''}`);
  for (const one of names) surface.out(`  ${one === now ? '●' : ' '} ${neutralise(one)}`);
  surface.out('/model NAME takes another one for this session; another server: hermes model');
}

async function config({ host, surface }: Talk, rest: string): Promise<void> {
  const [key, value] = keyAndValue(host, rest);
  const plain = plainOf(host);
  const settings = await host.settings();
  if (key === undefined) {
    surface.out(`┊ ${await plain(host.paths.config)}; /config KEY shows a value, /config KEY VALUE changes it`);
    return;
  }
  if (value === undefined) {
    const found = await settings.get(key);
    const text = (await plain(found.text, { multiline: true })).trimEnd();
    const whole = text.includes('\n') ? `\n  ${text.replaceAll('\n', '\n  ')}\n ` : ` ${text}  `;
    surface.out(`${found.key}:${whole} (${found.origin})`);
    return;
  }
  const change = await settings.set(key, value);
  if (!change.ok) throw host.errors.user(change.code, change.message, { try: change.try });
  for (const warning of change.warnings) surface.out(`┊ warning: ${await plain(warning)}`);
  surface.out(
    change.changed
      ? `┊ ${change.key} is changed in config.yaml; what this chat has read already holds until the next one`
      : `┊ ${change.key} has that value already`,
  );
}

const MODES = ['manual', 'smart', 'off'] as const;

const MEANS: Readonly<Record<(typeof MODES)[number], string>> = {
  manual: 'you are asked about everything that does not only read',
  smart: 'the model of auxiliary.approval lets pass what is harmless and asks you about the rest',
  off: 'nobody is asked; approvals.deny and what destroys a machine stay refused',
};

async function approvals({ approver, chat, surface, host }: Talk, rest: string): Promise<void> {
  const mode = MODES.find((one) => one === rest);
  if (rest === 'forget') {
    surface.out(`┊ forgotten: ${plural(approver.forget(), 'agreement')} of this session`);
    return;
  }
  if (rest !== '' && !mode) {
    surface.out(`┊ the modes are ${MODES.join(', ')}`);
    return;
  }
  if (mode) approver.mode = mode;
  surface.out(`approvals: ${approver.mode}, ${MEANS[approver.mode]}${mode ? ' (until this chat ends)' : ''}`);
  const plain = plainOf(host);
  for (const one of approver.agreed()) surface.out(`  for this session: ${await plain(one)}`);
  const { allowList } = chat.deps.settings;
  if (allowList.length > 0) surface.out(`  command_allowlist of config.yaml: ${plural(allowList.length, 'command')}`);
}

async function modelChoices(talk: Talk, typed: string): Promise<Choice[]> {
  const names = await modelsOf(talk);
  return names.filter((name) => name.toLowerCase().includes(typed.toLowerCase())).map((text) => ({ text }));
}

/** About what the chat works with. */
export const SETTING: readonly SlashCommand[] = [
  {
    name: 'model',
    args: '[NAME]',
    summary: 'the models of this server; take another one',
    run: model,
    complete: modelChoices,
  },
  { name: 'config', args: '[KEY [VALUE]]', summary: 'a value of config.yaml; change it', run: config },
  {
    name: 'approvals',
    args: `[${MODES.join(' | ')} | forget]`,
    summary: 'what is asked about; change it for this chat',
    run: approvals,
    complete: async (_talk, typed) =>
      [...MODES, 'forget'].filter((word) => word.startsWith(typed)).map((text) => ({ text })),
  },
];
