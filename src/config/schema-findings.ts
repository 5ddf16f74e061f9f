import { schemaErrors } from './compiled-schema.ts';
import { isMapping } from './emit.ts';
import type { Finding } from './finding.ts';
import { taskFindings } from './invented-task.ts';
import { jsonTextFinding } from './json-text-finding.ts';
import { formatKeyPath, typedPath, valueAt } from './key-path.ts';
import { isNearMiss, type PluginSections, schemaAt, walkSchema } from './schema.ts';
import type { SchemaError } from './schema-compiler.ts';
import { typesOf } from './schema-node.ts';
import { unknownKeys } from './unknown-keys.ts';
import { valueFinding } from './value-finding.ts';
import { levelFindings } from './wrong-level.ts';

/**
 * Violations of the schema, one per mistake: the compiled schema says which places are wrong, the schema as written says
 * what is wrong there. Unknown keys are warnings, because another program may read them. `holders`: keys of the top
 * level that are there for the anchors in them.
 */
export function schemaFindings(
  data: unknown,
  plugins: PluginSections = {},
  holders: ReadonlySet<string> = new Set(),
): Finding[] {
  const byPlace = new Map<string, Finding>();
  const levels = [...levelFindings(data), ...taskFindings(data)];
  const add = (finding: Finding | undefined): void => {
    if (!finding || levels.some((level) => level !== finding && isAt(level.path, finding.path))) return;
    const place = formatKeyPath(finding.path);
    if (!byPlace.has(place)) byPlace.set(place, finding);
  };
  for (const finding of levels) add(finding);
  const unknown = new Map<string, string[]>();
  const note = ({ instancePath, keyword, params }: SchemaError): void => {
    if (keyword !== 'additionalProperties') {
      add(findingFor(instancePath, data, plugins));
      return;
    }
    const keys = unknown.get(instancePath) ?? [];
    keys.push(String(params['additionalProperty']));
    unknown.set(instancePath, keys);
  };
  for (const error of schemaErrors(data)) note(error);
  for (const [name, section] of Object.entries(plugins)) {
    const content = valueAt(data, [name]);
    for (const error of content === undefined ? [] : section.errors(content)) {
      note({ ...error, instancePath: `/${name}${error.instancePath}` });
    }
  }
  walkSchema(data, (path, node, value) => {
    // A list of names may be written as one text, so the schema allows a text there.
    if (typeof value === 'string' && typesOf(node).some((type) => type === 'array' || type === 'object')) {
      add(jsonTextFinding([...path], node, value));
    }
    if (typeof node.additionalProperties !== 'object' || !node.properties || !isMapping(value)) return;
    const slips = Object.keys(value).filter((name) => isNearMiss(node, name));
    for (const finding of unknownKeys([...path], slips, data, plugins)) add(finding);
  });
  for (const [pointer, keys] of unknown) {
    const path = typedPath(fromPointer(pointer), data);
    const others =
      path.length > 0 ? keys : keys.filter((key) => !Object.hasOwn(plugins, key) && !isHolder(key, holders));
    for (const finding of unknownKeys(path, others, data, plugins)) add(finding);
  }
  return [...byPlace.values()];
}

/** There for the rest of the file: by its name, as docker-compose files have it, or by the anchors in it. */
const isHolder = (key: string, holders: ReadonlySet<string>): boolean => /^(?:x-|\.)/.test(key) || holders.has(key);

/** At a place or below it. */
const isAt = (place: Finding['path'], path: Finding['path']): boolean =>
  place.length <= path.length && place.every((step, i) => step === path[i]);

function findingFor(pointer: string, data: unknown, plugins: PluginSections): Finding | undefined {
  const path = typedPath(fromPointer(pointer), data);
  const node = schemaAt(path, plugins);
  return typeof node === 'string' ? undefined : valueFinding(path, node, valueAt(data, path), data);
}

/** A JSON pointer's steps. */
const fromPointer = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
