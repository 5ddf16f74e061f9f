import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import {
  deserializeMessage,
  type JSONRPCMessage,
  serializeMessage,
  type Transport,
} from '@modelcontextprotocol/client';
import { send, stopGroup } from '../tools/shell/process.ts';
import { groupLives } from '../tools/shell/process-group.ts';
import type { StdioSpec } from './config.ts';
import { withExact } from './exact-answer.ts';
import type { ServerLog } from './log-file.ts';

/** Bytes of one message. */
const LONGEST = 16 * 1024 * 1024;
/** How long a server may take to end by itself when nobody speaks to it any more, and then when it is told to. */
const LEAVE_MS = 200;
const TERM_MS = 600;

export interface StdioTransport extends Transport {
  /** Ends the program and whatever it has started, before it returns. */
  kill(): void;
  /** Why the program has ended, or is of no more use, with where its log is; undefined while it can answer. */
  ended(): string | undefined;
}

/** What every program gets of our environment; all other variables are those that the config declares. */
const INHERITED = ['HOME', 'LOGNAME', 'SHELL', 'TERM', 'USER', 'LANG', 'LC_ALL', 'TZ'];

export function serverEnvironment(
  own: NodeJS.ProcessEnv,
  path: string,
  declared: Readonly<Record<string, string>>,
): Record<string, string> {
  const kept = INHERITED.flatMap((name): [string, string][] => {
    const value = own[name];
    return value === undefined || value.startsWith('()') ? [] : [[name, value]];
  });
  return { ...Object.fromEntries(kept), PATH: path, ...declared };
}

/**
 * A server as a program of its own process group: that is ended with everything it has started. Its standard error goes to
 * the log, as do lines of its standard output that are no messages.
 */
export function stdioTransport(
  spec: StdioSpec,
  { env, cwd, log }: { env: Record<string, string>; cwd: string; log: ServerLog },
): StdioTransport {
  let stdin: Writable | undefined;
  let group: number | undefined;
  let [gone, closed] = [false, false];
  /** A group that is gone never comes back: its number may by now be that of a stranger. */
  const lives = (): boolean => {
    if (group === undefined) return false;
    gone ||= !groupLives(group);
    return !gone;
  };
  const kill = (): void => {
    closed = true;
    if (group !== undefined && lives()) send(group, 'SIGKILL');
  };
  let ended: string | undefined;
  const receive = (line: string): void => {
    if (line.trim() === '') return;
    let message: JSONRPCMessage;
    try {
      message = deserializeMessage(withExact(line));
    } catch {
      log.note(`no message on its standard output: ${line.slice(0, 500)}`);
      return;
    }
    transport.onmessage?.(message);
  };
  const tooLong = (): void => {
    log.note('a message was longer than 16 MiB: the server is ended');
    ended = 'it was ended, because a message of it was longer than 16 MiB';
    kill();
  };
  /** Whoever waits for an answer of it hears that none can come; told once. */
  const over = (): void => {
    const tell = transport.onclose;
    delete transport.onclose;
    tell?.();
  };
  /** Nothing it would answer can be heard any more, however long it lives. */
  const silenced = (): void => {
    if (closed || ended !== undefined) return;
    log.note('it closed its standard output: the server is ended');
    ended = `it closed its standard output; what it said is in ${log.path}`;
    over();
    if (group !== undefined) void stopGroup(group, lives, TERM_MS);
  };
  const transport: StdioTransport = {
    kill,
    ended: () => ended,
    async start() {
      // A missing folder would be told as a missing program.
      if (!(await stat(cwd).catch(() => undefined))?.isDirectory()) throw new Error(`there is no folder ${cwd}`);
      if (closed) throw new Error('the session is over');
      const child = spawn(spec.command, spec.args, { cwd, env, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
      if (child.pid === undefined) {
        const [error] = await once(child, 'error');
        throw error;
      }
      group = child.pid;
      stdin = child.stdin;
      child.on('error', () => undefined);
      child.stdin.on('error', () => undefined);
      child.stdout.on('data', lineReader(receive, tooLong));
      child.stderr.on('data', (chunk: Buffer) => log.write(chunk));
      child.on('exit', (code, signal) => {
        const how = `ended with ${signal ?? `code ${code}`}`;
        log.note(how);
        ended ??= `it ${how}; what it said is in ${log.path}`;
      });
      // One that ends closes it, too, and its end says more.
      child.stdout.on('end', () => setTimeout(silenced, LEAVE_MS).unref());
      child.on('close', over);
      // What it leaves behind may hold the pipes open for hours.
      child.on('exit', () => {
        if (lives()) send(child.pid as number, 'SIGTERM');
        setTimeout(() => {
          kill();
          child.stdout.destroy();
          child.stderr.destroy();
        }, TERM_MS).unref();
      });
    },
    async send(message) {
      if (!stdin?.writable) throw new Error('the server has ended');
      // Called when it is written, or when nobody is there to read it any more.
      await new Promise<void>((resolve) => void stdin?.write(serializeMessage(message), () => resolve()));
    },
    async close() {
      closed = true;
      stdin?.end();
      const end = Date.now() + LEAVE_MS;
      while (lives() && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
      if (group !== undefined) await stopGroup(group, lives, TERM_MS);
    },
  };
  return transport;
}

/** Lines of a stream of bytes, whole characters only; a line without end is not kept for ever. */
function lineReader(line: (text: string) => void, tooLong: () => void): (chunk: Buffer) => void {
  let parts: Buffer[] = [];
  let size = 0;
  return (chunk) => {
    let from = 0;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      const text = Buffer.concat([...parts, chunk.subarray(from, at)]).toString('utf8');
      [parts, size, from] = [[], 0, at + 1];
      line(text);
    }
    parts.push(chunk.subarray(from));
    size += chunk.length - from;
    if (size > LONGEST) {
      [parts, size] = [[], 0];
      tooLong();
    }
  };
}
