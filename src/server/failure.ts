import { oneLine } from '../endpoint/index.ts';
import type { ErrorCode } from '../errors/codes.ts';
import { type HermesError, userError } from '../errors/hermes-error.ts';
import { count } from '../errors/words.ts';
import type { ServerPlan } from './plan.ts';

/** How a server process ended. */
export interface Exit {
  code: number | null;
  signal: string | null;
}

interface Translation {
  code: ErrorCode;
  message: string;
  try: string[];
}

interface Rule {
  /** Matched against one line of the log without its time stamp. */
  pattern: RegExp;
  explain(match: RegExpMatchArray, plan: ServerPlan): Translation;
}

/**
 * llama-server's reasons for not starting, as recorded from build 11669; it exits with 1 for nearly all of them.
 * The first rule that matches any line decides, so specific causes stand before their consequences.
 */
const RULES: readonly Rule[] = [
  {
    pattern: /couldn't bind HTTP server socket, hostname: (.*), port: (\d+)/,
    explain: ([, host, port]) => ({
      code: 'server.port-taken',
      message: `it could not listen on ${host}:${port}`,
      try: ['Give another port with --port N.'],
    }),
  },
  {
    pattern: /error: invalid argument: (\S+)/,
    explain: ([, flag = '']) => ({
      code: 'server.unknown-flag',
      message: `this llama-server has no flag ${flag}`,
      try: [REPLACED[flag] ?? 'llama-server --help'],
    }),
  },
  {
    pattern: /the argument has been removed\. (use \S+.*)/,
    explain: ([, instead]) => ({
      code: 'server.unknown-flag',
      message: 'this llama-server no longer has one of the flags',
      try: [`As it says: ${instead}.`],
    }),
  },
  {
    pattern: /error while handling argument "(.*?)": ?(.*)/,
    explain: ([, flag]) => ({
      code: 'server.bad-flag-value',
      message: `the flag ${flag} was given a value that llama-server does not take, or none`,
      try: ['llama-server --help'],
    }),
  },
  {
    pattern:
      /failed to allocate buffer for kv cache|failed to allocate .*buffer|unable to allocate .*buffer|out of memory|OutOfDeviceMemory/i,
    explain: (_, plan) =>
      outOfMemory(
        plan,
        `there is not enough memory for the model with ${plan.context === undefined ? 'its whole training window of' : count(plan.context)} tokens of context`,
      ),
  },
  {
    pattern: /failed to open GGUF file '(.*)' \((.*)\)/,
    explain: ([, file, reason]) => ({
      code: 'server.model-missing',
      message: `it cannot open ${file}: ${reason}`,
      try: ['Check the path given with -m.'],
    }),
  },
  {
    pattern: /data is not within the file bounds|failed to read key-value pairs|invalid magic|failed to read magic/,
    explain: () => ({
      code: 'server.model-invalid',
      message: 'the model file is incomplete or not a GGUF file',
      try: ['Download the model again and compare its size or checksum.'],
    }),
  },
  {
    pattern: /unknown model architecture: '(.*)'/,
    explain: ([, architecture]) => ({
      code: 'server.model-invalid',
      message: `this llama-server does not know models of the architecture ${architecture}`,
      try: ['Install a newer llama.cpp: https://github.com/ggml-org/llama.cpp/releases'],
    }),
  },
  {
    pattern: /the supplied chat template is not supported/,
    explain: () => ({
      code: 'server.bad-template',
      message: 'llama-server cannot use the given chat template',
      try: ['Correct the template, or leave --chat-template out to use the one of the model.'],
    }),
  },
  {
    pattern: /Remote RPC server crashed|Failed to connect to .*:\d+/i,
    explain: () => ({
      code: 'server.rpc-failed',
      message: 'an RPC server given with --rpc does not answer',
      try: ['Start ggml-rpc-server on the machines named with --rpc, then start this server again.'],
    }),
  },
];

const LOAD_MODE = 'Use `--load-mode none|mmap|mlock|mmap+mlock` instead, which replaced it.';
const REPLACED: Record<string, string> = { '--no-mmap': LOAD_MODE, '--mlock': LOAD_MODE };

function outOfMemory({ context }: ServerPlan, message: string): Translation {
  return {
    code: 'server.out-of-memory',
    message,
    try: [
      ...(context === undefined ? [] : [`A smaller window: -c ${Math.max(4096, Math.floor(context / 2))}`]),
      'A smaller cache for the same window: -- -ctk q8_0 -ctv q8_0',
    ],
  };
}

/** Why a server ended before it served: the decisive line of its log quoted, and what can be done. */
export function startFailure(log: string, exit: Exit, plan: ServerPlan, logFile: string): HermesError {
  const lines = log.split('\n').map(withoutStamp);
  for (const { pattern, explain } of RULES) {
    const line = lines.find((candidate) => pattern.test(candidate));
    const match = line?.match(pattern);
    if (line && match) return failure(explain(match, plan), line, logFile);
  }
  if (exit.signal === 'SIGKILL') {
    const memory = outOfMemory(
      plan,
      'it was killed from outside while loading, most likely by the system for want of memory',
    );
    return failure(memory, undefined, logFile);
  }
  const how = exit.signal ? `was ended by ${exit.signal}` : `exited with code ${exit.code}`;
  const message = `llama-server ${how} before it served`;
  return failure({ code: 'server.start-failed', message, try: [] }, lastWords(lines), logFile);
}

function failure(known: Translation, line: string | undefined, logFile: string): HermesError {
  const quote = line === undefined ? '' : ` — llama-server says: ${oneLine(line)}`;
  return userError(known.code, `${known.message}${quote}`, {
    exit: 1,
    where: { file: logFile },
    try: known.try.length > 0 ? known.try : ['Read the log named above.'],
  });
}

/** `minutes.seconds.millis.micros`, then a level letter. */
const withoutStamp = (line: string): string => line.replace(/^[\d.]+ ([EWID]) (?:\w+\s+)?/, '');

/** The line that most likely says why: the last one that speaks of an error, else the last one at all. */
function lastWords(lines: readonly string[]): string | undefined {
  const spoken = lines.filter((line) => line.trim() !== '' && !/cleaning up before exit/.test(line));
  return spoken.findLast((line) => /error|failed|abort|terminate|cannot/i.test(line)) ?? spoken.at(-1);
}
