import {
  formatKeyPath,
  type KeyPath,
  type LoadedFile,
  type PlacedRoute,
  placedRoutes,
  routeAtModel,
} from '../config/index.ts';
import type { SettingChange, Target } from '../contract/index.ts';
import { type Listing, listingOf, namesText } from './model-listed.ts';
import { unresolvedFinding } from './validate-live-findings.ts';

type Changed = Extract<SettingChange, { ok: true }>;

export interface SettingCheck {
  /** What to answer instead of writing. */
  refused?: Extract<SettingChange, { ok: false }>;
  verified?: NonNullable<Changed['verified']>;
  warnings: string[];
}

/**
 * Holds the models that a change of config.yaml brings into force against what their providers list. A change that names
 * a model which is not listed is refused. One that only says who answers is not, because provider and model are set one
 * after the other: the model that stands there then is warned about.
 */
export async function checkSetting(before: LoadedFile, after: LoadedFile, path: KeyPath): Promise<SettingCheck> {
  const own = routeAtModel(after, path);
  const old = new Map(placedRoutes(before).map((place) => [idOf(place), place]));
  const near = placedRoutes(after).filter((place) => related(place.at, path) && idOf(place) !== (own && idOf(own)));
  const found = [
    ...(own ? [{ place: own, named: true }] : []),
    ...near.flatMap((place) => {
      const then = old.get(idOf(place));
      const named = place.route.model !== undefined && place.route.model !== then?.route.model;
      return named || leadsElsewhere(place, then) ? [{ place, named }] : [];
    }),
  ].filter(({ place }) => namesModel(place));
  const checks = await Promise.all(found.map(({ place, named }) => checkPlace(place, named)));
  const verdicts = checks.flatMap(({ verified }) => (verified ? [verified] : []));
  const verified = verdicts.find(({ listed }) => !listed) ?? verdicts[0];
  const refused = checks.find((check) => check.refused)?.refused;
  return {
    ...(refused ? { refused } : {}),
    ...(verified ? { verified } : {}),
    warnings: checks.flatMap(({ warnings }) => warnings),
  };
}

const idOf = ({ at }: PlacedRoute): string => at.join('\n');

/** Whether one of two paths lies within the other. */
const related = (a: KeyPath, b: KeyPath): boolean =>
  a.slice(0, Math.min(a.length, b.length)).every((step, i) => String(step) === String(b[i]));

function leadsElsewhere({ resolution: now }: PlacedRoute, then: PlacedRoute | undefined): boolean {
  const [a, b] = [now, then?.resolution].map((it) => (it?.ok ? it.target.baseUrl : it?.provider));
  return a !== b;
}

/** Places without a model of their own have that of the main model, which is not what was changed. */
const namesModel = ({ main, route, resolution }: PlacedRoute): boolean =>
  resolution.ok
    ? resolution.target.model !== undefined && (main || route.model !== undefined || !resolution.inherited)
    : route.model !== undefined;

async function checkPlace(place: PlacedRoute, named: boolean): Promise<SettingCheck> {
  const asked = await askPlace(place);
  if (typeof asked === 'string') return { verified: { listed: false, why: asked }, warnings: [] };
  if (asked.state === 'listed') return { verified: { listed: true }, warnings: [] };
  if (asked.state === 'unknown') return { verified: { listed: false, why: asked.why }, warnings: [] };
  const hint = namesText(asked);
  const key = formatKeyPath(place.paths.model);
  // `auto` leaves the provider open: it may be set next. A name that comes close to a listed one is a slip all the same.
  const open = isOpen(place) && asked.nearest === undefined;
  if (named && !open) {
    const provider = formatKeyPath(place.paths.provider);
    return {
      refused: {
        ok: false,
        code: 'model.not-listed',
        message: `${asked.message}; nothing was written`,
        ...(asked.nearest === undefined ? {} : { nearest: asked.nearest }),
        try: [hint, ...(isOpen(place) ? [`If another provider is meant, set \`${provider}\` first.`] : [])],
      },
      warnings: [],
    };
  }
  const next = open
    ? `set \`${formatKeyPath(place.paths.provider)}\` to the provider that has it`
    : `set \`${key}\` to a model that it lists. ${hint}`;
  return { verified: { listed: false, why: asked.message }, warnings: [`${asked.message}; ${next}`] };
}

const isOpen = ({ main, route, resolution }: PlacedRoute): boolean =>
  !main && resolution.ok && resolution.inherited && /^(auto)?$/i.test(route.provider ?? '');

/** What the provider says, or why it was not asked. */
async function askPlace(place: PlacedRoute): Promise<Listing | string> {
  const { resolution } = place;
  if (!resolution.ok) return unresolvedFinding(place)?.message ?? 'nothing says where requests for it go';
  if (resolution.missingKey) return `its key (\`${resolution.missingKey.name}\`) is not set, so it was not asked`;
  return listingOf(resolution.target as Target & { model: string });
}
