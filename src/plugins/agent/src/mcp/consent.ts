import type { Host } from '@hermes-ops/contract';
import type { Answer, AskUser } from '../approvals/approver.ts';
import { leftAtQuestion } from '../approvals/left-at-question.ts';
import { isTelling } from '../tools/shell/environment.ts';
import { asWord } from '../tools/shell/quote.ts';
import type { Review } from '../tools/tool.ts';
import type { ServerSpec } from './config.ts';
import type { ListedTool } from './listed-tool.ts';
import { changesText, toolsText } from './tool-text.ts';
import type { Trusted } from './trust.ts';

/** `always` is kept for later sessions, `once` holds for this one. */
export type Consent = 'once' | 'always' | 'deny';

/** What would be started or reached, word by word, as it may be shown: secrets that the host knows are masked. */
export async function startText(host: Host, spec: ServerSpec): Promise<string> {
  return [await host.mask(startLines(spec)), ...variableLines(spec)].join('\n');
}

function startLines({ transport }: ServerSpec): string {
  if (transport.kind === 'http') {
    const names = Object.keys(transport.headers);
    return [transport.url, ...(names.length > 0 ? [`headers: ${names.join(', ')}`] : [])].join('\n');
  }
  const { command, args, cwd } = transport;
  return [[command, ...args].map(asWord).join(' '), ...(cwd === undefined ? [] : [`in ${cwd}`])].join('\n');
}

/** The config holds every value of `env` to be a secret: only those that say which code is run are shown, and those whole. */
function variableLines({ transport }: ServerSpec): string[] {
  const env = Object.entries(transport.kind === 'stdio' ? transport.env : {});
  const variables = env.map(([name, value]) => (isTelling(name, value) ? `${name}=${asWord(value)}` : name));
  return variables.length > 0 ? [`with ${variables.join(', ')}`] : [];
}

/** Asks whether a server may be started or reached. */
export async function askStart(
  ask: AskUser,
  host: Host,
  spec: ServerSpec,
  before: Trusted | undefined,
  signal: AbortSignal,
  offers: readonly Answer[] = OFFERS,
): Promise<Consent> {
  const now = await startText(host, spec);
  const local = spec.transport.kind === 'stdio';
  const plain = [startLines(spec), ...variableLines(spec)].join('\n');
  return answered(
    ask,
    host,
    {
      action: `${local ? 'start' : 'connect to'} the MCP server ${spec.name}`,
      detail: before && before.shown !== now ? `now:\n${now}\nagreed to before:\n${before.shown}` : now,
      reasons: [
        local ? 'a program that is started can do whatever you can' : 'it gets what its tools are called with',
        ...(before ? [before.shown === now ? UNSEEN_CHANGE : 'it is not what you agreed to before'] : []),
        // A variable of the config whose value is a part of the line would hide that part.
        ...(now === plain ? [] : ['what is masked in it is a secret of the config: look there what it is']),
      ],
    },
    signal,
    offers,
  );
}

/** Asks whether the model may be shown these tools: all of them the first time, later what has changed. */
export async function askTools(
  ask: AskUser,
  host: Host,
  spec: ServerSpec,
  tools: readonly ListedTool[],
  before: readonly ListedTool[] | undefined,
  signal: AbortSignal,
  offers: readonly Answer[] = OFFERS,
): Promise<Consent> {
  const { lines, flagged } = before ? changesText(tools, before) : toolsText(tools);
  const orders = flagged.some((line) => line > 0);
  return answered(
    ask,
    host,
    {
      action: before
        ? `offer the changed tools of the MCP server ${spec.name} to the model`
        : `offer ${tools.length === 1 ? 'the tool' : `the ${tools.length} tools`} of the MCP server ${spec.name} to the model`,
      detail: lines.join('\n'),
      reasons: [
        'the model reads their descriptions as if you had written them',
        ...(orders ? ['what is marked reads like an order to the model'] : []),
      ],
      flagged,
    },
    signal,
    offers,
  );
}

/** Asks whether the login of a server may go on at origins that are not the server's own. */
export async function askOrigins(
  ask: AskUser,
  host: Host,
  spec: ServerSpec,
  origins: readonly string[],
  signal: AbortSignal,
): Promise<boolean> {
  const one = origins.length === 1;
  const review: Review = {
    action: `let the login of the MCP server ${spec.name} use ${one ? 'another address' : 'other addresses'} than its own`,
    detail: origins.join('\n'),
    reasons: [
      `the server names ${one ? 'it' : 'them'}, and your login and the secret of a client would go there`,
      'a server that means harm would name somebody whom you do not know',
    ],
  };
  return (await answered(ask, host, review, signal, FOR_GOOD)) === 'always';
}

const UNSEEN_CHANGE = 'it is not what you agreed to before: a value that is not shown has changed';

const OFFERS: readonly Answer[] = ['once', 'always', 'deny'];
/** Outside of a session there is nothing that "once" could mean. */
export const FOR_GOOD: readonly Answer[] = ['always', 'deny'];

/** Error: agent.interrupted, where the dialogue ended at the question. */
async function answered(
  ask: AskUser,
  host: Host,
  review: Review,
  signal: AbortSignal,
  offers: readonly Answer[],
): Promise<Consent> {
  try {
    const answer = await ask({ review, tool: 'mcp', summary: '', offers }, signal);
    return answer === 'always' || answer === 'once' ? answer : 'deny';
  } catch (error) {
    throw leftAtQuestion(host, error, 'stopped at the question; nothing was agreed to');
  }
}
