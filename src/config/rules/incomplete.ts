import { isUnset } from '../edit-value.ts';
import type { Finding } from '../finding.ts';
import { formatKeyPath } from '../key-path.ts';
import { fallbackEntries, type Place } from './places.ts';
import { setKey } from './remedy.ts';
import type { Rule } from './rule.ts';

/** Fallback entries that are ignored, because they lack a provider or a model. */
export const incompleteRule: Rule = (data) =>
  fallbackEntries(data).flatMap((place): Finding[] => {
    const missing = ['provider', 'model'].filter((key) => isUnset(place.value[key]));
    if (missing.length === 0 || missing.every((key) => elsewhere(place, key))) return [];
    const name = formatKeyPath(place.path);
    const [first = ''] = missing;
    const blank = missing.length === 1 && Object.hasOwn(place.value, first);
    return [
      {
        code: 'config.incomplete',
        severity: 'warning',
        path: blank ? [...place.path, first] : place.path,
        message: `\`${name}\` has no ${missing.map((key) => `\`${key}\``).join(' and no ')}, so it is ignored`,
        suggestion: missing.map((key) => setKey([...place.path, key], key.toUpperCase())).join('; '),
      },
    ];
  });

/** Whether a key of another name seems to mean it; then the schema says what that key should be called. */
const elsewhere = ({ value }: Place, key: string): boolean => {
  const like = key === 'model' ? /m.?o.?d.*l|^(?:name|id)$/i : /prov|^(?:name|vendor|service)$/i;
  return Object.entries(value).some(([other, item]) => other !== key && like.test(other) && typeof item === 'string');
};
