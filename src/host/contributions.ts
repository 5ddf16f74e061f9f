import type { Config } from '@oclif/core';
import { CORE_TASKS } from '../catalog/auxiliary-tasks.ts';
import { PLUGIN_SERVICES } from '../catalog/plugins.ts';
import type { BackgroundTask, Check, ConfigSection, Contribution, ServiceResult } from '../contract/index.ts';

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

  async sections(): Promise<ConfigSection[]> {
    return (await this.all()).flatMap(({ contribution }) => contribution.config ?? []);
  }

  async tasks(): Promise<BackgroundTask[]> {
    return (await this.all()).flatMap(({ contribution }) => contribution.auxiliaryTasks ?? []);
  }

  async points(id: string): Promise<unknown[]> {
    return (await this.all()).flatMap(({ contribution }) => contribution.points?.[id] ?? []);
  }

  /** Ids that one plugin adds, for `hermes plugins inspect`. */
  async summaryOf(plugin: string) {
    const found = (await this.all()).find((entry) => entry.plugin === plugin)?.contribution;
    return {
      checks: (found?.checks ?? []).map(({ id }) => id),
      sections: (found?.config ?? []).map(({ name }) => name),
      points: Object.fromEntries(Object.entries(found?.points ?? {}).map(([id, items]) => [id, items.length])),
      services: Object.keys(found?.services ?? {}),
      auxiliaryTasks: (found?.auxiliaryTasks ?? []).map(({ name }) => name),
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
function misshapen(contribution: Contribution): string | undefined {
  const { checks = [], config = [], points = {}, services = {}, auxiliaryTasks = [] } = contribution;
  if (!Array.isArray(checks)) return '`checks` is not a list';
  const bad = checks.findIndex((check) => !isCheck(check));
  if (bad !== -1)
    return `check ${bad + 1} needs id, title, group (texts), run (function) and, if any, after (list of ids)`;
  if (!Array.isArray(config) || !config.every(isSection)) {
    return '`config` is not a list of sections with name (text), schema (map) and, if any, rules (function)';
  }
  if (!Array.isArray(auxiliaryTasks) || !auxiliaryTasks.every(isTask)) {
    return '`auxiliaryTasks` is not a list of tasks with name (like_this), description (text) and, if any, timeoutMs (number)';
  }
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

function isSection(section: unknown): boolean {
  if (!isObject(section)) return false;
  const { name, schema, rules } = section;
  return typeof name === 'string' && isObject(schema) && (rules === undefined || typeof rules === 'function');
}

function isTask(task: unknown): boolean {
  if (!isObject(task)) return false;
  const { name, description, timeoutMs = 1 } = task;
  const named = typeof name === 'string' && /^[a-z][a-z0-9_]{0,63}$/.test(name);
  return named && typeof description === 'string' && Number.isFinite(timeoutMs) && Number(timeoutMs) > 0;
}

/** What belongs to hermes itself; loaded only when some plugin brings something of the kind. */
async function coreIds(named: readonly Named[]): Promise<Map<string, string>> {
  const brings = (what: 'checks' | 'config') => named.some(({ contribution }) => contribution?.[what]?.length);
  const checks = brings('checks')
    ? (await import('../doctor/index.ts')).CORE_CHECKS.map(({ id }) => `check ${id}`)
    : [];
  const sections = brings('config')
    ? (await (await import('../config/index.ts')).coreSections()).map((name) => `section ${name}`)
    : [];
  const tasks = CORE_TASKS.map(({ name }) => `background task ${name}`);
  return new Map([...checks, ...sections, ...tasks].map((id) => [id, 'hermes itself']));
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
    ...(contribution.config ?? []).map(({ name }) => `section ${name}`),
    ...Object.keys(contribution.services ?? {}).map((id) => `service ${id}`),
    ...(contribution.auxiliaryTasks ?? []).map(({ name }) => `background task ${name}`),
  ];
  const taken = ids.find((id) => owners.has(id));
  if (taken) return `${taken} already belongs to ${owners.get(taken)}`;
  for (const id of ids) owners.set(id, plugin);
  return undefined;
}
