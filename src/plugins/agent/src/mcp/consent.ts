import type { Host } from '@hermes-ops/contract';
import type { Answer, AskUser } from '../approvals/approver.ts';
import { suspicions } from '../memory/scan.ts';
import type { ServerSpec } from './config.ts';
import { type ListedTool, toolPrint } from './listed-tool.ts';
import type { Trusted } from './trust.ts';

/** `always` is kept for later sessions, `once` holds for this one. */
export type Consent = 'once' | 'always' | 'deny';

/** Variables that decide which code a program runs: their values are shown, those of others may be secrets. */
const STEERS = /^(?:PATH|(?:LD|DYLD|NODE|NPM|PYTHON|PERL|RUBY|JAVA|BUN|DENO|UV|PIP)_?.*|IFS|SHELL|BASH_ENV|HOME)$/i;

/** What would be started or reached, word by word. Secrets that the host knows are masked. */
export async function startText(host: Host, { transport }: ServerSpec): Promise<string> {
  if (transport.kind === 'http') {
    const names = Object.keys(transport.headers);
    return host.mask([transport.url, ...(names.length > 0 ? [`headers: ${names.join(', ')}`] : [])].join('\n'));
  }
  const { command, args, cwd, env } = transport;
  const variables = Object.entries(env).map(([name, value]) => (STEERS.test(name) ? `${name}=${quoted(value)}` : name));
  return host.mask(
    [
      [command, ...args].map(quoted).join(' '),
      ...(cwd === undefined ? [] : [`in ${cwd}`]),
      ...(variables.length > 0 ? [`with ${variables.join(', ')}`] : []),
    ].join('\n'),
  );
}

/** As a shell would want it, so that where a word ends can be seen. */
const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;

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
  return answered(
    ask,
    {
      action: `${local ? 'start' : 'connect to'} the MCP server ${spec.name}`,
      detail: before && before.shown !== now ? `now:\n${now}\nagreed to before:\n${before.shown}` : now,
      reasons: [
        local ? 'a program that is started can do whatever you can' : 'it gets what its tools are called with',
        ...(before ? ['it is not what you agreed to before'] : []),
      ],
    },
    signal,
    offers,
  );
}

/** Asks whether the model may be shown these tools: all of them the first time, later what has changed. */
export async function askTools(
  ask: AskUser,
  spec: ServerSpec,
  tools: readonly ListedTool[],
  before: readonly ListedTool[] | undefined,
  signal: AbortSignal,
  offers: readonly Answer[] = OFFERS,
): Promise<Consent> {
  const lines = before ? changeLines(tools, before) : tools.flatMap((tool) => toolLines(tool));
  const orders = tools.filter(({ description }) => suspicions(description).doubts.length > 0).map(({ name }) => name);
  return answered(
    ask,
    {
      action: before
        ? `offer the changed tools of the MCP server ${spec.name} to the model`
        : `offer ${tools.length === 1 ? 'the tool' : `the ${tools.length} tools`} of the MCP server ${spec.name} to the model`,
      detail: lines.join('\n'),
      reasons: [
        'the model reads their descriptions as if you had written them',
        ...(orders.length > 0 ? [`of ${orders.slice(0, 5).join(', ')} it reads like an order to the model`] : []),
      ],
    },
    signal,
    offers,
  );
}

/** In full: what is agreed to is what was there to be read. */
const toolLines = ({ name, description, inputSchema }: ListedTool, sign = ''): string[] => [
  `${sign}${name}: ${description}`,
  `${sign}  ${JSON.stringify(inputSchema)}`,
];

function changeLines(now: readonly ListedTool[], before: readonly ListedTool[]): string[] {
  const old = new Map(before.map((tool) => [tool.name, tool]));
  const names = new Set(now.map(({ name }) => name));
  return [
    ...now.flatMap((tool) => {
      const was = old.get(tool.name);
      if (was && toolPrint(was) === toolPrint(tool)) return [];
      return [...(was ? toolLines(was, '- ') : []), ...toolLines(tool, '+ ')];
    }),
    ...before.filter(({ name }) => !names.has(name)).map(({ name }) => `- ${name}`),
  ];
}

const OFFERS: readonly Answer[] = ['once', 'always', 'deny'];
/** Outside of a session there is nothing that "once" could mean. */
export const FOR_GOOD: readonly Answer[] = ['always', 'deny'];

async function answered(
  ask: AskUser,
  review: { action: string; detail: string; reasons: string[] },
  signal: AbortSignal,
  offers: readonly Answer[],
): Promise<Consent> {
  const answer = await ask({ review, tool: 'mcp', summary: '', offers }, signal);
  return answer === 'always' || answer === 'once' ? answer : 'deny';
}
