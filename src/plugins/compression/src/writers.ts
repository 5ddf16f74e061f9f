import type { AuxiliaryResolution, Host } from '@hermes-ops/contract';
import type { CompressionSettings } from './settings.ts';
import type { MainModel } from './stored/main-model.ts';
import { isMainModel } from './summary/choose.ts';
import { cooledDown } from './summary/cooldown.ts';

/** Who may write the next summary, in the order in which the config has them. */
export interface Writers {
  /** In a sentence. */
  text: string;
  candidates: { by: 'main' | 'auxiliary'; model: string; url: string; local: boolean; restingFor: string | null }[];
}

/** By what the config says; which of two is faster is estimated for each conversation anew. */
export async function writersOf(
  host: Pick<Host, 'auxiliary' | 'endpoint' | 'ensureOps'>,
  { target, url, local }: MainModel,
  settings: CompressionSettings,
): Promise<Writers> {
  const [resolution, endpoint] = await Promise.all([
    host.auxiliary().then((room) => room.resolve('compression')),
    host.endpoint(),
  ]);
  const main = { by: 'main' as const, model: target.model, url, local };
  if (!resolution.ok && resolution.disabled) return { text: nobody(resolution), candidates: [] };
  const route = resolution.ok ? resolution.route : undefined;
  const isMain = route !== undefined && isMainModel(route, target);
  const other =
    route && !isMain
      ? {
          by: 'auxiliary' as const,
          model: route.target.model,
          url: endpoint.displayUrl(route.target.baseUrl),
          local: endpoint.isLocal(route.target.baseUrl),
        }
      : undefined;
  const own = other !== undefined && settings.ownModel;
  const named = own ? [other, main] : [main, ...(other ? [other] : [])];
  const candidates = await Promise.all(
    named.map(async (one) => ({ ...one, restingFor: (await cooledDown(host, one)) ?? null })),
  );
  return { text: sentence({ main, other, own, resolution }), candidates };
}

interface Known {
  main: { model: string; url: string; local: boolean };
  other: { model: string; url: string; local: boolean } | undefined;
  own: boolean;
  resolution: AuxiliaryResolution;
}

const nobody = ({ message }: { message: string }): string =>
  `nobody (${message}): the account is put together without a model`;

function sentence({ main, other, own, resolution }: Known): string {
  const at = ({ model, url }: { model: string; url: string }) => `${model} at ${url}`;
  if (!other) return `the main model${resolution.ok ? '' : ` (${resolution.message})`}`;
  const bill = other.local ? '' : ', billed by its provider';
  if (own) return `${at(other)}, which \`auxiliary.compression\` names${bill}; the main model where that fails`;
  if (main.local && !other.local) return `the main model; where that fails ${at(other)}${bill}`;
  return `the main model or ${at(other)}${bill}, whichever is faster`;
}
