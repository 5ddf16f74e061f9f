import type { Config } from '@oclif/core';
import { PLUGIN_SERVICES } from '../catalog/plugins.ts';
import type { Check, Contribution, ServiceResult } from '../contract/index.ts';

/** A plugin whose contribution could not be used, and why. It disturbs nobody else. */
export interface ContributionFault {
  plugin: string;
  message: string;
}

interface Named {
  plugin: string;
  contribution: Contribution;
}

/** Collects what installed plugins contribute, once per run and only when somebody asks. */
export class Contributions {
  private collected: Promise<{ good: Named[]; faults: ContributionFault[] }> | undefined;
  private readonly services = new Map<string, Promise<unknown>>();
  private readonly oclif: Config;

  constructor(oclif: Config) {
    this.oclif = oclif;
  }

  async faults(): Promise<ContributionFault[]> {
    return (await this.collect()).faults;
  }

  async checks(): Promise<Check[]> {
    return (await this.all()).flatMap(({ contribution }) => contribution.checks ?? []);
  }

  async points(id: string): Promise<unknown[]> {
    return (await this.all()).flatMap(({ contribution }) => contribution.points?.[id] ?? []);
  }

  /** Ids that one plugin adds, for `hermes plugins inspect`. */
  async summaryOf(plugin: string) {
    const found = (await this.all()).find((entry) => entry.plugin === plugin)?.contribution;
    return {
      checks: (found?.checks ?? []).map(({ id }) => id),
      points: Object.fromEntries(Object.entries(found?.points ?? {}).map(([id, items]) => [id, items.length])),
      services: Object.keys(found?.services ?? {}),
    };
  }

  async service(id: string): Promise<ServiceResult> {
    for (const { contribution } of await this.all()) {
      const make = contribution.services?.[id];
      if (!make) continue;
      const made = this.services.get(id) ?? make();
      this.services.set(id, made);
      return { ok: true, service: await made };
    }
    const plugin = PLUGIN_SERVICES[id];
    return plugin
      ? { ok: false, plugin, message: `\`${id}\` comes with the ${plugin} plugin: hermes plugins install ${plugin}` }
      : { ok: false, message: `no installed plugin provides \`${id}\`` };
  }

  private async all(): Promise<Named[]> {
    return (await this.collect()).good;
  }

  private collect(): Promise<{ good: Named[]; faults: ContributionFault[] }> {
    this.collected ??= collect(this.oclif);
    return this.collected;
  }
}

async function collect(oclif: Config): Promise<{ good: Named[]; faults: ContributionFault[] }> {
  const answers = await oclif.runHook('hermes:contribute' as never, {} as never, 5_000, true);
  const faults = answers.failures.map(({ plugin, error }) => ({ plugin: plugin.name, message: error.message }));
  const good: Named[] = [];
  const named = answers.successes
    .map(({ plugin, result }) => ({ plugin: plugin.name, contribution: result as Contribution }))
    .sort((a, b) => a.plugin.localeCompare(b.plugin));
  const owners = await coreIds(named);
  for (const entry of named) {
    const fault = faultOf(entry, owners);
    if (fault) faults.push({ plugin: entry.plugin, message: fault });
    else good.push(entry);
  }
  return { good, faults };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is wrong with the form of a contribution; it comes from code that was not compiled against our types. */
function misshapen({ checks = [], points = {}, services = {} }: Contribution): string | undefined {
  if (!Array.isArray(checks)) return '`checks` is not a list';
  const bad = checks.findIndex((check) => !isCheck(check));
  if (bad !== -1)
    return `check ${bad + 1} needs id, title, group (texts), run (function) and, if any, after (list of ids)`;
  if (!isObject(points) || !Object.values(points).every(Array.isArray)) return '`points` is not a map of lists';
  const lazy = isObject(services) && Object.values(services).every((make) => typeof make === 'function');
  return lazy ? undefined : '`services` is not a map of functions';
}

function isCheck(check: unknown): boolean {
  if (!isObject(check)) return false;
  const { id, title, group, run, after = [] } = check;
  const texts = [id, title, group, ...(Array.isArray(after) ? after : [undefined])];
  return texts.every((text) => typeof text === 'string') && typeof run === 'function';
}

/** What belongs to hermes itself; its checks are loaded only when some plugin brings checks too. */
async function coreIds(named: readonly Named[]): Promise<Map<string, string>> {
  if (!named.some(({ contribution }) => contribution?.checks?.length)) return new Map();
  const { CORE_CHECKS } = await import('../doctor/index.ts');
  return new Map(CORE_CHECKS.map(({ id }) => [`check ${id}`, 'hermes itself']));
}

/** Why a contribution cannot be used: another contract version, or an id that somebody else already has. */
function faultOf({ plugin, contribution }: Named, owners: Map<string, string>): string | undefined {
  if (contribution?.apiVersion !== 1) {
    return `speaks contract version ${contribution?.apiVersion ?? 'none'}, this hermes speaks 1: update the plugin or hermes`;
  }
  const malformed = misshapen(contribution);
  if (malformed) return `its contribution is malformed: ${malformed}`;
  const ids = [
    ...(contribution.checks ?? []).map((check) => `check ${check.id}`),
    ...Object.keys(contribution.services ?? {}).map((id) => `service ${id}`),
  ];
  const taken = ids.find((id) => owners.has(id));
  if (taken) return `${taken} already belongs to ${owners.get(taken)}`;
  for (const id of ids) owners.set(id, plugin);
  return undefined;
}
