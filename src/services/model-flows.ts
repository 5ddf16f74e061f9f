import type { Provider } from '../catalog/providers.ts';
import { displayUrl } from '../endpoint/index.ts';
import { commandLine } from '../errors/command-line.ts';
import { userError } from '../errors/hermes-error.ts';
import { chooseContext } from './model-context.ts';
import { askEndpoint, check } from './model-endpoint.ts';
import { chooseKey, chooseProviderKey, keyFromFlags, keyName, savedKey, withoutKeyFlags } from './model-key.ts';
import { chooseMode } from './model-mode.ts';
import { chooseModel } from './model-pick.ts';
import { deriveName } from './model-plan.ts';
import { type Active, currentMode, savedContext, savedFor } from './model-saved.ts';
import {
  type CheckedEndpoint,
  type Detected,
  type Key,
  keyValue,
  type ModelChoice,
  type ModelSetup,
  type SavedEndpoint,
} from './model-types.ts';
import { describeModel } from './model-verify.ts';

/** What one run settles: what to write, and what was found out on the way. */
export interface Settled {
  choice: ModelChoice;
  report: Detected | undefined;
}

/** A custom URL: the long dialogue. An address that is saved already is updated and keeps its name. */
export async function setUpCustom(
  setup: ModelSetup,
  baseUrlGiven: string | undefined,
  saved: readonly SavedEndpoint[],
): Promise<Settled> {
  const checked = await askEndpoint(setup, saved, baseUrlGiven);
  const { baseUrl, key } = checked;
  const known = savedFor(saved, baseUrl);
  const apiMode = await chooseMode(setup, baseUrl, checked.report, currentMode(setup.config, known, baseUrl));
  const model = await chooseModel(setup, checked.report, known?.model);
  const report = await describeModel(setup, checked, model);
  const contextLength = await chooseContext(setup, report);
  const saveAs = known ? existingName(setup, known) : { name: await chooseName(setup, baseUrl, saved) };
  return { choice: { provider: 'custom', baseUrl, model, apiMode, contextLength, key, saveAs }, report };
}

/** A saved endpoint: asked again, its model preselected, its API mode and context length taken over. */
export async function setUpSaved(setup: ModelSetup, endpoint: SavedEndpoint): Promise<Settled> {
  const stored = savedKey(endpoint, setup.config);
  const apiMode = setup.answers.apiMode ?? endpoint.apiMode ?? 'auto';
  const selector = commandLine('--provider', endpoint.name);
  const checked = await persist(async (again) => {
    const key = again
      ? await chooseKey(withoutKeyFlags(setup), endpoint.baseUrl, stored)
      : (keyFromFlags(setup, keyName(endpoint.baseUrl)) ?? stored);
    return check(setup, { ...endpoint, key, selector });
  });
  const model = await chooseModel(setup, checked.report, endpoint.model);
  const report = await describeModel(setup, checked, model);
  const contextLength = await chooseContext(setup, report, savedContext(endpoint, model));
  const { baseUrl, key } = checked;
  const saveAs = existingName(setup, endpoint);
  return { choice: { provider: 'custom', baseUrl, model, apiMode, contextLength, key, saveAs }, report };
}

/** A provider of the catalog. A cloud one is asked only when there is a key to ask with. */
export async function setUpBuiltin(setup: ModelSetup, provider: Provider, active: Active): Promise<Settled> {
  const { answers, config } = setup;
  const { baseUrl } = provider;
  const selector = `--provider ${provider.id}`;
  const checked = await persist(async (again): Promise<CheckedEndpoint | undefined> => {
    const { keyEnv, apiMode } = provider;
    if (!keyEnv) return check(setup, { baseUrl, key: keyless(setup, provider), apiMode, selector });
    const key = await chooseProviderKey(again ? withoutKeyFlags(setup) : setup, provider, keyEnv, again);
    return keyValue(key) === undefined ? { baseUrl, key } : check(setup, { baseUrl, key, apiMode, selector });
  });
  const isActive = active.kind === 'builtin' && active.id === provider.id;
  const model = await chooseModel(
    setup,
    checked.report,
    isActive ? config.value.model.default || undefined : undefined,
  );
  const report = await describeModel(setup, checked, model);
  const contextLength = await chooseContext(setup, report, null);
  const apiMode = answers.apiMode ?? 'auto';
  return { choice: { provider: provider.id, baseUrl, model, apiMode, contextLength, key: checked.key }, report };
}

/** Repeats an attempt until it settles; from the second one on `again` is true. */
async function persist<T>(attempt: (again: boolean) => Promise<T | undefined>): Promise<T> {
  for (let again = false; ; again = true) {
    const settled = await attempt(again);
    if (settled !== undefined) return settled;
  }
}

function keyless({ answers }: ModelSetup, { id, baseUrl }: Provider): Key {
  if (answers.apiKey === undefined && answers.apiKeyEnv === undefined) return { kind: 'none' };
  throw userError('usage.invalid', `${id} on this machine takes no key`, {
    try: [`For a server with a key: ${commandLine('hermes', 'model', '--base-url', baseUrl)} --api-key-env NAME`],
  });
}

function existingName({ answers, dialogue }: ModelSetup, existing: SavedEndpoint): { existing: SavedEndpoint } {
  const kept = answers.name !== undefined && answers.name !== existing.name;
  const saved = `This endpoint is saved as "${existing.name}"`;
  if (kept) dialogue.warn(`${saved}: the name stays; edit it in config.yaml`);
  else dialogue.say(`${saved}: that entry is updated`);
  return { existing };
}

async function chooseName({ answers, dialogue }: ModelSetup, baseUrl: string, saved: readonly SavedEndpoint[]) {
  const taken = (name: string) => saved.find((endpoint) => endpoint.name === name);
  const proposed = deriveName(baseUrl, saved);
  const given = answers.name?.trim();
  if (given) {
    const other = taken(given);
    if (!other) return given;
    throw userError('usage.invalid', `"${given}" is already the name of ${displayUrl(other.baseUrl)}`, {
      where: { flag: '--name' },
      try: [`--name "${proposed}"`],
    });
  }
  if (!dialogue.interactive) return proposed;
  for (;;) {
    const name = (await dialogue.ask(`Display name [${proposed}]: `)) || proposed;
    const other = taken(name);
    if (!other) return name;
    dialogue.say(`"${name}" is already the name of ${displayUrl(other.baseUrl)}.`);
  }
}
