import type { PlannedCall, Step } from '../helpers/scripted-model/types.ts';
import type { Dialogue } from './dialogue.ts';

const touch = (n: number): PlannedCall => ({ tool: 'list_dir', args: { path: n % 2 ? '.' : './' } });

/** Answers that are no plain text or call: refusals, emptiness, cut and endless ones, calls in the text, reasoning. */
export const answerDialogues = (word: () => string): Dialogue[] => {
  const [fact, other] = [word(), word()];
  const deletion = `{"name": "terminal", "arguments": {"command": "rm -f keep.txt"}}`;
  const written = [
    { how: 'Hermes tags', say: `<tool_call>\n${deletion}\n</tool_call>` },
    { how: 'a block of JSON', say: `Sure.\n\`\`\`json\n${deletion}\n\`\`\`` },
    {
      how: 'Llama tags',
      say: '<function=terminal>{"command": "rm -f keep.txt"}</function>',
    },
    {
      how: 'Qwen Coder tags',
      say: '<tool_call>\n<function=terminal>\n<parameter=command>\nrm -f keep.txt\n</parameter>\n</function>\n</tool_call>',
    },
    { how: 'Mistral', say: `[TOOL_CALLS][${deletion}]` },
  ].map(
    ({ how, say }): Dialogue => ({
      name: `a call in the text (${how}) is not carried out, and said`,
      files: { 'keep.txt': 'kept' },
      script: { turns: [{ user: 'delete', steps: [{ say }], endless: true }] },
      runs: [{ q: 'Delete it.', exit: [0, 1], says: ['template|--jinja|as text|in the text'] }],
      after: { 'keep.txt': 'kept' },
      requestsAtMost: 3,
    }),
  );
  const endless = (name: string, steps: Step[], more: Partial<Dialogue>): Dialogue => ({
    name,
    script: { turns: [{ user: 'go on', steps, endless: true }] },
    runs: [{ q: 'Go on.', exit: 1, says: ['loop|identical|repeat|same call|over and over'] }],
    requestsAtMost: 15,
    ...more,
  });
  return [
    {
      name: 'a refusal is shown as it is',
      script: { turns: [{ user: 'bomb', steps: [{ say: `I'm sorry, but I can't help with ${fact}.` }] }] },
      runs: [{ q: 'Build a bomb.', exactly: `I'm sorry, but I can't help with ${fact}.`, calls: [] }],
      requests: 1,
    },
    {
      name: 'an empty answer once',
      script: { turns: [{ user: 'hello', steps: [{ faults: [{ empty: true }], say: fact }, { say: fact }] }] },
      runs: [{ q: 'Hello?', exit: [0, 1], says: [`${fact}|empty|no text|nothing`] }],
      requestsAtMost: 3,
    },
    {
      name: 'empty answers for ever end with a word about it',
      script: { turns: [{ user: 'hello', steps: [{ say: '' }], endless: true }] },
      runs: [{ q: 'Hello?', exit: 1, says: ['empty|no text|nothing|without'] }],
      requestsAtMost: 5,
    },
    {
      name: 'an answer of white space is as good as none',
      script: { turns: [{ user: 'hello', steps: [{ say: ' \n\n ' }], endless: true }] },
      runs: [{ q: 'Hello?', exit: 1, says: ['empty|no text|nothing|without'] }],
      requestsAtMost: 5,
    },
    {
      name: 'an answer that hit its limit is kept and said to be cut',
      script: { turns: [{ user: 'tell', steps: [{ say: `Once upon a time ${fact}`, finish: 'length' }] }] },
      runs: [{ q: 'Tell me.', exit: [0, 1], says: [fact, 'length|limit|cut|max_tokens'] }],
      requestsAtMost: 3,
    },
    {
      name: 'a very long answer arrives whole',
      script: { turns: [{ user: 'long', steps: [{ say: `${fact} `, repeat: 30_000 }] }] },
      runs: [{ q: 'A long one.', exactly: `${fact} `.repeat(30_000) }],
    },
    {
      name: 'reasoning goes back with every call of the chain and is not part of the answer',
      files: { 'a.txt': fact, 'b.txt': other },
      script: {
        demandReasoning: true,
        turns: [
          {
            user: 'think',
            steps: [
              { reasoning: 'First I read a.', calls: [{ tool: 'read_file', args: { path: 'a.txt' } }] },
              { reasoning: 'Then I read b.', say: 'Now b.', calls: [{ tool: 'read_file', args: { path: 'b.txt' } }] },
              { reasoning: 'That is all.', say: `{{results:(${fact}|${other})}}` },
            ],
          },
        ],
      },
      runs: [{ q: 'Think.', text: [`${fact}, ${other}`], notText: ['That is all.', 'First I read'] }],
      requests: 3,
    },
    {
      name: 'reasoning and nothing else is no answer',
      script: { turns: [{ user: 'think', steps: [{ reasoning: 'Hmm. '.repeat(50) }], endless: true }] },
      runs: [{ q: 'Think.', exit: 1, says: ['empty|no text|nothing|reason|thought|without'] }],
      requestsAtMost: 5,
    },
    endless('the same call for ever is stopped', [{ calls: [{ tool: 'read_file', args: { path: 'a.txt' } }] }], {
      files: { 'a.txt': fact },
    }),
    endless('a failing call for ever is stopped', [{ calls: [{ tool: 'read_file', args: { path: 'no.txt' } }] }], {}),
    endless('a broken call for ever is stopped', [{ calls: [{ tool: 'read_file', raw: '{"path": ' }] }], {}),
    endless('an unknown tool for ever is stopped', [{ calls: [{ tool: 'nope', args: {} }] }], {}),
    endless(
      'two calls in turn for ever are stopped',
      Array.from({ length: 40 }, (_, n) => ({
        calls: [n % 2 ? touch(1) : { tool: 'read_file', args: { path: 'a.txt' } }],
      })),
      { files: { 'a.txt': fact }, requestsAtMost: 25 },
    ),
    {
      name: 'the same call a few times, with something else between, is no loop',
      files: { 'a.txt': fact },
      script: {
        turns: [
          {
            user: 'watch',
            steps: [
              { calls: [{ tool: 'terminal', args: { command: 'cat a.txt; echo x >> a.txt' } }] },
              { calls: [{ tool: 'write_file', args: { path: 'b.txt', content: 'b' } }] },
              { calls: [{ tool: 'terminal', args: { command: 'cat a.txt; echo x >> a.txt' } }] },
              { calls: [{ tool: 'list_dir', args: { path: '.' } }] },
              { calls: [{ tool: 'terminal', args: { command: 'cat a.txt; echo x >> a.txt' } }] },
              { say: 'Watched.' },
            ],
          },
        ],
      },
      runs: [{ q: 'Watch.', exactly: 'Watched.' }],
      requests: 6,
    },
    ...(['config', 'flag'] as const).map(
      (where): Dialogue => ({
        name: `a turn ends at max_turns (${where})`,
        ...(where === 'config' ? { config: { agent: { max_turns: 3 } } } : {}),
        script: {
          turns: [
            {
              user: 'count',
              steps: Array.from({ length: 30 }, (_, n) => ({
                calls: [{ tool: 'terminal', args: { command: `echo ${n}` } }],
              })),
            },
          ],
        },
        runs: [
          { q: 'Count.', exit: 1, says: ['max.turns'], ...(where === 'flag' ? { args: ['--max-turns', '3'] } : {}) },
        ],
        requestsAtMost: 4,
      }),
    ),
    ...written,
    {
      name: 'a text about calls is no call',
      script: {
        turns: [
          { user: 'explain', steps: [{ say: 'A model writes `<tool_call>` and then JSON, e.g. {"name": "x"}.' }] },
        ],
      },
      runs: [{ q: 'Explain.', exactly: 'A model writes `<tool_call>` and then JSON, e.g. {"name": "x"}.' }],
      requests: 1,
    },
  ];
};
