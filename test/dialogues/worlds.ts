import type { Script } from '../helpers/scripted-model/types.ts';
import type { Dialogue } from './dialogue.ts';

/** Languages, pipes, names that are hard on a terminal, and the other two APIs. */
export const worldDialogues = (word: () => string): Dialogue[] => {
  const [fact, other] = [word(), word()];
  const chain = (path: string): Script => ({
    turns: [
      {
        user: 'read|读',
        steps: [
          { reasoning: 'A file.', say: 'I look. ', calls: [{ tool: 'read_file', args: { path } }] },
          {
            calls: [
              { tool: 'terminal', args: { command: `echo ${other}` } },
              { tool: 'list_dir', args: { path: '.' } },
            ],
          },
          { say: `{{results:(${fact}|${other})}}` },
        ],
      },
      { user: 'again', steps: [{ say: `Once more {{results:(${fact})}}` }] },
    ],
  });
  const apis = (['codex_responses', 'anthropic_messages'] as const).map(
    (apiMode): Dialogue => ({
      name: `a chain of calls and a second process (${apiMode})`,
      apiMode,
      files: { 'a.txt': fact },
      script: chain('a.txt'),
      runs: [
        { q: 'Read it.', text: [fact, other] },
        { q: 'Again?', args: ['--continue'], text: [`Once more ${fact}`] },
      ],
      requests: 4,
    }),
  );
  const reasoned = (['codex_responses', 'anthropic_messages'] as const).map(
    (apiMode): Dialogue => ({
      name: `reasoning goes back within the chain of calls (${apiMode})`,
      apiMode,
      files: { 'a.txt': fact },
      script: {
        demandReasoning: true,
        turns: [
          {
            user: 'think',
            steps: [
              { reasoning: 'I read a.', calls: [{ tool: 'read_file', args: { path: 'a.txt' } }] },
              { reasoning: 'Once more.', say: 'Hm.', calls: [{ tool: 'list_dir', args: { path: '.' } }] },
              { reasoning: 'Enough.', say: `{{results:(${fact})}}` },
            ],
          },
        ],
      },
      runs: [{ q: 'Think.', text: [fact], notText: ['Enough'] }],
      requests: 3,
    }),
  );
  const faults = (['codex_responses', 'anthropic_messages'] as const).map(
    (apiMode): Dialogue => ({
      name: `cut streams and broken calls (${apiMode})`,
      apiMode,
      script: {
        turns: [
          {
            user: 'append',
            steps: [
              {
                faults: [{ cut: 'argument' }, { cut: 'no-end' }],
                calls: [{ tool: 'terminal', args: { command: `echo ${fact} >> log.txt` } }],
              },
              { calls: [{ tool: 'write_file', raw: '{"path": 5' }] },
              { faults: [{ status: 500 }, { cut: 'text' }], say: `All in all ${fact} was written.` },
            ],
          },
        ],
      },
      runs: [
        {
          q: 'Append.',
          exactly: `All in all ${fact} was written.`,
          calls: [
            { name: 'terminal', status: 'ok' },
            { name: 'write_file', status: 'error' },
          ],
        },
      ],
      after: { 'log.txt': `${fact}\n` },
      requests: 7,
    }),
  );
  return [
    {
      name: 'Chinese question, Chinese file, Chinese folder',
      workspace: '项目 资料',
      files: { '笔记/计划.md': `# 计划\n暗号是 ${fact}。\n` },
      script: {
        turns: [
          {
            user: '暗号',
            steps: [
              { say: '我先看一下。', calls: [{ tool: 'read_file', args: { path: '笔记/计划.md' } }] },
              { calls: [{ tool: 'terminal', args: { command: 'pwd; cat 笔记/计划.md' } }] },
              { calls: [{ tool: 'write_file', args: { path: '结果.txt', content: `暗号 ${other} 🎉\n` } }] },
              { say: '暗号是 {{results:暗号是 (\\w+)}} 🎉' },
            ],
          },
        ],
      },
      runs: [{ q: '暗号是什么？', text: [`暗号是 ${fact}`, '🎉'] }],
      received: ['项目 资料'],
      after: { '结果.txt': `暗号 ${other} 🎉\n` },
    },
    {
      name: 'a search in Chinese finds a word of two characters',
      script: {
        turns: [
          { user: '记下', steps: [{ say: '好的。' }] },
          {
            user: '之前',
            steps: [{ calls: [{ tool: 'session_search', args: { query: '压缩' } }] }, { say: `{{result:(${fact})}}` }],
          },
        ],
      },
      runs: [{ q: `记下：上下文压缩的口令是 ${fact}` }, { q: '之前说过什么？', exactly: fact }],
    },
    {
      name: 'piped input is added to the prompt',
      script: { turns: [{ user: 'summarise', steps: [{ say: 'Pipe: {{user:begin (\\w+) end}}' }] }] },
      runs: [{ q: 'Summarise this.', stdin: `begin ${fact} end\n`, exactly: `Pipe: ${fact}` }],
    },
    {
      name: 'a pipe alone is the prompt',
      script: { turns: [{ user: 'from the pipe', steps: [{ say: 'Pipe: {{user:pipe (\\w+)}}' }] }] },
      runs: [{ stdin: `From the pipe ${fact}\n`, exactly: `Pipe: ${fact}` }],
    },
    {
      name: 'a large pipe arrives whole',
      script: { turns: [{ user: 'count', steps: [{ say: '{{user:(last-\\w+)}}' }] }] },
      runs: [{ q: 'Count.', stdin: `${'line of text\n'.repeat(3000)}last-${fact}\n`, exactly: `last-${fact}` }],
    },
    {
      name: 'a model with an emoji, blanks and quotes in its name',
      script: { models: [`🦙 "${fact}" модель v2`], turns: [{ user: 'who', steps: [{ say: 'I am here.' }] }] },
      runs: [{ q: 'Who?', exactly: 'I am here.' }],
      requests: 1,
    },
    {
      name: 'a prompt that looks like a flag or a command',
      script: { turns: [{ user: '--help', steps: [{ say: '{{user}}' }] }] },
      runs: [{ q: '--help /quit $(rm -rf x) "q" \\n', exactly: '--help /quit $(rm -rf x) "q" \\n' }],
    },
    {
      name: 'escape sequences of a file and of the model do not reach a terminal',
      files: { 'evil.txt': `\u001b[2J\u001b]0;${fact}\u0007\u009b31m${other}` },
      script: {
        turns: [
          {
            user: 'show',
            steps: [
              { calls: [{ tool: 'terminal', args: { command: 'cat evil.txt' } }] },
              { say: `\u001b[2J{{result:(${other})}}` },
            ],
          },
        ],
      },
      runs: [{ q: 'Show.', text: [other] }],
      received: [other],
    },
    ...apis,
    ...reasoned,
    ...faults,
  ];
};
