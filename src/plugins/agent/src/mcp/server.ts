import { approveCommand } from './approve-command.ts';
import type { ServerSpec } from './config.ts';
import type { CallAnswer, Connection } from './connect.ts';
import { issueText } from './issue-text.ts';
import { type ListedTool, toolPrint, toolsPrint } from './listed-tool.ts';
import { plainText } from './schema.ts';
import type { ServerState } from './types.ts';

/** A server of a session: connected when it is needed, once at a time, and again where it has ended. */
export interface SessionServer {
  spec: ServerSpec;
  /** What the session offers of it. */
  tools: readonly ListedTool[];
  state(): ServerState;
  /** Why it is not to be used, in one line. */
  why(): string;
  mark(state: ServerState, why?: string): void;
  connection(): Promise<Connection>;
  call(tool: ListedTool, args: Record<string, unknown>, signal: AbortSignal): Promise<CallAnswer>;
  close(): Promise<void>;
  kill(): void;
}

export interface ServerDeps {
  /** Loads the SDK, starts or reaches the server, lists its tools. */
  open(spec: ServerSpec, signal: AbortSignal): Promise<Connection>;
  /** Why the user has to log in; undefined: that is not what is wrong. */
  needsLogin(error: unknown): string | undefined;
  /** A server may say again what it was sent. */
  mask(text: string): Promise<string>;
  /** Its tools are others than the session's. */
  onChanged(spec: ServerSpec): void;
}

export function sessionServer(spec: ServerSpec, deps: ServerDeps): SessionServer {
  let state: ServerState = 'not-started';
  let why = '';
  let opening: Promise<Connection> | undefined;
  let current: Connection | undefined;
  /** Aborted when the session is over. */
  const leaving = new AbortController();
  const over = new Error('the session is over');
  const withLogin = (reason: string): string => `${reason}; the user can do that: ${approveCommand(spec.name)}`;

  async function open(): Promise<Connection> {
    state = 'connecting';
    why = '';
    try {
      const fresh = await deps.open(spec, leaving.signal);
      if (leaving.signal.aborted) {
        fresh.kill();
        await fresh.close();
        throw over;
      }
      current = fresh;
      [state, why] = ['ready', ''];
      if (server.tools.length > 0 && toolsPrint(server.tools) !== toolsPrint(fresh.tools)) deps.onChanged(spec);
      return fresh;
    } catch (error) {
      const login = deps.needsLogin(error);
      why = login ?? plainText(await deps.mask(reason(error)), 300);
      state = login ? 'needs-login' : 'failed';
      throw new Error(login ? withLogin(login) : why, { cause: error });
    } finally {
      opening = undefined;
    }
  }

  async function callOnce(tool: ListedTool, args: Record<string, unknown>, signal: AbortSignal): Promise<CallAnswer> {
    const connection = await raced(server.connection(), signal);
    const now = connection.tools.find(({ name }) => name === tool.name);
    // Only what was agreed to is called, also on a server that was started later or anew.
    if (!now) throw new Error('the server does not have this tool any more');
    if (toolPrint(now) === toolPrint(tool))
      return connection.call(tool.name, args, signal).catch(async (error: unknown) => {
        const login = deps.needsLogin(error);
        if (login === undefined) throw inWords(error);
        // Its next call takes what a login has left meanwhile.
        await connection.close();
        [state, why] = ['needs-login', login];
        throw new Error(withLogin(login));
      });
    state = 'changed';
    const look = `the user can look at it: ${approveCommand(spec.name)}`;
    throw new Error(`the server describes it otherwise than agreed; ${look}`);
  }

  const server: SessionServer = {
    spec,
    tools: [],
    state: () => (state === 'ready' && current && !current.alive() ? 'ended' : state),
    why: () => why,
    mark(next, text = '') {
      state = next;
      why = text;
    },
    connection() {
      if (leaving.signal.aborted) return Promise.reject(over);
      if (current?.alive()) return Promise.resolve(current);
      opening ??= open();
      return opening;
    },
    async call(tool, args, signal) {
      try {
        return await callOnce(tool, args, signal);
      } catch (error) {
        if (!isForgotten(error)) throw error;
        await current?.close();
        return callOnce(tool, args, signal);
      }
    },
    async close() {
      leaving.abort(over);
      await Promise.allSettled([opening, current?.close()]);
    },
    kill() {
      leaving.abort(over);
      current?.kill();
    },
  };
  return server;
}

/**
 * It does not know the session any more, so it has not carried out the call either: 404 by Streamable HTTP, and 400 of servers
 * made after the SDK's own examples, whose every further answer would be that.
 */
function isForgotten(error: unknown): boolean {
  const { status, message } = error as { status?: unknown; message?: string };
  return status === 404 || (status === 400 && /\bsession\b/i.test(message ?? ''));
}

/** The same error; what the SDK says for programs, it says in words. */
function inWords(error: unknown): unknown {
  if (error instanceof Error) error.message = reason(error);
  return error;
}

/** The innermost cause is the one that says something: `fetch failed` does not. */
export function reason(error: unknown): string {
  const { status } = error as { status?: unknown };
  if (typeof status === 'number') return answerText(status, (error as Error).message);
  let at = error as Error & { code?: unknown };
  for (let depth = 0; depth < 4 && at.cause instanceof Error; depth += 1) at = at.cause as typeof at;
  if (at.code === 'ENOENT' && /spawn/.test(at.message)) return `there is no program ${at.message.split(' ')[1]}`;
  if (at.name === 'TimeoutError') return 'it did not answer in time';
  if (typeof at.code === 'string' && at.code.startsWith('ERR_SSL')) return `it does not speak https there (${at.code})`;
  const [, type] = /^Unexpected content type: (.*)$/s.exec(at.message) ?? [];
  if (type !== undefined) return `what it answers is no MCP but ${type}`;
  return withoutIssues(at.message) || String(at.code ?? at);
}

const KEY_WANTED = 'it wants a key in `headers`, or a login (`auth: oauth`)';

/** Once: an error may be put into words again on its way. */
function answerText(status: number, message: string): string {
  const code = `HTTP ${status}`;
  if (message.startsWith(code)) return message;
  const [, said] = /^Error POSTing to endpoint: ?(.*)$/s.exec(message) ?? [];
  if (said === undefined) return `${code}: ${message}`;
  const words = [...(status === 401 ? [KEY_WANTED] : []), ...(said.trim() === '' ? [] : [said.trim()])];
  return words.length === 0 ? code : `${code}: ${words.join('; it says: ')}`;
}

/** The SDK says what is wrong with an answer as a list in JSON, for programs: the first of it in words. */
function withoutIssues(message: string): string {
  const [, before, list] = /^([^[{]*)(\[\s*\{.*\])$/s.exec(message) ?? [];
  try {
    return `${before}${issueText(JSON.parse(list ?? ''))}`;
  } catch {
    return message;
  }
}

function raced<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new Error('interrupted'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
