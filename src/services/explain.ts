import type { LoadedFile, PluginSections } from '../config/index.ts';
import type { Check, Diagnostic, Explanation, Paths } from '../contract/index.ts';
import { isHermesError } from '../errors/hermes-error.ts';
import { formatWhere } from '../errors/where.ts';
import { sectionsFor } from './read-config.ts';

/** What an explanation needs of the host. */
export interface ExplainHost {
  paths: Paths;
  /** Sections of config.yaml that installed plugins bring. */
  sections(): Promise<PluginSections>;
  contributions: { checks(): Promise<Check[]> };
}

export type ExplainResult = { schemaVersion: 1 } & Explanation & { findings: Omit<Diagnostic, 'range'>[] };

/**
 * Everything about a key: what the schema says, what is in force, which checks look at it and what is wrong with it now.
 * The empty key is the whole file. A config.yaml that cannot be read only leaves out what is in force.
 * Throws `config.no-such-key`, `usage.invalid`.
 */
export async function explainConfig(host: ExplainHost, key: string, env: NodeJS.ProcessEnv): Promise<ExplainResult> {
  const { explainKey } = await import('../config/index.ts');
  const plugins = await sectionsFor(host, key);
  const { config, unreadable } = await loaded(host.paths, env, plugins);
  const explained = await explainKey(key, { config, plugins });
  return {
    schemaVersion: 1,
    ...explained,
    ...(unreadable ? { unreadable } : {}),
    checks: await titled(explained.checks, host),
    findings: config?.exists && key !== '' ? await findingsAt(explained.key, host, env) : [],
  };
}

async function loaded(
  paths: Paths,
  env: NodeJS.ProcessEnv,
  plugins: PluginSections,
): Promise<{ config?: LoadedFile; unreadable?: string }> {
  const { loadConfig } = await import('../config/index.ts');
  try {
    return { config: await loadConfig(paths, env, plugins) };
  } catch (error) {
    if (!isHermesError(error)) throw error;
    return { unreadable: [formatWhere(error.where), error.message].filter(Boolean).join(': ') };
  }
}

/** Titles of checks; an id that nobody has is left out. */
async function titled(checks: Explanation['checks'], host: ExplainHost): Promise<Explanation['checks']> {
  if (checks.length === 0) return [];
  const { CORE_CHECKS } = await import('../doctor/index.ts');
  const own = new Map(CORE_CHECKS.map(({ id, title }) => [id, title]));
  const all = checks.every(({ id }) => own.has(id))
    ? own
    : new Map([...own, ...(await host.contributions.checks()).map(({ id, title }) => [id, title] as const)]);
  return checks.flatMap(({ id }) => (all.has(id) ? [{ id, title: all.get(id) ?? '' }] : []));
}

/** What the validator says about the key and what stands below it. */
async function findingsAt(key: string, host: ExplainHost, env: NodeJS.ProcessEnv): Promise<ExplainResult['findings']> {
  const { validateFile } = await import('../config/index.ts');
  const { diagnostics } = await validateFile(host.paths.config, { env, plugins: () => host.sections() });
  return diagnostics
    .filter(({ path }) => path === key || path.startsWith(`${key}.`) || path.startsWith(`${key}[`))
    .map(({ range: _range, ...rest }) => rest);
}
