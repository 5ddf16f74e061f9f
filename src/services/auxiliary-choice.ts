import { isLocal, sameAddress } from '../catalog/addresses.ts';
import { AUTO_PROVIDERS, type AutoProvider } from '../catalog/auxiliary-tasks.ts';
import { findProvider } from '../catalog/providers.ts';
import { isMapping, type LoadedFile, type Route, routeOf, taskRoute } from '../config/index.ts';
import type { AuxiliaryStep } from '../contract/index.ts';
import { hostLabel } from '../endpoint/index.ts';
import { type Candidate, type Lead, leadOf, mainLead, settingsOf, step, whereText } from './auxiliary-route.ts';

/** Who is to do a task by the config alone. Nothing is asked. */
export type Choice =
  | {
      ok: true;
      chosen: Candidate;
      fallbacks: Candidate[];
      main: Candidate | undefined;
      steps: AuxiliaryStep[];
      /** Why the task's own provider does not do it, so that a fallback does. */
      problem?: { why: string; try: string[] };
    }
  | {
      ok: false;
      disabled: boolean;
      message: string;
      steps: AuxiliaryStep[];
      try: string[];
      /** The main model, which can do what the task's own provider cannot. */
      main: Candidate | undefined;
    };

/**
 * Who does a task. An own provider is used as it is named, which is the user's consent. `auto` takes the first provider
 * of the catalog whose key is set, else the main model; behind a local main model a provider that costs money only with
 * `ops.allow_paid`. Fallbacks are those of the task, then the main model. A pure function of the config.
 */
export function chooseRoute(config: LoadedFile, task: string): Choice {
  const key = `auxiliary.${task}`;
  const entry = entryOf(config, task);
  const route = taskRoute(config, task);
  const provider = (route.provider ?? '').toLowerCase();
  const main = mainLead(config);
  const mainModel = main.ok ? main.candidate : undefined;
  if (entry['enabled'] === false || provider === 'none') {
    const why = provider === 'none' ? `\`${key}.provider\` is none` : `\`${key}.enabled\` is false`;
    return {
      ok: false,
      disabled: true,
      message: `the task is switched off: ${why}`,
      steps: [step(why, true)],
      try: [],
      main: mainModel,
    };
  }
  const { lead, steps } = decide(config, { key, route, provider, main });
  const own = settingsOf(writtenIn(config, task), key);
  const chain = chainOf(config, entry, { key, main: mainModel });
  const found = [...(lead.ok ? [{ ...lead.candidate, ...own }] : []), ...chain.candidates];
  const [chosen, ...others] = found;
  const last = mainModel && { ...mainModel, ...(own.limit ? { limit: own.limit } : {}) };
  if (!chosen) {
    const hints = lead.ok
      ? []
      : [...lead.try, `hermes auxiliary set ${task} PROVIDER/MODEL`, `hermes auxiliary set ${task} main`];
    return { ok: false, disabled: false, message: lead.ok ? '' : lead.why, steps, try: hints, main: last };
  }
  const fallbacks = distinct([...others, ...(last ? [last] : [])], chosen);
  // One step decides: where a fallback was taken, that one.
  if (!lead.ok) for (const it of steps) it.decided = false;
  const taken = lead.ok ? [] : [step(`${chosen.provider} of \`${key}.fallback_chain\`: ${whereText(chosen)}`, true)];
  const told = { main: mainModel, steps: [...steps, ...chain.steps, ...taken] };
  return { ok: true, chosen, fallbacks, ...told, ...(lead.ok ? {} : { problem: { why: lead.why, try: lead.try } }) };
}

const mapAt = (value: unknown, key: string): Record<string, unknown> => {
  const found = isMapping(value) ? value[key] : undefined;
  return isMapping(found) ? found : {};
};

/** What is in force for a task, defaults included. */
const entryOf = (config: LoadedFile, task: string) => mapAt(config.value['auxiliary'], task);

/** The same without time limits that nobody wrote: those of the schema are for whoever names none. */
function writtenIn(config: LoadedFile, task: string): Record<string, unknown> {
  const written = mapAt(config.raw['auxiliary'], task);
  return { ...entryOf(config, task), timeout: written['timeout'] };
}

interface Asked {
  key: string;
  route: Route;
  provider: string;
  main: Lead;
}

