import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { foldersUp } from '../prompt/context-files.ts';
import { isInside } from '../tools/shell/environment.ts';
import type { SkillSettings } from './settings.ts';
import type { SkillSource } from './types.ts';

/** A folder in which skills are looked for. */
export interface Place {
  folder: string;
  source: SkillSource;
  /** A place of the workspace in a project that `skills.trusted_project_dirs` names: nobody is asked. */
  trusted: boolean;
}

/** Where a project keeps skills. */
export const IN_PROJECTS = ['.hermes/skills', '.agents/skills'];

/**
 * Where skills are looked for, in the order in which a name is given away: the home, `skills.external_dirs`, the working
 * folder, its repository's root. A folder of the workspace that is one of the former counts as that; one that is a link out
 * of the repository does not count.
 */
export async function placesOf(home: string, workspace: string, settings: SkillSettings): Promise<Place[]> {
  const places: Place[] = [
    { folder: join(home, 'skills'), source: 'home', trusted: false },
    ...settings.externalDirs.map((folder): Place => ({ folder, source: 'external', trusted: false })),
  ];
  if (!settings.projectDiscovery) return places;
  const known = await Promise.all([...places.map(({ folder }) => real(folder)), real(join(home, 'ops'))]);
  const root = foldersUp(workspace).at(-1) ?? workspace;
  const trustedDirs = await Promise.all(settings.trustedDirs.map(real));
  for (const project of new Set([workspace, root])) {
    const owners = await Promise.all([real(project), real(root)]);
    const trusted = owners.some((owner) => trustedDirs.includes(owner));
    for (const below of IN_PROJECTS) {
      const folder = await realpath(join(project, below)).catch(() => undefined);
      if (folder === undefined || !isInside(folder, await real(root))) continue;
      if (known.some((other) => isInside(folder, other))) continue;
      known.push(folder);
      places.push({ folder: join(project, below), source: 'workspace', trusted });
    }
  }
  return places;
}

const real = (path: string): Promise<string> => realpath(path).catch(() => path);
