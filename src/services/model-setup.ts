import {
  backupsIn,
  checkEdits,
  configFrom,
  editFile,
  type LoadedFile,
  loadConfig,
  setEnvValue,
} from '../config/index.ts';
import type { EndpointRoom, Paths } from '../contract/index.ts';
import { displayUrl } from '../endpoint/index.ts';
import { userError } from '../errors/hermes-error.ts';
import { writtenInPlace } from '../errors/words.ts';
import { type Settled, setUpBuiltin, setUpCustom, setUpSaved } from './model-flows.ts';
import { placed, planEdits } from './model-plan.ts';
import { chooseRemoval, removeEndpoint } from './model-remove.ts';
import { type Active, activeName, activeProvider, savedEndpoints } from './model-saved.ts';
import { chooseSource, type Source } from './model-source.ts';
import type { Dialogue, ModelAnswers, ModelChoice, ModelResult, ModelSetup, SavedEndpoint } from './model-types.ts';

export interface ModelSetupOptions {
  paths: Paths;
  env: NodeJS.ProcessEnv;
  endpoint: EndpointRoom;
  answers: ModelAnswers;
  dialogue: Dialogue;
  signal: AbortSignal;
  /** Called when every question is answered: from here on the run is not to be cancelled. */
  beforeWriting?(): void;
}

/**
 * The model wizard: which provider, which model, verified, then written: a key to `.env` first, then config.yaml in one
 * atomic edit. Until all questions are answered nothing is written.
 * Throws `config.syntax` before the first question, `usage.*`, `model.*`, and the signal's reason when it is aborted.
 */
export async function setUpModel(options: ModelSetupOptions): Promise<ModelResult> {
  const config = await loadConfig(options.paths, options.env);
  refuseOtherForms(config);
  const warnings: string[] = [];
  const dialogue: Dialogue = {
    ...options.dialogue,
    warn(line) {
      warnings.push(line);
      options.dialogue.warn(line);
    },
  };
  const setup: ModelSetup = { ...options, config, dialogue };
  const saved = savedEndpoints(config);
  const active = activeProvider(config, saved);
  dialogue.say(`Current model: ${config.value.model.default || '(none)'}`);
  dialogue.say(`Active provider: ${activeName(active)}`);

  const source = await chooseSource(setup, active, saved);
  if (source.kind === 'remove') {
    const endpoint = await chooseRemoval(setup, saved, active);
    options.beforeWriting?.();
    const changed = endpoint ? await removeEndpoint(setup, endpoint) : false;
    if (!endpoint) dialogue.say('Nothing was removed.');
    return { ...nothing(options.paths), changed, removed: endpoint?.name ?? null, warnings };
  }
  const settled = await settle(setup, source, saved, active);
  options.beforeWriting?.();
  return write(setup, settled, warnings);
}

function settle(
  setup: ModelSetup,
  source: Exclude<Source, { kind: 'remove' }>,
  saved: readonly SavedEndpoint[],
  active: Active,
): Promise<Settled> {
  if (source.kind === 'builtin') return setUpBuiltin(setup, source.provider, active);
  if (source.kind === 'saved') return setUpSaved(setup, source.endpoint);
  return setUpCustom(setup, source.baseUrl, saved);
}

async function write(setup: ModelSetup, settled: Settled, warnings: string[]): Promise<ModelResult> {
  const { paths, config, dialogue } = setup;
  const { report } = settled;
  let { choice } = settled;
  const newKey = choice.key.kind === 'new' ? choice.key : undefined;
  const edits = (text: string) => {
    const now = configFrom(paths.config, text, config.env);
    refuseOtherForms(now);
    choice = placed(settled.choice, savedEndpoints(now));
    return planEdits(choice, now);
  };
  // A file that cannot take the edit must not leave a key behind in `.env`.
  if (newKey) await checkEdits(paths.config, edits);
  const env = newKey && (await setEnvValue(paths.env, newKey.name, newKey.value));
  const file = await editFile(paths.config, edits, { backups: backupsIn(paths.ops) });
  if (file.inPlace) dialogue.warn(writtenInPlace(paths.config));
  dialogue.say(`Default model set to: ${choice.model} (via ${displayUrl(choice.baseUrl)})`);
  if (newKey) dialogue.say(`Saved the API key to .env as ${newKey.name}`);
  const name = nameOf(choice);
  if (name !== null) dialogue.say(`💾 Saved to custom providers as "${name}" (edit in config.yaml)`);
  return {
    ...nothing(paths),
    changed: file.changed || env?.changed === true,
    provider: choice.provider,
    baseUrl: displayUrl(choice.baseUrl),
    model: choice.model,
    apiMode: choice.apiMode,
    contextLength: choice.contextLength,
    contextDetected: report?.context?.tokens ?? null,
    slots: report?.props?.slots ?? null,
    serverKind: report?.kind ?? null,
    modes: report?.modes ?? null,
    verified: report !== undefined,
    saved: { config: paths.config, env: newKey ? paths.env : null, customProvider: name },
    warnings,
  };
}

const nameOf = ({ saveAs }: ModelChoice): string | null =>
  saveAs ? ('existing' in saveAs ? saveAs.existing.name : saveAs.name) : null;

/** The result of a run that chose no model. */
const nothing = (paths: Paths): ModelResult => ({
  schemaVersion: 1,
  changed: false,
  provider: null,
  baseUrl: null,
  model: null,
  apiMode: null,
  contextLength: null,
  contextDetected: null,
  slots: null,
  serverKind: null,
  modes: null,
  verified: false,
  saved: { config: paths.config, env: null, customProvider: null },
  removed: null,
  warnings: [],
});

/** Adding to a `custom_providers` that is no list would destroy it; the public Hermes Agent calls that form an error. */
function refuseOtherForms(config: LoadedFile): void {
  const list = config.raw['custom_providers'];
  if (list === undefined || list === null || Array.isArray(list)) return;
  throw userError('config.edit-refused', '`custom_providers` is not a list, so no endpoint can be added to it', {
    where: { file: config.file, key: 'custom_providers' },
    try: ['hermes config validate'],
  });
}
