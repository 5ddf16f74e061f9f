import type { CheckContext, Fix, LlamaProps, OwnServer, TargetPlace } from '../contract/index.ts';
import { commandLine, shellWord } from '../errors/command-line.ts';
import { advise } from './verdict.ts';

/** What agents need of llama-server; `hermes server start` sets all of it by itself. */
const GOOD_FLAGS = '--jinja -c 65536 -np 1';

/**
 * How to restart the server with other flags, in the words that fit where it runs: ours by `hermes server`, one on
 * another machine by the line to run there.
 */
export async function restartServer(context: CheckContext, why: string): Promise<Fix> {
  const own = await context.place?.ownServer();
  const report = context.target ? await context.report() : undefined;
  if (own) {
    const correct = own.declared
      ? `correct \`servers.${own.name}\` in config.yaml if need be, then restart it`
      : 'restart it';
    const stop = commandLine('hermes', 'server', 'stop', own.name);
    const command = `${stop} && ${startOwn(context, own, report?.props)}`;
    return advise(`${why}: ${correct}.`, command);
  }
  return advise(`${why}: ${onThatMachine(context)}restart llama-server.`, launchLine(context, report?.props));
}

/** How to start a server that does not answer. */
export async function startServer(context: CheckContext): Promise<Fix> {
  const { place } = context;
  const own = await place?.ownServer();
  if (own) return advise('Start the server.', startOwn(context, own, undefined));
  if (!place || place.loopback) {
    const command = `hermes server start -m MODEL.gguf --port ${portOf(place)}`;
    return advise('Start the server, or configure another with `hermes model`.', command);
  }
  if (!place.local) return advise('Check the network connection and the address.', 'hermes model');
  return advise(
    `On ${hostOnly(place.host)} start the server, listening on that address, and let its port through the firewall.`,
    launchLine(context, undefined),
  );
}

/** One that is not declared has to be told its model and port again; the good flags are set either way. */
function startOwn({ place }: CheckContext, { name, declared }: OwnServer, props: LlamaProps | undefined): string {
  const start = commandLine('hermes', 'server', 'start', name);
  return declared ? start : `${start} -m ${modelOf(props)} --port ${portOf(place)}`;
}

/** `on 192.168.5.84 ` for another machine, nothing for this one. */
const onThatMachine = ({ place }: CheckContext): string =>
  place && !place.loopback ? `on ${hostOnly(place.host)} ` : '';

const portOf = (place: TargetPlace | undefined): string => /:(\d+)$/.exec(place?.host ?? '')?.[1] ?? '80';

const hostOnly = (host: string): string => host.replace(/:\d+$/, '');

function launchLine({ place }: CheckContext, props: LlamaProps | undefined): string {
  const listen = place && !place.loopback ? '--host 0.0.0.0 ' : '';
  return `llama-server -m ${modelOf(props)} ${listen}--port ${portOf(place)} ${GOOD_FLAGS}`;
}

/** The model's path as the server itself names it, so that the line can be pasted on its machine. */
const modelOf = (props: LlamaProps | undefined): string =>
  props?.modelPath && props.modelPath !== 'none' ? shellWord(props.modelPath) : 'MODEL.gguf';
