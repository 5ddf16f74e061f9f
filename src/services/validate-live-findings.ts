import { isLocal } from '../catalog/addresses.ts';
import { isModel } from '../catalog/model-names.ts';
import { findProvider } from '../catalog/providers.ts';
import {
  type Finding,
  formatKeyPath,
  isCustomWord,
  isSecretName,
  type KeyPath,
  type PlacedRoute,
} from '../config/index.ts';
import type { ModelInfo, ModelsResult, Severity } from '../contract/index.ts';
import { hostLabel } from '../endpoint/index.ts';
import { commandLine } from '../errors/command-line.ts';
import { count, plural } from '../errors/words.ts';
import { nearestModel } from './nearest-model.ts';
import type { Answer, Group } from './validate-live-ask.ts';
import { windowFindings } from './validate-live-window.ts';

/** How many names a message repeats. */
const NAMED = 5;

/** Everything that an answer says against the config: why there is none, else each model and window that is not so. */
export function answerFindings(group: Group, answer: Answer): Finding[] {
  if (!answer.models.ok) return [refusedFinding(group, answer.models)];
  const { models } = answer.models;
  return [
    ...group.routes.flatMap((route) => modelFindings(route, answer, models)),
    ...group.routes.flatMap((route) => windowFindings(route, group, answer, models)),
  ];
}

/** A key that the config counts on and that is not set: the endpoint is then not asked. */
export function keyFinding({ routes, target }: Group): Finding {
  const [first] = routes;
  const missing = first?.resolution.ok ? first.resolution.missingKey : undefined;
  const name = missing?.name ?? '';
  // Somebody may have written the key itself where its variable is to be named.
  const plain = /^[A-Z][A-Z0-9_]*$/.test(name);
  const own =
    missing?.from === 'route' ? (first?.route.api_key ? first.paths.api_key : first?.paths.key_env) : undefined;
  return {
    code: 'model.key-not-set',
    severity: 'error',
    path: own ?? placeOf(first),
    message: `${plain ? `\`${name}\`` : 'the variable that is named for the key'} is set neither in .env nor in the environment, so ${hostLabel(target.baseUrl)} gets no key and was not asked${alsoAt(routes)}`,
    suggestion:
      plain && isSecretName(name)
        ? `${commandLine('hermes', 'config', 'set', name, '-')}   (reads it from standard input into .env)`
        : `add a line ${plain ? name : 'NAME'}=... to .env`,
  };
}

/** A route that cannot be asked: nobody here knows where it leads. */
export function unresolvedFinding({ at, main, route, paths, resolution }: PlacedRoute): Finding | undefined {
  if (resolution.ok || /^custom:/i.test(resolution.provider)) return undefined;
  const name = resolution.provider;
  const finding = (severity: Severity, path: KeyPath, message: string, suggestion: string): Finding => ({
    code: 'endpoint.not-configured',
    severity,
    path,
    message,
    suggestion,
  });
  if (resolution.reason === 'not-configured') {
    if (!main) return undefined;
    return finding(
      'warning',
      route.base_url ? paths.base_url : at,
      'no endpoint is configured, so none was asked',
      'hermes model',
    );
  }
  const place = route.provider ? paths.provider : at;
  if (resolution.reason === 'key-command') {
    const why = `\`${name}\` was not asked: its key comes from a command, which is not run for a check`;
    return finding('info', place, why, 'to have it checked, name its key with `key_env`');
  }
  return finding(
    'info',
    place,
    `\`${name}\` was not asked: hermes does not know its address`,
    `to have it checked, add \`providers.${name}.base_url\``,
  );
}

const CODES = {
  unreachable: 'model.endpoint-unreachable',
  unauthorized: 'model.endpoint-unauthorized',
  'not-found': 'model.endpoint-not-openai',
  'not-json': 'model.endpoint-not-openai',
  loading: 'model.endpoint-loading',
  'http-error': 'model.endpoint-error',
} as const;

type Refusal = Extract<ModelsResult, { ok: false }>;

