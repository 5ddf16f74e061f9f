import { count } from '../../errors/words.ts';
import { isUnset } from '../edit-value.ts';
import { isMapping } from '../emit.ts';
import type { Finding } from '../finding.ts';
import { spelledIn } from '../fold.ts';
import { referenceName } from '../interpolate.ts';
import { formatKeyPath, type KeyPath, valueAt } from '../key-path.ts';
import { clash, ownServers, serverName } from './own-servers.ts';
import { endpointEntries, isEmpty, isOff, textOf } from './places.ts';
import { setKey, shown, unsetKey } from './remedy.ts';
import type { Rule } from './rule.ts';

type Data = Readonly<Record<string, unknown>>;

/** Pairs of keys of which one has no effect beside the other. Reported at the one without effect. */
export const contradictionRule: Rule = (data) => [
  ...modelNames(data),
  ...fallbacks(data),
  ...keys(data),
  ...compression(data),
  ...delays(data),
  ...ports(data),
  ...plugins(data),
  ...ollamaWindow(data),
];

const contradiction = (path: KeyPath, message: string, suggestion: string): Finding => ({
  code: 'config.contradiction',
  severity: 'warning',
  path,
  part: typeof path.at(-1) === 'number' ? 'value' : 'key',
  message,
  suggestion,
});

/** `default`, then `model`, then `name`: the first that is set names the model. */
function modelNames(data: Data): Finding[] {
  const set = ['default', 'model', 'name'].flatMap((key) => {
    const id = textOf(valueAt(data, ['model', key]));
    return id ? [{ key, id }] : [];
  });
  const [used, ...others] = set;
  return others
    .filter(({ id }) => id !== used?.id)
    .map(({ key, id }) =>
      contradiction(
        ['model', key],
        `\`model.${key}\` (${shown(id)}) has no effect, because \`model.${used?.key}\` is ${shown(used?.id ?? '')}`,
        `remove the wrong one: ${unsetKey(['model', key])}`,
      ),
    );
}

function fallbacks(data: Data): Finding[] {
  const { fallback_model: older, fallback_providers: current } = data;
  if (isEmpty(older) || !Array.isArray(current) || current.length === 0) return [];
  return [
    contradiction(
      ['fallback_model'],
      '`fallback_model` has no effect, because `fallback_providers` is set, too',
      `add its model to \`fallback_providers\` if it is wanted, then ${unsetKey(['fallback_model'])}`,
    ),
  ];
}

/** A key in plain text or by reference wins over the name of a variable, unless both are the same variable. */
function keys(data: Data): Finding[] {
  return endpointEntries(data).flatMap(({ path, value }) => {
    const [key, env] = [spelledIn(value, 'api_key'), spelledIn(value, 'key_env')];
    if (isUnset(value[key]) || isUnset(value[env]) || referenceName(value[key]) === value[env]) return [];
    const names = [env, key].map((name) => formatKeyPath([...path, name]));
    return [
      contradiction(
        [...path, env],
        `\`${names[0]}\` has no effect, because \`${names[1]}\` is set, too`,
        `${unsetKey([...path, key])}   (then the key comes from the variable), or ${unsetKey([...path, env])}`,
      ),
    ];
  });
}

function compression(data: Data): Finding[] {
  const enabled = valueAt(data, ['compression', 'enabled']);
  const path = ['auxiliary', 'compression', 'model'];
  if (!isOff(enabled) || isUnset(valueAt(data, path))) return [];
  return [
    contradiction(
      path,
      '`auxiliary.compression.model` has no effect, because `compression.enabled` is false',
      `${setKey(['compression', 'enabled'], 'true')}, or ${unsetKey(path)}`,
    ),
  ];
}

function delays(data: Data): Finding[] {
  const [min, max] = ['min_ms', 'max_ms'].map((key) => valueAt(data, ['human_delay', key]));
  if (typeof min !== 'number' || typeof max !== 'number' || min <= max) return [];
  return [
    contradiction(
      ['human_delay', 'min_ms'],
      `\`human_delay.min_ms\` (${count(min)} ms) is more than \`human_delay.max_ms\` (${count(max)} ms)`,
      `exchange them: ${setKey(['human_delay', 'min_ms'], max)} && ${setKey(['human_delay', 'max_ms'], min)}`,
    ),
  ];
}

/** Two servers on one port cannot run at the same time; a request for one would be answered by the other. */
function ports(data: Data): Finding[] {
  const servers = ownServers(data);
  return servers.flatMap((server, i) => {
    const other = servers.slice(0, i).find((earlier) => clash(earlier, server));
    if (!other || server.port === undefined) return [];
    const taken = new Set(servers.map(({ port }) => port));
    let free = server.port;
    while (taken.has(free)) free += 1;
    const path = [...server.path, 'port'];
    return [
      contradiction(
        isUnset(server.entry['port']) ? server.path : path,
        `${serverName(server)} wants port ${server.port} as ${serverName(other)} does, so only one of them can run`,
        setKey(path, free),
      ),
    ];
  });
}

function plugins(data: Data): Finding[] {
  const enabled = valueAt(data, ['plugins', 'enabled']);
  const disabled = valueAt(data, ['plugins', 'disabled']);
  if (!Array.isArray(enabled) || !Array.isArray(disabled)) return [];
  const off = new Set(disabled.filter((name) => typeof name === 'string'));
  return [...enabled.entries()]
    .filter(([, name]) => off.has(name))
    .map(([i, name]) =>
      contradiction(
        ['plugins', 'enabled', i],
        `${shown(String(name))} stands in \`plugins.enabled\` and in \`plugins.disabled\`, which wins`,
        'remove it from one of the two lists',
      ),
    );
}

/** Ollama is asked for `ollama_num_ctx`; the conversation is kept below `context_length`. The smaller one counts. */
function ollamaWindow(data: Data): Finding[] {
  const model = data['model'];
  const [asked, counted] = isMapping(model) ? [model['ollama_num_ctx'], model['context_length']] : [];
  if (typeof asked !== 'number' || typeof counted !== 'number' || asked === counted || asked < 1 || counted < 1)
    return [];
  return [
    contradiction(
      ['model', 'ollama_num_ctx'],
      asked > counted
        ? `\`model.ollama_num_ctx\` asks for ${count(asked)} tokens, but \`model.context_length\` uses only ${count(counted)} of them`
        : `\`model.ollama_num_ctx\` gives ${count(asked)} tokens, but \`model.context_length\` counts on ${count(counted)}`,
      `set both to the same number, such as ${Math.max(asked, counted)}`,
    ),
  ];
}