function decide(config: LoadedFile, asked: Asked): { lead: Lead; steps: AuxiliaryStep[] } {
  const { key, route, provider, main } = asked;
  const mainModel = main.ok ? main.candidate : undefined;
  const open = !route.base_url && (provider === '' || provider === 'auto');
  if (open && !route.model) return automatic(config, asked);
  const lead = leadOf(config, route, { main: mainModel });
  const told = open
    ? `\`${key}.model\` is set without a provider, so the main model's endpoint is asked for it`
    : route.base_url
      ? `\`${key}.base_url\` is set`
      : `\`${key}.provider\` is ${route.provider}`;
  if (!lead.ok) return { lead, steps: [step(`${told}, but ${lead.why}`, true)] };
  return { lead, steps: [step(`${told}: ${whereText(lead.candidate)}`, true)] };
}

function automatic(config: LoadedFile, { key, route, main }: Asked): { lead: Lead; steps: AuxiliaryStep[] } {
  const steps = [step(`\`${key}.provider\` is ${route.provider ? 'auto' : 'not set, which means auto'}`)];
  for (const row of AUTO_PROVIDERS) {
    const { lead, text, withheld } = autoLead(config, row, main);
    steps.push({ ...step(text, lead !== undefined), ...(withheld ? { withheld } : {}) });
    if (lead) return { lead, steps };
  }
  if (main.ok) return { lead: main, steps: [...steps, step(`the main model: ${whereText(main.candidate)}`, true)] };
  return { lead: main, steps: [...steps, step(`the main model cannot be asked: ${main.why}`, true)] };
}

/** Whether `auto` takes a provider, and why or why not. */
function autoLead(config: LoadedFile, row: AutoProvider, main: Lead): { lead?: Lead; text: string; withheld?: true } {
  const known = findProvider(row.provider);
  const name = known?.keyEnv ?? '';
  if (!config.env[name]) return { text: `\`${name}\` is not set` };
  if (main.ok && isLocal(main.candidate.target.baseUrl) && !allowsPaid(config)) {
    const host = hostLabel(main.candidate.target.baseUrl);
    const why = `the main model is local (${host}) and \`ops.allow_paid\` is not true`;
    return { text: `\`${name}\` is set but not used: ${why}, so nothing goes to a paid provider`, withheld: true };
  }
  const settings = isMapping(config.value['auxiliary']) ? config.value['auxiliary'] : {};
  const named = row.modelKey ? settings[row.modelKey] : undefined;
  const model = typeof named === 'string' && named.trim() !== '' ? named.trim() : row.model;
  if (settings['free_only'] === true && !model.endsWith(':free')) {
    const hint = row.modelKey ? `; name a free one in \`auxiliary.${row.modelKey}\`` : '';
    return {
      text: `\`${name}\` is set but not used: \`auxiliary.free_only\` is true and ${model} may cost money${hint}`,
    };
  }
  const lead = leadOf(config, { provider: row.provider, model }, { main: undefined });
  if (!lead.ok) return { text: `\`${name}\` is set, but ${lead.why}` };
  // A named endpoint of that name may take no key, or another one.
  if (!lead.candidate.target.apiKey)
    return { text: `\`${name}\` is set, but the endpoint \`${row.provider}\` takes no key` };
  return { lead, text: `\`${name}\` is set: ${known?.name ?? row.provider}, ${whereText(lead.candidate)}` };
}

/** Whether the user agreed to background work that costs money. */
export function allowsPaid(config: LoadedFile): boolean {
  return mapAt(config.value, 'ops')['allow_paid'] === true;
}

/** The entries of a task's `fallback_chain` that lead somewhere, and why others do not. */
function chainOf(
  config: LoadedFile,
  entry: Readonly<Record<string, unknown>>,
  { key, main }: { key: string; main: Candidate | undefined },
): { candidates: Candidate[]; steps: AuxiliaryStep[] } {
  const list = Array.isArray(entry['fallback_chain']) ? entry['fallback_chain'] : [];
  const candidates: Candidate[] = [];
  const steps: AuxiliaryStep[] = [];
  for (const [i, item] of list.entries()) {
    if (!isMapping(item)) continue;
    const at = `${key}.fallback_chain[${i}]`;
    const lead = leadOf(config, routeOf(item), { main });
    if (lead.ok) candidates.push({ ...lead.candidate, ...settingsOf(item, at) });
    else steps.push(step(`\`${at}\` is left out: ${lead.why}`));
  }
  return { candidates, steps };
}

/** Each place once, without the first. */
function distinct(candidates: readonly Candidate[], first: Candidate): Candidate[] {
  const kept = [first];
  for (const candidate of candidates) {
    const { baseUrl, model } = candidate.target;
    if (!kept.some(({ target }) => target.model === model && sameAddress(target.baseUrl, baseUrl)))
      kept.push(candidate);
  }
  return kept.slice(1);
}
