import type { CheckContext, EndpointReport, Fix, ServerChange, ServerKind, TargetPlace } from '../contract/index.ts';
import { advise } from './verdict.ts';
import { missingWindow } from './window.ts';

/** What agents need of llama-server; `hermes server start` sets all of it by itself. */
const GOOD_FLAGS = '--jinja -c 65536 -np 1';

/**
 * How to restart the server with only `change` different, in the words that fit where it runs: for one of ours the whole
 * line, for any other what to change, because nobody here knows its flags.
 *
 * @param otherwise what to do where one of ours runs as the change wants already, so that a restart would mend nothing
 */
export async function restartServer(
  context: CheckContext,
  why: string,
  change: ServerChange = {},
  otherwise = 'Look into the log of the server.',
): Promise<Fix> {
  const own = await context.place?.ownServer();
  const report = context.target ? await context.report() : undefined;
  if (own) {
    if (own.startLine(change) === undefined) return advise(otherwise);
    const all = report ? withOtherFaults(context, report, change) : change;
    const line = own.startLine(all) ?? '';
    const edit = own.handEdit(all);
    if (edit !== undefined) {
      return advise(
        `${why}: in config.yaml let it be \`${edit}\`, with the secret in place of YOUR_SECRET, then run \`${line}\`.`,
      );
    }
    const secret = line.includes('YOUR_SECRET') ? ', with the secret in place of YOUR_SECRET' : '';
    return advise(`${why}: restart it${secret}.`, line);
  }
  return advise(`${why}: ${onThatMachine(context)}${steps(change, report)}.`);
}

/** Several checks may end in a restart; each line mends what all of them find, or the second would undo the first. */
function withOtherFaults(context: CheckContext, report: EndpointReport, change: ServerChange): ServerChange {
  if (Object.keys(change).length === 0) return change;
  const window = missingWindow(context, report);
  return {
    ...(window === undefined ? {} : { window }),
    jinja: true,
    ...(report.props?.supportsTools === false ? { ownTemplate: true } : {}),
    ...change,
  };
}

/** How to start a server that does not answer. */
export async function startServer(context: CheckContext): Promise<Fix> {
  const { place } = context;
  const own = await place?.ownServer();
  if (own) return advise('Start the server.', own.startLine());
  if (!place || place.loopback) {
    const command = `hermes server start -m MODEL.gguf --port ${portOf(place)}`;
    return advise('Start the server, or configure another with `hermes model`.', command);
  }
  if (!place.local) return advise('Check the network connection and the address.', 'hermes model');
  return advise(
    `On ${hostOnly(place.host)} start the server, listening on that address, and let its port through the firewall.`,
    `llama-server -m MODEL.gguf --host 0.0.0.0 --port ${portOf(place)} ${GOOD_FLAGS}`,
  );
}

function steps(change: ServerChange, report: EndpointReport | undefined): string {
  const kind = report?.kind ?? 'unknown';
  if (change.window !== undefined && !isLlama(kind)) return WINDOW_ELSEWHERE[kind](change.window);
  const program = isLlama(kind) ? 'llama-server' : 'the server';
  const wanted = [
    ...(change.window === undefined ? [] : [windowFlags(change.window, report?.props?.slots ?? 1)]),
    ...(change.jinja ? ['`--jinja` instead of `--no-jinja`'] : []),
    ...(change.ownTemplate ? ['no `--chat-template` and no `--chat-template-file`'] : []),
  ];
  if (wanted.length === 0) return `stop ${program}, then start it again with the flags that it has now`;
  return `stop ${program}, then start it again with its flags, changing only: ${wanted.join(', ')}`;
}

/** llama-server divides `-c` by `-np` unless its KV cache is unified. */
const windowFlags = (tokens: number, slots: number): string => `\`-c ${tokens}${slots > 1 ? ' -np 1' : ''}\``;

const isLlama = (kind: ServerKind): kind is 'llama-server' | 'llama-router' =>
  kind === 'llama-server' || kind === 'llama-router';

const WINDOW_ELSEWHERE: Record<Exclude<ServerKind, 'llama-server' | 'llama-router'>, (tokens: number) => string> = {
  ollama: (tokens) => `stop Ollama, then start it again with \`OLLAMA_CONTEXT_LENGTH=${tokens}\` in its environment`,
  vllm: (tokens) => `stop vLLM, then start it again with its flags, changing only: \`--max-model-len ${tokens}\``,
  lmstudio: (tokens) => `load the model in LM Studio again with a context length of ${tokens}`,
  unknown: (tokens) =>
    `set ${tokens} tokens in the settings of the server, or choose another model with \`hermes model\``,
};

/** `on 192.168.5.84 ` for another machine, nothing for this one. */
const onThatMachine = ({ place }: CheckContext): string =>
  place?.local && !place.loopback ? `on ${hostOnly(place.host)} ` : '';

const portOf = (place: TargetPlace | undefined): string => /:(\d+)$/.exec(place?.host ?? '')?.[1] ?? '80';

const hostOnly = (host: string): string => host.replace(/:\d+$/, '');
