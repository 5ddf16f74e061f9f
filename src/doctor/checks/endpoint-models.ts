import type { Check, CheckContext, EndpointReport, ModelInfo, ModelsResult, Verdict } from '../../contract/index.ts';
import { commandLine } from '../../errors/command-line.ts';
import { nearest } from '../../errors/nearest.ts';
import { plural } from '../../errors/words.ts';
import { advise, fail, mend, pass, warn } from '../verdict.ts';

const SHOWN = 20;

/** The endpoint accepts the key, lists its models, and the configured one is among them. */
export const endpointModels: Check = {
  id: 'endpoint.models',
  title: 'Model',
  group: 'endpoint',
  after: ['endpoint.reachable', 'endpoint.health'],
  timeoutMs: 12_000,
  subject: ({ place }) => place?.url,
  async run(context) {
    const report = await context.report();
    return report.models.ok ? judge(context, report, report.models.models) : refused(context, report, report.models);
  },
};

function judge({ target }: CheckContext, { kind }: EndpointReport, models: readonly ModelInfo[]): Verdict {
  const wanted = target?.model ?? '';
  const sole = models.length === 1 ? models[0] : undefined;
  if (models.length === 0) {
    return fail('the server lists no model', {
      fix: advise('Load a model into it, or configure another.', 'hermes model'),
    });
  }
  if (models.some((model) => sameModel(model, wanted))) {
    return pass(`\`${wanted}\` is served${sole ? '' : ` (one of ${models.length})`}`);
  }
  const list = `It serves ${shortList(models.map(({ id }) => id))}.`;
  if (sole && kind === 'llama-server') {
    return warn(wanted ? `the server knows its model as \`${sole.id}\`, not \`${wanted}\`` : 'no model is named', {
      detail: 'It serves its one model under any name; another server would refuse.',
      fix: mend(
        'Use the name that the server gives it.',
        commandLine('hermes', 'config', 'set', 'model.default', sole.id),
      ),
    });
  }
  if (!wanted) return fail('no model is named', { detail: list, fix: advise('Choose one.', 'hermes model') });
  const near = nearest(
    wanted,
    models.map(({ id }) => id),
  );
  return fail(`\`${wanted}\` is not among the ${plural(models.length, 'model')} of this server`, {
    detail: list,
    fix:
      near === undefined
        ? advise('Choose one of them.', 'hermes model')
        : advise(`Did you mean \`${near}\`?`, commandLine('hermes', 'config', 'set', 'model.default', near)),
  });
}

/** Ollama lists `name:latest` for `name`, Google `models/name`. */
function sameModel({ id, aliases }: ModelInfo, wanted: string): boolean {
  return [id, ...aliases].some((name) =>
    [name, name.replace(/:latest$/, ''), name.replace(/^models\//, '')].includes(wanted),
  );
}

const shortList = (ids: readonly string[]): string =>
  ids.length <= SHOWN ? ids.join(', ') : `${ids.slice(0, SHOWN).join(', ')} and ${ids.length - SHOWN} more`;

function refused(
  { place, target }: CheckContext,
  { modes }: EndpointReport,
  models: Extract<ModelsResult, { ok: false }>,
): Verdict {
  const url = place?.url ?? '';
  if (models.reason === 'unauthorized') {
    return fail(models.message, {
      detail: `Every request is refused ${target?.apiKey ? 'with this key' : 'without one'}.`,
      fix: advise('Give it the right key; it is kept in .env.', 'hermes model'),
    });
  }
  const addV1 = !/\/v\d/.test(url);
  if (models.reason === 'not-found' && !addV1 && modes.chat_completions === 'exists') {
    return warn('the server does not list its models', {
      detail: 'Whether the configured one is there shows when it is used.',
    });
  }
  if ((models.reason === 'not-found' || models.reason === 'not-json') && addV1) {
    return fail(models.message, {
      detail: 'The API usually lives under /v1.',
      fix: mend('Add /v1 to the address.', commandLine('hermes', 'config', 'set', 'model.base_url', `${url}/v1`)),
    });
  }
  if (models.reason === 'loading') {
    return fail(models.message, {
      fix: advise('Wait until it has loaded, then run the doctor again.', 'hermes doctor'),
    });
  }
  return fail(models.message, {
    ...(models.reason === 'not-json' ? { detail: 'Something else than a model server answers at this address.' } : {}),
    fix: advise('Correct the address, or look into the log of the server.', 'hermes model'),
  });
}
