import type { Fault, Script, Step } from '../helpers/scripted-model/types.ts';
import type { Dialogue } from './dialogue.ts';

/** Servers that fail, stall, lie or are not there. */
export const faultDialogues = (word: () => string): Dialogue[] => {
  const [fact, other] = [word(), word()];
  const hello = (step: Step): Script => ({ turns: [{ user: 'hello', steps: [step] }] });
  const passing: { what: string; faults: Fault[] }[] = [
    {
      what: '429',
      faults: [{ status: 429, message: 'slow down', type: 'rate_limit_error', headers: { 'retry-after': '0' } }],
    },
    { what: '500', faults: [{ status: 500 }] },
    { what: '502 in HTML', faults: [{ status: 502, body: '<html>Bad Gateway</html>' }] },
    { what: '503 while loading', faults: [{ status: 503, message: 'Loading model', type: 'unavailable_error' }] },
    { what: 'a lost connection', faults: [{ reset: true }] },
    { what: 'a stream cut in the text', faults: [{ cut: 'text' }] },
    { what: 'a stream without its end', faults: [{ cut: 'no-end' }] },
  ];
  return [
    ...passing.map(
      ({ what, faults }): Dialogue => ({
        name: `${what} is tried again`,
        script: hello({ faults, say: `Hello, this is ${fact} from the other side of the wire.` }),
        runs: [{ q: 'Hello', exactly: `Hello, this is ${fact} from the other side of the wire.` }],
        requests: 2,
      }),
    ),
    {
      name: 'a stream cut in the arguments is tried again, and the call is carried out once',
      script: {
        turns: [
          {
            user: 'append',
            steps: [
              {
                faults: [{ cut: 'argument' }],
                calls: [{ tool: 'terminal', args: { command: `echo ${fact} >> log.txt` } }],
              },
              { say: 'Done.' },
            ],
          },
        ],
      },
      runs: [{ q: 'Append.', exactly: 'Done.', calls: [{ name: 'terminal', status: 'ok' }] }],
      after: { 'log.txt': `${fact}\n` },
      requests: 3,
    },
    {
      name: 'a fault in the middle of a turn loses nothing of it',
      script: {
        turns: [
          {
            user: 'append',
            steps: [
              { calls: [{ tool: 'terminal', args: { command: `echo ${fact} >> log.txt` } }] },
              { faults: [{ status: 500 }, { reset: true }], say: 'Done.' },
            ],
          },
        ],
      },
      runs: [{ q: 'Append.', exactly: 'Done.', calls: [{ name: 'terminal', status: 'ok' }] }],
      after: { 'log.txt': `${fact}\n` },
      requests: 4,
    },
    {
      name: 'a server that always fails is given up',
      script: hello({
        faults: Array.from({ length: 50 }, () => ({ status: 500, message: `inner ${fact}` })),
        say: 'never',
      }),
      runs: [{ q: 'Hello', exit: 1, says: [fact, '500'] }],
      requestsAtMost: 6,
    },
    {
      name: 'a server that wants an hour of patience is not waited for',
      script: hello({
        faults: Array.from({ length: 50 }, () => ({
          status: 429,
          message: `limit ${fact}`,
          type: 'rate_limit_error',
          headers: { 'retry-after': '3600' },
        })),
        say: 'never',
      }),
      runs: [{ q: 'Hello', exit: 1, says: ['429|limit|often'] }],
      requestsAtMost: 6,
    },
    {
      name: 'a page of HTML is no answer',
      script: hello({ faults: Array.from({ length: 50 }, () => ({ html: true as const })), say: 'never' }),
      runs: [{ q: 'Hello', exit: [1, 2], says: ['html|not.*(json|api|event|answer)|answer'] }],
      requestsAtMost: 6,
    },
    {
      name: 'a server that is not there is said at once, with what to do',
      dead: true,
      script: hello({ say: 'never' }),
      runs: [
        {
          q: 'Hello',
          exit: [1, 2],
          says: ['ECONNREFUSED|refused|nothing (listens|answers)|not (running|reachable)', 'hermes '],
        },
      ],
      requests: 0,
    },
    {
      name: 'a wrong key is not tried again',
      config: {},
      script: { ...hello({ say: 'never' }), key: `sk-${other}` },
      runs: [{ q: 'Hello', exit: [1, 2], says: ['key'] }],
      requestsAtMost: 1,
    },
    {
      name: 'a server that still loads is waited for or said to be loading',
      script: { ...hello({ say: fact }), loading: 2 },
      runs: [{ q: 'Hello', exit: [0, 1, 2], says: [`${fact}|loading`] }],
      requestsAtMost: 2,
    },
    {
      name: 'a window that the first request does not fit into is explained with its sizes',
      script: { ...hello({ say: 'never' }), nCtx: 512 },
      runs: [{ q: 'Hello', exit: [1, 2], says: ['512', 'tokens'] }],
      requestsAtMost: 1,
    },
    {
      name: 'overflow in the middle of a turn: older results are masked, or the end is explained',
      rewritten: 'older tool results are masked when the window is full',
      files: Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [`${name}.txt`, `${other} `.repeat(900)])),
      script: {
        nCtx: 6000,
        turns: [
          {
            user: 'read them',
            steps: [
              ...['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({
                calls: [{ tool: 'read_file', args: { path: `${name}.txt` } }],
              })),
              { say: `Six files. ${fact}` },
            ],
          },
        ],
      },
      runs: [{ q: 'Read them all.', exit: [0, 1], says: [`${fact}|context|window`] }],
      requestsAtMost: 12,
    },
    {
      name: 'an overflow that nothing mends ends with the way to start anew',
      rewritten: 'older tool results are masked when the window is full',
      script: {
        turns: [
          {
            user: 'run',
            steps: [
              { calls: [{ tool: 'terminal', args: { command: 'echo small' } }] },
              { faults: Array.from({ length: 50 }, () => ({ overflow: true as const })), say: 'never' },
            ],
          },
        ],
      },
      runs: [{ q: 'Run.', exit: 1, says: ['context|window', 'compression|new'] }],
      requestsAtMost: 5,
    },
    {
      name: 'a template that refuses the conversation is not asked again and again',
      script: hello({
        faults: Array.from({ length: 50 }, () => ({
          status: 500,
          message: 'Jinja Exception: System message must be at the beginning.',
          type: 'server_error',
        })),
        say: 'never',
      }),
      runs: [{ q: 'Hello', exit: 1, says: ['template'] }],
      requestsAtMost: 2,
    },
    {
      name: 'the fallback answers when nothing listens at the main endpoint',
      dead: true,
      script: hello({ say: 'never' }),
      spare: { models: ['spare.gguf'], turns: [{ user: 'hello', steps: [{ say: `Spare ${fact}.` }] }] },
      config: { fallback_providers: [{ provider: 'custom:spare', model: 'spare.gguf' }] },
      runs: [{ q: 'Hello', exactly: `Spare ${fact}.`, says: ['spare'] }],
      spareRequests: 1,
    },
    {
      name: 'the fallback takes over in the middle of a turn, calls are not repeated',
      script: {
        turns: [
          {
            user: 'append',
            steps: [
              { calls: [{ tool: 'terminal', args: { command: `echo ${fact} >> log.txt` } }] },
              { faults: Array.from({ length: 50 }, () => ({ status: 500 })), say: 'never' },
            ],
          },
        ],
      },
      spare: {
        models: ['spare.gguf'],
        turns: [{ user: 'append', steps: [{ say: 'wrong' }, { say: 'Spare saw {{result}}' }] }],
      },
      config: { fallback_providers: [{ provider: 'custom:spare', model: 'spare.gguf' }] },
      runs: [{ q: `Append.`, text: ['Spare saw'], calls: [{ name: 'terminal', status: 'ok' }] }],
      after: { 'log.txt': `${fact}\n` },
      spareRequests: 1,
    },
    {
      name: 'a slow start and slow words are waited for',
      script: hello({ delayMs: 2500, paceMs: 40, say: `Slowly but surely ${fact} comes along.` }),
      runs: [{ q: 'Hello', exactly: `Slowly but surely ${fact} comes along.` }],
      requests: 1,
    },
    {
      name: 'events torn in the middle of characters come together again',
      files: { 'a.txt': `词 ${fact} 🦀` },
      script: {
        shredBytes: 3,
        turns: [
          {
            user: 'hello',
            steps: [
              { say: '我看看。', calls: [{ tool: 'read_file', args: { path: 'a.txt' } }] },
              { say: '压缩 🦀👩‍👩‍👧 {{result:词 (\\w+)}} é\u0301' },
            ],
          },
        ],
      },
      runs: [{ q: 'Hello', text: [`压缩 🦀👩‍👩‍👧 ${fact} é\u0301`] }],
      requests: 2,
    },
  ];
};
