import { isLocal } from '../catalog/addresses.ts';
import {
  backupsIn,
  configFrom,
  type Edit,
  editFile,
  type KeyPath,
  type LoadedFile,
  loadConfig,
  settingsRoom,
} from '../config/index.ts';
import type { BackgroundTask, Paths } from '../contract/index.ts';
import { commandLine } from '../errors/command-line.ts';
import { userError } from '../errors/hermes-error.ts';
import { chooseRoute } from './auxiliary-choice.ts';
import { readWanted, requireTask, type Wanted } from './auxiliary-names.ts';
import { type Lead, leadOf, mainLead } from './auxiliary-route.ts';
import { listingOf, namesText } from './model-listed.ts';

export interface SetAuxiliaryOptions {
  paths: Paths;
  env: NodeJS.ProcessEnv;
  tasks: readonly BackgroundTask[];
  task: string;
  /** `PROVIDER/MODEL`, `main` or `auto`. */
  wanted: string;
  verify: boolean;
  signal?: AbortSignal;
}

export interface SetAuxiliaryResult {
  task: string;
  provider: string;
  model: string | null;
  /** `not-needed`: `auto` and `main` name no model. */
  verified: 'listed' | 'not-verified' | 'not-needed';
  changed: boolean;
  file: string;
  inPlace: boolean;
  notes: string[];
}

/**
 * Says who does a task: provider and model in one edit, after the provider has been asked whether it lists the model (a
 * GET request with its own key). Nothing is written when it does not (`model.not-listed`) or could not be asked
 * (`auxiliary.not-verified`, `model.key-not-set`), unless `verify` is false. Throws `auxiliary.unknown-task`,
 * `config.unknown-provider`, `usage.invalid` and what `editFile` throws.
 */
export async function setAuxiliary(options: SetAuxiliaryOptions): Promise<SetAuxiliaryResult> {
  const { paths, env, task } = options;
  const config = await loadConfig(paths, env);
  await requireTask(task, options.tasks, config);
  const wanted = readWanted(options.wanted, config);
  const main = mainLead(config);
  const mainModel = main.ok ? main.candidate : undefined;
  const lead = wanted.model === undefined ? undefined : leadOf(config, wanted, { main: mainModel });
  if (lead && options.verify) await verify(options, wanted, lead);
  const { dataOf, editedText, parseYaml } = await settingsRoom();
  const editsOf = (text: string): Edit[] => editsFor(dataOf(parseYaml(text), paths.config), task, wanted);
  const before = config.source.text;
  const edits = editsOf(before);
  const after = configFrom(paths.config, editedText(paths.config, before, edits), config.env);
  refuseOverruled(after, task, lead);
  const done = await editFile(paths.config, editsOf, { backups: backupsIn(paths.ops) });
  return {
    task,
    provider: wanted.provider,
    model: wanted.model ?? null,
    verified: lead ? (options.verify ? 'listed' : 'not-verified') : 'not-needed',
    changed: done.changed,
    file: paths.config,
    inPlace: done.inPlace === true,
    notes: notesOn(after, task, { wanted, lead, edits }),
  };
}

async function verify({ task, signal }: SetAuxiliaryOptions, wanted: Wanted, lead: Lead): Promise<void> {
  const again = (text: string, ...more: string[]) => commandLine('hermes', 'auxiliary', 'set', task, text, ...more);
  const unchecked = again(`${wanted.provider}/${wanted.model}`, '--no-verify');
  const where = { key: `auxiliary.${task}.model` };
  if (!lead.ok) {
    const code = lead.noKey ? 'model.key-not-set' : 'auxiliary.not-verified';
    throw userError(code, `${lead.why}; nothing was written`, { where, try: [...lead.try, unchecked] });
  }
  const listing = await listingOf(lead.candidate.target, { signal });
  if (listing.state === 'listed') return;
  if (listing.state === 'not-listed') {
    const better = listing.nearest === undefined ? [] : [again(`${wanted.provider}/${listing.nearest}`)];
    throw userError('model.not-listed', `${listing.message}; nothing was written`, {
      where,
      try: [namesText(listing), ...better, unchecked],
    });
  }
  const what = `\`${wanted.model}\` could not be verified: ${listing.why}`;
  throw userError('auxiliary.not-verified', `${what}; nothing was written`, { where, try: [unchecked] });
}