function refusedFinding({ routes, target }: Group, refusal: Refusal): Finding {
  const [first] = routes;
  // A hosted service may have no list of models, and those of the Anthropic wire often have none.
  const mayLack = !isLocal(target.baseUrl) || target.apiMode === 'anthropic_messages';
  const unlisted = refusal.reason === 'not-found' && mayLack;
  const doubt = unlisted
    ? ': either the address is wrong or it does not list its models'
    : refusal.reason === 'unauthorized' && !target.apiKey && first && hasForeignKey(first)
      ? `, and hermes does not know which variable holds that of \`${first.route.provider}\``
      : '';
  return {
    code: CODES[refusal.reason],
    severity: doubt ? 'warning' : 'error',
    path: placeOf(first),
    message: `${refusal.message}${doubt}${alsoAt(routes)}`,
    suggestion: remedy(refusal, target.apiKey !== undefined, first),
  };
}

/** A provider that only the public Hermes Agent knows; it finds the key in a variable of its own. */
const hasForeignKey = ({ route: { provider = '' }, resolution }: PlacedRoute): boolean =>
  resolution.ok && !resolution.entry && !isCustomWord(provider) && !findProvider(provider.toLowerCase());

function remedy({ reason, failure, url }: Refusal, withKey: boolean, place: PlacedRoute | undefined): string {
  const address = place?.address ? ` at \`${formatKeyPath(place.address)}\`` : '';
  switch (reason) {
    case 'unauthorized':
      return withKey ? 'give it the right key: hermes model' : 'give it its key: hermes model';
    case 'loading':
      return 'wait until the model is loaded, then check again';
    case 'unreachable':
      if (failure === 'refused') return `start the server, or correct the port${address}`;
      if (failure === 'dns') return `correct the host name${address}, or check the network of this machine`;
      if (failure === 'invalid-request') return 'give it the right key: hermes model';
      return `start the server again, or correct the address${address}`;
    default:
      return `correct the path${address}, which normally ends in /v1; see for yourself: ${commandLine('curl', '-i', url)}`;
  }
}

/** The key that says whom to ask: the route's own address, else its provider. */
const placeOf = (place: PlacedRoute | undefined): KeyPath => {
  if (!place) return [];
  return place.route.base_url ? place.paths.base_url : place.paths.provider;
};

/** The cause is reported once, where it is used first; whoever else suffers from it is named. */
function alsoAt([, ...others]: readonly PlacedRoute[]): string {
  const names = others.filter(({ resolution }) => resolution.ok && !resolution.inherited).map(({ at }) => at);
  if (names.length === 0) return '';
  const shown = names.slice(0, NAMED).map((at) => `\`${formatKeyPath(at)}\``);
  const rest = names.length - shown.length;
  return `; the same for ${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** The model of a route, held against the list. */
function modelFindings(
  { main, route, paths, resolution }: PlacedRoute,
  { kind }: Answer,
  models: readonly ModelInfo[],
): Finding[] {
  if (!resolution.ok || (resolution.inherited && !route.model)) return [];
  const { model: wanted, baseUrl } = resolution.target;
  const host = hostLabel(baseUrl);
  const found = (severity: Severity, message: string, suggestion: string): Finding[] => [
    { code: 'model.not-listed', severity, path: paths.model, message, suggestion },
  ];
  if (models.length === 0) {
    return main ? found('error', `${host} lists no model`, 'load a model into the server') : [];
  }
  const sole = models.length === 1 ? models[0] : undefined;
  if (!wanted || models.some((model) => isModel(model, wanted, baseUrl))) return [];
  const set = (id: string): string => commandLine('hermes', 'config', 'set', formatKeyPath(paths.model), id);
  if (sole && kind === 'llama-server') {
    const message = `${host} knows its one model as \`${sole.id}\`, not \`${wanted}\`; it answers to any name, another server would refuse`;
    return found('warning', message, set(sole.id));
  }
  const ids = models.map(({ id }) => id);
  const near = nearestModel(wanted, ids);
  const auto = resolution.inherited && /^auto$/i.test(route.provider || 'auto');
  return found(
    auto ? 'warning' : 'error',
    `\`${wanted}\` is not among the ${plural(ids.length, 'model')} that ${host} lists${auto ? ', which `auto` asks first' : ''}`,
    near === undefined ? `it lists ${shortList(ids)}` : `did you mean \`${near}\`?   ${set(near)}`,
  );
}

function shortList(ids: readonly string[]): string {
  const rest = ids.length - NAMED;
  return `${ids.slice(0, NAMED).join(', ')}${rest > 0 ? ` and ${count(rest)} more` : ''}`;
}
