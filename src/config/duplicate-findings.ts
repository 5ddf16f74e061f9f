import type { YAMLMap } from 'yaml';
import type { Diagnostic } from '../contract/index.ts';
import { count } from '../errors/words.ts';
import { maskText } from './mask.ts';
import type { Repeated } from './repeated-keys.ts';
import type { YamlSource } from './yaml-source.ts';

/** Repeated keys of one map that are reported each; one finding counts the others. */
const MOST = 20;

/** What to say about every key that stands twice. */
export function duplicateFindings(source: YamlSource): Diagnostic[] {
  const groups = Map.groupBy(source.repeated, ({ map }: Repeated): YAMLMap => map);
  return [...groups.values()].flatMap((group) => {
    const [next, ...rest] = group.slice(MOST);
    const each = group.slice(0, MOST).map((repeated) => duplicate(source, repeated));
    if (!next) return each;
    const more = `${count(rest.length + 1)} more key${rest.length > 0 ? 's' : ''} of this section, from here on, stand in it twice`;
    const { suggestion, ...found } = duplicate(source, next);
    return [...each, { ...found, message: more, path: '' }];
  });
}

function duplicate({ placeOf, text }: YamlSource, { first, second }: Repeated): Diagnostic {
  const [start, end] = second.range ?? [0, 0];
  const { line } = placeOf(first.range?.[0] ?? 0);
  const name = text.slice(start, end);
  return {
    code: 'config.duplicate-key',
    severity: 'error',
    message: `\`${maskText(name)}\` stands twice in the same section, here and in line ${line}; only the second one counts`,
    path: name.trim(),
    ...placeOf(start),
    range: { start, length: Math.max(1, end - start) },
    suggestion: `merge both into line ${line} and delete this one`,
  };
}