/** Keys that belong to the address that the task had before; older spellings of what is written now. */
const OF_OLD_ADDRESS = ['base_url', 'api_key', 'key_env', 'api_mode', 'api_base', 'url', 'api'];
const OLDER: Readonly<Record<string, KeyPath[]>> = {
  compression: ['summary_provider', 'summary_model', 'summary_base_url'].map((key) => ['compression', key]),
};

function editsFor(data: Record<string, unknown>, task: string, { provider, model }: Wanted): Edit[] {
  const at = (key: string): KeyPath => ['auxiliary', task, key];
  const written = (path: KeyPath): boolean => {
    const value = path.reduce<unknown>(
      (node, step) => (node as Record<string, unknown> | undefined | null)?.[step],
      data,
    );
    return value !== undefined && value !== null && value !== '';
  };
  const others = [...OF_OLD_ADDRESS.map(at), ...(OLDER[task] ?? [])].filter(written);
  const named = model !== undefined || written(at('model'));
  return [
    { path: at('provider'), value: provider },
    ...(named ? [{ path: at('model'), value: model ?? '' }] : []),
    ...others.map((path): Edit => ({ path, remove: true })),
  ];
}

/** Refuses an edit that would not come into force, because something else in the file speaks about the task. */
function refuseOverruled(after: LoadedFile, task: string, lead: Lead | undefined): void {
  if (!lead?.ok) return;
  const choice = chooseRoute(after, task);
  if (!choice.ok && choice.disabled) return;
  const { target } = lead.candidate;
  if (choice.ok && choice.chosen.target.baseUrl === target.baseUrl && choice.chosen.target.model === target.model)
    return;
  throw userError('config.edit-refused', `something else in the file decides who does \`${task}\``, {
    where: { file: after.file, key: `auxiliary.${task}` },
    try: ['hermes config migrate', `hermes auxiliary status ${task}`],
    exit: 1,
  });
}

interface Done {
  wanted: Wanted;
  lead: Lead | undefined;
  edits: readonly Edit[];
}

/** What the user should know of the config as it now is. */
function notesOn(config: LoadedFile, task: string, { wanted, lead, edits }: Done): string[] {
  const removed = edits.flatMap(({ path, remove }) => (remove ? [`\`${path.join('.')}\``] : []));
  const main = mainLead(config);
  const mainLocal = main.ok && isLocal(main.candidate.target.baseUrl);
  const hosted = lead?.ok === true && !isLocal(lead.candidate.target.baseUrl);
  const window = (config.raw['auxiliary'] as Record<string, Record<string, unknown>> | undefined)?.[task]?.[
    'context_length'
  ];
  const choice = chooseRoute(config, task);
  return [
    ...(removed.length > 0 ? [`removed, because it belonged to the old address: ${removed.join(', ')}`] : []),
    ...(lead && !lead.ok ? [`it cannot be used as it is: ${lead.why}`] : []),
    ...(mainLocal && hosted
      ? [
          `the main model is local, \`${wanted.provider}\` is not: naming it here is your consent for this task alone, and what the task reads is sent there`,
        ]
      : []),
    ...(typeof window === 'number' && wanted.model !== undefined
      ? [`\`auxiliary.${task}.context_length\` stays ${window}: see that it fits the new model`]
      : []),
    ...(!choice.ok && choice.disabled ? [`the task is switched off: set \`auxiliary.${task}.enabled\` to true`] : []),
  ];
}
