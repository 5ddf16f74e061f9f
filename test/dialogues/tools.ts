import type { Dialogue } from './dialogue.ts';

/** Tools that do what they should, alone, one after the other and several at once. */
export const toolDialogues = (word: () => string): Dialogue[] => {
  const [fact, other, third, name] = [word(), word(), word(), word()];
  return [
    {
      name: 'reads a file and quotes it',
      files: { 'notes/plan.md': `# Plan\nThe code word is ${fact}.\n` },
      script: {
        turns: [
          {
            user: 'code word',
            steps: [
              { calls: [{ tool: 'read_file', args: { path: 'notes/plan.md' } }] },
              { say: 'It is {{result:code word is (\\w+)}}.' },
            ],
          },
        ],
      },
      runs: [{ q: 'What is the code word?', exactly: `It is ${fact}.`, calls: [{ name: 'read_file', status: 'ok' }] }],
      requests: 2,
    },
    {
      name: 'searches, then reads what was found',
      files: { 'a/one.txt': 'nothing\n', 'b/two.txt': `${name} lives here\nand says ${fact}\n`, 'c.txt': 'none\n' },
      script: {
        turns: [
          {
            user: 'find',
            steps: [
              { say: 'I search first.', calls: [{ tool: 'search_files', args: { pattern: name } }] },
              { calls: [{ tool: 'read_file', args: { path: '{{result:([\\w./-]*two\\.txt)}}' } }] },
              { say: 'It says {{result:says (\\w+)}}.' },
            ],
          },
        ],
      },
      runs: [
        {
          q: `Find ${name}.`,
          text: [`It says ${fact}.`],
          calls: [
            { name: 'search_files', status: 'ok' },
            { name: 'read_file', status: 'ok' },
          ],
        },
      ],
      requests: 3,
    },
    {
      name: 'three calls in one answer are all carried out and answered in order',
      files: { 'a.txt': `word ${fact}`, 'b.txt': `word ${other}`, 'c.txt': `word ${third}` },
      script: {
        turns: [
          {
            user: 'all three',
            steps: [
              { calls: ['a.txt', 'b.txt', 'c.txt'].map((path) => ({ tool: 'read_file', args: { path } })) },
              { say: '{{results:word (\\w+)}}' },
            ],
          },
        ],
      },
      runs: [
        {
          q: 'Read all three.',
          exactly: `${fact}, ${other}, ${third}`,
          calls: Array.from({ length: 3 }, () => ({ name: 'read_file', status: 'ok' as const })),
        },
      ],
      requests: 2,
    },
    {
      name: 'writes a file and reads it back',
      script: {
        turns: [
          {
            user: 'write',
            steps: [
              { calls: [{ tool: 'write_file', args: { path: 'deep/er/new.txt', content: `first\n${fact}\n` } }] },
              { calls: [{ tool: 'read_file', args: { path: 'deep/er/new.txt' } }] },
              { say: `Read back: {{result:(${fact})}}` },
            ],
          },
        ],
      },
      runs: [{ q: 'Write it.', exactly: `Read back: ${fact}` }],
      after: { 'deep/er/new.txt': `first\n${fact}\n` },
    },
    {
      name: 'edits exactly one place',
      files: { 'conf.ini': `a = 1\nb = ${other}\nc = 3\n` },
      script: {
        turns: [
          {
            user: 'edit',
            steps: [
              {
                calls: [{ tool: 'edit_file', args: { path: 'conf.ini', old: `b = ${other}`, new: `b = ${fact}` } }],
              },
              { say: 'Done.' },
            ],
          },
        ],
      },
      runs: [{ q: 'Edit it.', exactly: 'Done.', calls: [{ name: 'edit_file', status: 'ok' }] }],
      after: { 'conf.ini': `a = 1\nb = ${fact}\nc = 3\n` },
    },
    {
      name: 'an edit whose text is not there changes nothing, and the model tries again',
      files: { 'conf.ini': `key = ${other}\r\nlast = 1\r\n` },
      script: {
        turns: [
          {
            user: 'edit',
            steps: [
              { calls: [{ tool: 'edit_file', args: { path: 'conf.ini', old: 'no such line', new: 'x' } }] },
              { calls: [{ tool: 'edit_file', args: { path: 'conf.ini', old: other, new: fact } }] },
              { say: 'Second try worked.' },
            ],
          },
        ],
      },
      runs: [
        {
          q: 'Edit it.',
          calls: [
            { name: 'edit_file', status: 'error' },
            { name: 'edit_file', status: 'ok' },
          ],
        },
      ],
      after: { 'conf.ini': `key = ${fact}\r\nlast = 1\r\n` },
    },
    {
      name: 'an edit that fits in two places is refused',
      files: { 'conf.ini': 'x = 1\nx = 1\n' },
      script: {
        turns: [
          {
            user: 'edit',
            steps: [
              { calls: [{ tool: 'edit_file', args: { path: 'conf.ini', old: 'x = 1', new: 'x = 2' } }] },
              { say: 'It said: {{result}}' },
            ],
          },
        ],
      },
      runs: [{ q: 'Edit it.', calls: [{ name: 'edit_file', status: 'error' }] }],
      after: { 'conf.ini': 'x = 1\nx = 1\n' },
    },
    {
      name: 'the terminal keeps its folder and its environment',
      files: { 'sub/dir/here.txt': `${fact}\n` },
      script: {
        turns: [
          {
            user: 'go there',
            steps: [
              { calls: [{ tool: 'terminal', args: { command: `cd sub/dir && export MARK=${other}` } }] },
              { calls: [{ tool: 'terminal', args: { command: 'echo "mark=$MARK in $(pwd)"; cat here.txt' } }] },
              { say: '{{result:mark=(\\w+)}} {{result:in \\S+(sub/dir)}}' },
            ],
          },
        ],
      },
      runs: [{ q: 'Go there.', exactly: `${other} sub/dir` }],
      received: [fact],
    },
    {
      name: 'a command that fails tells the model its exit code and its words',
      script: {
        turns: [
          {
            user: 'run it',
            steps: [
              { calls: [{ tool: 'terminal', args: { command: `echo ${fact} >&2; exit 37` } }] },
              { say: `Code {{result:\\b(37)\\b}}, words {{result:(${fact})}}` },
            ],
          },
        ],
      },
      runs: [
        { q: 'Run it.', exactly: `Code 37, words ${fact}`, calls: [{ name: 'terminal', status: ['ok', 'error'] }] },
      ],
    },
    {
      name: 'long output is cut in the middle, and the rest can be read',
      script: {
        turns: [
          {
            user: 'count',
            steps: [
              {
                calls: [{ tool: 'terminal', args: { command: `seq 1 40000; echo end-${fact}` } }],
              },
              { say: 'The end: {{result:(end-\\w+)}}' },
            ],
          },
        ],
      },
      runs: [{ q: 'Count.', exactly: `The end: end-${fact}` }],
      received: ['^1\\n2\\n3\\n|\\b1\\n2\\n3\\n'],
      notReceived: ['\\n20000\\n'],
    },
    {
      name: 'a command without an end is stopped by its time limit',
      script: {
        turns: [
          {
            user: 'wait',
            steps: [
              { calls: [{ tool: 'terminal', args: { command: `echo ${fact}; sleep 600`, timeout: 1 } }] },
              { say: `Shown: {{result:(${fact})}}` },
            ],
          },
        ],
      },
      runs: [{ q: 'Wait.', exactly: `Shown: ${fact}` }],
    },
    {
      name: 'a command that asks for input gets none',
      script: {
        turns: [
          {
            user: 'ask',
            steps: [
              { calls: [{ tool: 'terminal', args: { command: `read -r line; echo "got [$line] ${fact}"` } }] },
              { say: '{{result:got \\[\\] (\\w+)}}' },
            ],
          },
        ],
      },
      runs: [{ q: 'Ask.', exactly: fact }],
    },
    {
      name: 'lists a folder',
      files: { [`${name}/x.txt`]: 'x', [`${other}.md`]: 'y' },
      script: {
        turns: [
          {
            user: 'list',
            steps: [
              { calls: [{ tool: 'list_dir', args: { path: '.' } }] },
              { say: `{{result:(${name})}} {{result:(${other}\\.md)}}` },
            ],
          },
        ],
      },
      runs: [{ q: 'List.', exactly: `${name} ${other}.md` }],
    },
    {
      name: 'remembers across sessions by the memory tool',
      script: {
        turns: [
          {
            user: 'remember',
            steps: [
              {
                calls: [
                  { tool: 'memory', args: { action: 'add', target: 'memory', content: `The cat is called ${fact}.` } },
                ],
              },
              { say: 'Noted.' },
            ],
          },
          { user: 'the cat', steps: [{ say: 'It is {{system:cat is called (\\w+)}}.' }] },
        ],
      },
      runs: [
        { q: 'Remember this.', exactly: 'Noted.', calls: [{ name: 'memory', status: 'ok' }] },
        { q: 'Who is the cat?', exactly: `It is ${fact}.` },
      ],
      homeAfter: { 'ops/memory/MEMORY.md': fact },
    },
    {
      name: 'finds an older conversation',
      script: {
        turns: [
          { user: 'meeting point', steps: [{ say: 'All right.' }] },
          {
            user: 'where did',
            steps: [
              { calls: [{ tool: 'session_search', args: { query: 'meeting' } }] },
              { say: 'At {{result:meeting point is.{0,3} (\\w+)}}.' },
            ],
          },
        ],
      },
      runs: [
        { q: `The meeting point is ${fact}.` },
        { q: 'Where did we want to go?', exactly: `At ${fact}.`, calls: [{ name: 'session_search', status: 'ok' }] },
      ],
    },
    {
      name: 'a secret in a file reaches neither the model nor the answer',
      files: { 'deploy.sh': `export API_KEY=sk-${fact}${other}${third}0123456789abcdef\n# ${name}\n` },
      script: {
        turns: [
          {
            user: 'show',
            steps: [
              {
                calls: [
                  { tool: 'read_file', args: { path: 'deploy.sh' } },
                  { tool: 'terminal', args: { command: 'cat deploy.sh' } },
                ],
              },
              { say: '{{result}}' },
            ],
          },
        ],
      },
      runs: [{ q: 'Show.', text: [name], notText: [`${fact}${other}`] }],
      notReceived: [`${fact}${other}`],
    },
    {
      name: 'keeps a list of things to do',
      script: {
        turns: [
          {
            user: 'plan',
            steps: [
              {
                calls: [{ tool: 'todo', args: { items: `[ ] ${fact}\n[>] ${other}` } }],
              },
              { say: 'Planned.' },
            ],
          },
        ],
      },
      received: [fact],
      runs: [{ q: 'Plan.', exactly: 'Planned.' }],
    },
    {
      name: 'a value is set through the core, and a wrong one is refused with the reason',
      script: {
        turns: [
          {
            user: 'set',
            steps: [
              { calls: [{ tool: 'config_set', args: { key: 'compression.threshold', value: '7.5' } }] },
              { calls: [{ tool: 'config_set', args: { key: 'compression.threshhold', value: '0.6' } }] },
              { calls: [{ tool: 'config_set', args: { key: '{{result:(compression\\.threshold)}}', value: '0.6' } }] },
              { say: 'Set.' },
            ],
          },
        ],
      },
      runs: [
        {
          q: 'Set it.',
          exactly: 'Set.',
          calls: [
            { name: 'config_set', status: 'error' },
            { name: 'config_set', status: 'error' },
            { name: 'config_set', status: 'ok' },
          ],
        },
      ],
      configAfter: { compression: { threshold: 0.6 } },
    },
    {
      name: 'long output in Chinese is cut between characters',
      script: {
        turns: [
          {
            user: 'print',
            steps: [
              {
                calls: [
                  {
                    tool: 'terminal',
                    args: { command: `yes 压缩上下文🦀 | head -n 40000 | tr -d '\\n'; echo ${fact}` },
                  },
                ],
              },
              { say: `{{result:(${fact})}}` },
            ],
          },
        ],
      },
      runs: [{ q: 'Print.', exactly: fact }],
      received: ['压缩上下文🦀压缩'],
      notReceived: ['\ufffd', '\\ud83e"', '\\udd80"'],
    },
    {
      name: 'output that is no text',
      script: {
        turns: [
          {
            user: 'print',
            steps: [
              {
                calls: [
                  {
                    tool: 'terminal',
                    args: { command: `printf '\\377\\376\\000\\001'; echo ${fact}; head -c 2000 /dev/urandom` },
                  },
                ],
              },
              { say: `{{result:(${fact})}}` },
            ],
          },
        ],
      },
      runs: [{ q: 'Print.', exactly: fact }],
      requests: 2,
    },
    {
      name: 'arguments with escapes stand in the history as the model wrote them',
      script: {
        turns: [
          {
            user: 'write',
            steps: [
              {
                calls: [
                  { tool: 'write_file', raw: `{"content":"\\u6697\\u53f7 ${fact}\\/\\n",\n "path" :"\\u7b14.txt"}` },
                ],
              },
              { say: 'Written.' },
            ],
          },
        ],
      },
      runs: [{ q: 'Write.', exactly: 'Written.' }],
      after: { '笔.txt': `暗号 ${fact}/\n` },
    },
    {
      name: 'parallel calls as Ollama streams them: all with index 0, ended by `stop`',
      files: { 'a.txt': `word ${fact}`, 'b.txt': `word ${other}` },
      script: {
        flatCalls: true,
        turns: [
          {
            user: 'both',
            steps: [
              { calls: ['a.txt', 'b.txt'].map((path) => ({ tool: 'read_file', args: { path } })) },
              { say: '{{results:word (\\w+)}}' },
            ],
          },
        ],
      },
      runs: [{ q: 'Read both.', exactly: `${fact}, ${other}` }],
      requests: 2,
    },
  ];
};
