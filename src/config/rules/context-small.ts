import { smallWindowWarning } from '../../catalog/limits.ts';
import { formatKeyPath } from '../key-path.ts';
import { endpointEntries, fallbackEntries, mapAt, mapsIn, type Place, sizeOf } from './places.ts';
import type { Rule } from './rule.ts';

/** Windows below the floor for agents, wherever one is set for a model that chats. Auxiliary tasks may be small. */
export const contextRule: Rule = (data) =>
  chatModels(data).flatMap(({ path, value }) =>
    ['context_length', 'contextLength'].flatMap((key) => {
      const tokens = sizeOf(value[key]);
      const warning = tokens === undefined ? undefined : smallWindowWarning(tokens);
      if (tokens === undefined || warning === undefined) return [];
      return [
        {
          code: 'config.context-small',
          severity: 'warning',
          path: [...path, key],
          message: `\`${formatKeyPath([...path, key])}\`: ${warning}`,
          suggestion:
            usualSize(tokens) ??
            'start the server with -c 65536 and set 65536 here, or keep it and expect short sessions',
        },
      ];
    }),
  );

/** What a number of thousands stands for: 65 and 64 are 65,536 tokens. Undefined for a number of tokens. */
function usualSize(tokens: number): string | undefined {
  if (tokens < 4 || tokens >= 1024) return undefined;
  const meant = SIZES.find((size) => [1000, 1024].some((unit) => Math.abs(tokens * unit - size) < unit));
  return `did you mean ${meant ?? tokens * 1024}? It is a number of tokens`;
}

const SIZES = [4, 8, 16, 32, 40, 64, 96, 128, 160, 192, 256, 512, 1000].map((thousands) => thousands * 1024);

const chatModels = (data: Readonly<Record<string, unknown>>): Place[] => [
  ...mapAt(data, ['model']),
  ...endpointEntries(data).flatMap(({ path, value }) => [{ path, value }, ...mapsIn(data, [...path, 'models'])]),
  ...fallbackEntries(data).filter(({ path }) => path[0] !== 'auxiliary'),
];
