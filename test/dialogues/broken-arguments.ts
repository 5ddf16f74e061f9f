import type { PlannedCall } from '../helpers/scripted-model/types.ts';
import type { Dialogue, Status } from './dialogue.ts';

interface Broken {
  what: string;
  call: PlannedCall;
  status: Status | Status[];
  /** What the model must be told. */
  told?: string;
  /** What the file must hold after the broken call and before the right one. */
  finish?: string;
}

/** Every kind of broken call: answered with what is wrong, never carried out, never in the history as invalid JSON. */
export const brokenArguments = (word: () => string): Dialogue[] => {
  const fact = word();
  const path = 'target.txt';
  const cases: Broken[] = [
    { what: 'no JSON', call: { tool: 'write_file', raw: '{path: target.txt, content: x}' }, status: 'error' },
    {
      what: 'JSON that stops',
      call: { tool: 'write_file', raw: '{"path": "target.txt", "content": "ab' },
      status: 'error',
    },
    {
      what: 'JSON that stops at the limit of the answer',
      call: { tool: 'write_file', raw: '{"path": "target.txt", "content": "ab' },
      status: 'error',
      finish: 'length',
    },
    { what: 'two objects', call: { tool: 'write_file', raw: '{"path":"target.txt"}{"content":"x"}' }, status: 'error' },
    { what: 'empty arguments', call: { tool: 'write_file', raw: '' }, status: 'error', told: 'path|content' },
    { what: 'null', call: { tool: 'write_file', raw: 'null' }, status: 'error' },
    { what: 'a list', call: { tool: 'write_file', raw: '["target.txt","x"]' }, status: 'error' },
    { what: 'a text', call: { tool: 'write_file', raw: '"target.txt"' }, status: 'error' },
    { what: 'a missing argument', call: { tool: 'write_file', args: { path } }, status: 'error', told: 'content' },
    {
      what: 'an object for a text',
      call: { tool: 'write_file', args: { path: { a: 1 }, content: 'x' } },
      status: 'error',
    },
    {
      what: 'a list for a text',
      call: { tool: 'write_file', args: { path: ['a', 'b'], content: 'x' } },
      status: 'error',
    },
    { what: 'null for a text', call: { tool: 'write_file', args: { path: null, content: 'x' } }, status: 'error' },
    {
      what: 'a tool that does not exist',
      call: { tool: 'wriet_file', args: { path, content: 'x' } },
      status: 'error',
      told: 'write_file',
    },
    { what: 'a tool without a name', call: { tool: '', args: { path } }, status: 'error' },
    { what: 'a path that is no path', call: { tool: 'read_file', args: { path: 'no\u0000such' } }, status: 'error' },
    { what: 'a folder as a file', call: { tool: 'read_file', args: { path: '.' } }, status: 'error' },
  ];
  const dialogues = cases.map(({ what, call, status, told, finish }): Dialogue => {
    return {
      name: `broken call: ${what}`,
      script: {
        turns: [
          {
            user: 'write',
            steps: [
              { calls: [call], ...(finish ? { finish } : {}) },
              { say: 'I was told: {{result}}', calls: [{ tool: 'write_file', args: { path, content: fact } }] },
              { say: 'Now it worked.' },
            ],
          },
        ],
      },
      runs: [
        {
          q: 'Write the file.',
          text: ['Now it worked.'],
          calls: [
            // Services refuse a history with a nameless call, so it is given one.
            { name: call.tool || 'unnamed_tool', status },
            { name: 'write_file', status: 'ok' },
          ],
        },
      ],
      after: { [path]: fact },
      ...(told ? { received: [told] } : {}),
    };
  });
  const both: Dialogue = {
    name: 'of two calls the broken one fails and the right one is carried out',
    script: {
      turns: [
        {
          user: 'both',
          steps: [
            {
              calls: [
                { tool: 'write_file', raw: '{"path": "bad.txt", ' },
                { tool: 'write_file', args: { path: 'good.txt', content: fact } },
              ],
            },
            { say: 'One of two.' },
          ],
        },
      ],
    },
    runs: [
      {
        q: 'Write both.',
        exactly: 'One of two.',
        calls: [
          { name: 'write_file', status: 'error' },
          { name: 'write_file', status: 'ok' },
        ],
      },
    ],
    after: { 'good.txt': fact, 'bad.txt': null },
  };
  const coerced: Dialogue = {
    name: 'arguments that can only mean one thing are understood',
    files: { 'in.txt': `one\n${fact}\nthree\n` },
    script: {
      turns: [
        {
          user: 'read',
          steps: [
            { calls: [{ tool: 'read_file', raw: '{"path": "in.txt", "offset": "2", "limit": "1"}' }] },
            { calls: [{ tool: 'terminal', raw: `{"command": "echo ${fact}", "timeout": "5"}` }] },
            { calls: [{ tool: 'read_file', raw: '"{\\"path\\": \\"in.txt\\"}"' }] },
            { say: `{{result:(${fact})}}` },
          ],
        },
      ],
    },
    runs: [
      {
        q: 'Read.',
        exactly: fact,
        calls: [
          { name: 'read_file', status: 'ok' },
          { name: 'terminal', status: 'ok' },
          { name: 'read_file', status: 'ok' },
        ],
      },
    ],
  };
  const same: Dialogue = {
    name: 'calls without ids, or with the same, still get an answer each',
    files: { 'a.txt': `word ${fact}` },
    script: {
      turns: [
        {
          user: 'read',
          steps: [
            { calls: [{ tool: 'read_file', args: { path: 'a.txt' }, id: '' }] },
            {
              calls: [
                { tool: 'read_file', args: { path: 'a.txt' }, id: 'same' },
                { tool: 'list_dir', args: { path: '.' }, id: 'same' },
              ],
            },
            { say: 'Three results.' },
          ],
        },
      ],
    },
    runs: [{ q: 'Read.', exactly: 'Three results.' }],
    rewritten: 'the ids are made up by the client',
  };
  return [...dialogues, both, coerced, same];
};
