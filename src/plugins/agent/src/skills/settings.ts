import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import type { LoadedConfig } from '@hermes-ops/contract';
import { section } from '@hermes-ops/plugin-kit/objects';

/** What is read of the section `skills`; the rest of it is not acted on. */
export interface SkillSettings {
  disabled: ReadonlySet<string>;
  /** Absolute paths. */
  externalDirs: string[];
  projectDiscovery: boolean;
  trustedDirs: string[];
}

/** Hermes Agent's name for the terminal, in `skills.platform_disabled`. */
const PLATFORM = 'cli';

/** Values of the wrong type count as not set. Relative folders are seen from the home, not from where hermes runs. */
export function skillSettings({ value, env }: LoadedConfig, home: string): SkillSettings {
  const skills = section(value['skills']);
  const folders = (key: string): string[] => texts(skills[key]).map((path) => absolute(path, env, home));
  return {
    disabled: new Set([...texts(skills['disabled']), ...texts(section(skills['platform_disabled'])[PLATFORM])]),
    externalDirs: folders('external_dirs'),
    projectDiscovery: skills['project_discovery'] !== false,
    trustedDirs: folders('trusted_project_dirs'),
  };
}

function absolute(given: string, env: LoadedConfig['env'], home: string): string {
  const path = given.replace(/\$(?:\{(\w+)\}|(\w+))/g, (all, braced, bare) => env[braced ?? bare] ?? all);
  const whole = path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path;
  return isAbsolute(whole) ? resolve(whole) : resolve(home, whole);
}

const texts = (given: unknown): string[] =>
  (Array.isArray(given) ? given : [given]).filter((one): one is string => typeof one === 'string' && one !== '');
