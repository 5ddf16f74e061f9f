import { lstat, readlink, realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { otherName } from '../../approvals/other-name.ts';
import { isInside } from '../shell/environment.ts';
import type { Review, ToolEnvironment } from '../tool.ts';
import type { FileMemory } from './file-memory.ts';
import { ownFile, protection, runsLater } from './protection.ts';

/** A path as the model named it and where it leads. */
export interface Place {
  /** With every symbolic link resolved, also of a file that is still to be made. */
  real: string;
  /** As the model and the user know it: relative to the workspace where it is inside. */
  shown: string;
  inside: boolean;
  /** Why nobody may look at it or change it unasked. */
  reasons: string[];
  /** No file that can be read from start to end: never opened. */
  special?: string;
}

/** Opening these does things or never ends, or shows the environment and memory of processes. */
const SPECIAL = ['/proc', '/sys', '/dev'];
const MOST_LINKS = 40;

/** Where a path of the model leads. `~` is the user's home; everything else is seen from the workspace. */
export async function placeOf(path: string, environment: ToolEnvironment): Promise<Place> {
  const named = path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path;
  const real = await realTarget(resolve(environment.workspace, named));
  const inside = isInside(real, environment.workspace);
  const shown = inside ? relative(environment.workspace, real) || '.' : real;
  const reason = protection(real) ?? (inside ? otherName(real) : undefined);
  const reasons = [...(inside ? [] : ['it is outside the workspace']), ...(reason === undefined ? [] : [reason])];
  const special = SPECIAL.find((folder) => isInside(real, folder));
  return {
    real,
    shown,
    inside,
    reasons,
    ...(special ? { special: `${shown} is in ${special}, which holds no ordinary files` } : {}),
  };
}

/** Links are resolved as far as the path exists, and so are those that lead to something that does not exist yet. */
async function realTarget(path: string, links = 0): Promise<string> {
  const found = await realpath(path).catch(() => undefined);
  if (found !== undefined || links > MOST_LINKS) return found ?? path;
  const parent = dirname(path);
  const folder = parent === path ? path : await realTarget(parent, links);
  const own = join(folder, basename(path));
  const link = await lstat(own).catch(() => undefined);
  if (!link?.isSymbolicLink()) return own;
  return realTarget(resolve(folder, await readlink(own)), links + 1);
}

/** Reading is unasked inside the workspace, except for files that may hold secrets. `verb`: what would happen. */
export async function reviewReading(
  verb: string,
  path: string,
  environment: ToolEnvironment,
  memory: FileMemory,
): Promise<Review | undefined> {
  const place = await placeOf(path, environment);
  memory.checked(path, place.real);
  if (place.reasons.length === 0 || place.special) return undefined;
  return { action: `${verb} ${place.shown}`, detail: place.real, reasons: place.reasons, remember: place.real };
}

/** The place at the moment of use, or why it is not used: it must be the one that was looked at before. */
export async function settledPlace(
  path: string,
  environment: ToolEnvironment,
  memory: FileMemory,
): Promise<Place | string> {
  const place = await placeOf(path, environment);
  if (place.special) return place.special;
  const before = memory.whereChecked(path);
  if (before === undefined || before === place.real) return place;
  return `${path} leads elsewhere than when it was checked: a link was changed meanwhile`;
}

/** What is asked before a file is changed: always something. */
export async function reviewWriting(
  place: Place,
  environment: ToolEnvironment,
  review: { action: string; detail: string },
): Promise<Review> {
  const refuse = await ownFile(place.real, environment.host);
  const later = await runsLater(place.real, environment.host);
  return {
    ...review,
    reasons: [...place.reasons, ...(later === undefined ? [] : [later]), 'it changes a file'],
    ...(later === undefined ? { remember: place.real } : { insist: true }),
    ...(refuse === undefined ? {} : { refuse }),
  };
}
