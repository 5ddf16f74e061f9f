import { isEndpointWord } from '../../catalog/agent-providers.ts';
import { isUnset } from '../edit-value.ts';
import type { Finding } from '../finding.ts';
import { hasReference } from '../interpolate.ts';
import { formatKeyPath, type KeyPath, valueAt } from '../key-path.ts';
import { maskWords } from '../mask.ts';
import { endpointOf, namedEndpoints, urlOf } from './named-endpoints.ts';
import { isPlaceholder } from './placeholder.ts';
import { auxiliaryTasks, isEmpty, isOff, type Place, textOf } from './places.ts';
import { setKey, shown } from './remedy.ts';
import type { Rule } from './rule.ts';
import { mainRoute } from './window.ts';

/**
 * Auxiliary tasks that do not say who answers which model. `custom` without a `base_url` takes the main endpoint, and a
 * `base_url` alone is an endpoint of its own; both are fine.
 */
export const auxiliaryRule: Rule = (data) => {
  const endpoints = namedEndpoints(data);
  const mainUrl = urlOf(mainRoute(data), endpoints);
  const off = isOff(valueAt(data, ['compression', 'enabled']));
  return auxiliaryTasks(data)
    .filter(({ path, value }) => !isOff(value['enabled']) && !(off && path[1] === 'compression'))
    .flatMap((task) => {
      const endpoint = endpointOf(task.value, endpoints);
      const hasModel = !isEmpty(endpoint?.entry['model']) || !isEmpty(endpoint?.entry['models']);
      return check(task, { hasModel, named: endpoint !== undefined, mainUrl });
    });
};

interface Surroundings {
  /** The endpoint that the provider names has a model of its own. */
  hasModel: boolean;
  /** The provider is the name of an endpoint. */
  named: boolean;
  mainUrl: string | undefined;
}

function check({ path, value }: Place, { hasModel, named, mainUrl }: Surroundings): Finding[] {
  const name = formatKeyPath(path);
  const written = textOf(value['provider']);
  const provider = (written ?? 'auto').toLowerCase();
  const [model, url] = [textOf(value['model']), textOf(value['base_url'])];
  if (provider === 'auto' || provider === 'none') {
    if (url !== undefined && written === undefined) return [];
    if (url !== undefined) {
      return [
        finding(
          [...path, 'base_url'],
          `\`${name}.base_url\` is set, but \`${name}.provider\` is ${provider}: who answers is left open`,
          setKey([...path, 'provider'], 'custom'),
        ),
      ];
    }
    if (model === undefined) return [];
    return [
      finding(
        [...path, 'model'],
        `\`${name}.model\` is set, but no provider: the first one that answers is asked for a model that it may not have`,
        `${setKey([...path, 'provider'], 'PROVIDER')}   (\`main\` is the endpoint of \`model\`)`,
      ),
    ];
  }
  if (provider === 'custom' && model !== undefined && url === undefined && !named) {
    return [mainEndpoint(path, model, mainUrl)];
  }
  if (model !== undefined || url !== undefined || hasModel || !isUnset(value['model'])) return [];
  const open = provider === 'main' || provider === 'moa' || isEndpointWord(provider);
  if (open || hasReference(provider) || isPlaceholder(provider)) return [];
  return [
    finding(
      [...path, 'provider'],
      `\`${name}.provider\` is ${shown(written ?? '')}, but the task names no model, so that provider's own choice is used`,
      setKey([...path, 'model'], 'MODEL'),
    ),
  ];
}

/** Fine where one server has both models; worth a note, because that is not what the entry looks like. */
const mainEndpoint = (path: KeyPath, model: string, mainUrl: string | undefined): Finding => ({
  code: 'config.auxiliary',
  severity: 'info',
  path: [...path, 'provider'],
  message: `\`${formatKeyPath(path)}\` has no \`base_url\`, so ${mainUrl === undefined ? "the main model's endpoint" : `the main model's endpoint (${maskWords(mainUrl)})`} is asked for ${shown(model)}`,
  suggestion: `${setKey([...path, 'base_url'], 'http://HOST:PORT/v1')}, if another server has that model`,
});

const finding = (path: Finding['path'], message: string, suggestion: string): Finding => ({
  code: 'config.auxiliary',
  severity: 'warning',
  path,
  message,
  suggestion,
});
