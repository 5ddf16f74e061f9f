import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectValid } from '../dialogues/checks.ts';
import { CTRL, decide, ESC, expectScreen, expectScrollbackKept, openScreen, ready, say } from '../helpers/screen.ts';
import type { Script } from '../helpers/scripted-model/types.ts';

const ANSWER = `Here is **what I found**, with \`code\` and a [link](https://example.com/).

| Metric | Klein | 大提示 |
|---|---:|---|
| PP | 293 tok/s | 381 tok/s，快 |
| TG 生成 | 19 | 9.6 👩‍👩‍👧‍👦 |

1. first
   - nested, 中文在里面
2. second

\`\`\`js
const answer = { six: 'by', nine: 42 };
\`\`\`

> quoted: e\u0301 and ❤️
`;

const script: Script = {
  turns: [
    { user: 'show', steps: [{ say: ANSWER, paceMs: 15 }] },
    { user: 'stop half', steps: [{ say: ANSWER.slice(0, ANSWER.indexOf('| TG')), hang: 'after-text' }] },
    { user: 'code half', steps: [{ say: 'So:\n\n```js\nconst half', hang: 'after-text' }] },
    {
      user: 'run',
      steps: [
        { say: 'Let me look.', calls: [{ tool: 'terminal', args: { command: 'touch x; echo 好 > y; cat y' } }] },
        { say: 'It says {{result:好}}.' },
      ],
    },
    {
      user: 'change',
      steps: [
        { calls: [{ tool: 'edit_file', args: { path: '说明.txt', old: 'one', new: 'two 二' } }] },
        { say: 'Changed.' },
      ],
    },
    {
      user: 'write',
      steps: [
        { calls: [{ tool: 'write_file', args: { path: 'long.txt', content: 'line\n'.repeat(40) } }] },
        { say: 'Written.' },
      ],
    },
  ],
};

test.each([80, 40])('an answer in Markdown at %i columns, in the middle and at its end', async (cols) => {
  const { terminal, model } = await openScreen(script, { cols, rows: 40 });
  terminal.type('Stop half way.\r');
  await terminal.shows('快');
  await expectScreen(terminal, `markdown-half-${cols}`);
  terminal.type(ESC);
  await model.reached(1);
  expect(await model.requests[0]?.outcome).toBe('closed');
  await ready(terminal);
  terminal.type('Code half way.\r');
  await terminal.shows('const half');
  await expectScreen(terminal, `markdown-code-${cols}`);
  terminal.type(CTRL.c);
  await ready(terminal);
  await say(terminal, 'Show it.', /quoted[\s\S]*╰/);
  await expectScreen(terminal, `markdown-${cols}`);
  expectScrollbackKept(terminal);
});

test('a command: the question, what came of it, and what Ctrl-O shows', async () => {
  const { terminal, cwd, model } = await openScreen(script);
  terminal.type(CTRL.o);
  await terminal.shows('no tool has been called yet');
  terminal.type('Run it.\r');
  await terminal.sent('keys count in a moment');
  await terminal.shows('[o]nce');
  await expectScreen(terminal, 'question-command');
  await decide(terminal, 'o');
  await terminal.shows('It says 好.');
  await expectScreen(terminal, 'command-done');
  expect(readFileSync(join(cwd, 'y'), 'utf8')).toBe('好\n');
  terminal.type(CTRL.o);
  await expectScreen(terminal, 'viewer-command');
  terminal.type('q');
  await expectScreen(terminal, 'command-viewed');
  expectValid(model.requests);
});

test('a change of a file is shown before it is agreed to, and where nobody is asked when it is done', async () => {
  const { terminal, cwd } = await openScreen(script, { files: { '说明.txt': 'zero\none\nthree\n' } });
  terminal.type('Change it.\r');
  await terminal.shows('[o]nce');
  await expectScreen(terminal, 'question-diff');
  await decide(terminal, 'o');
  await terminal.shows('Changed.');
  expect(readFileSync(join(cwd, '说明.txt'), 'utf8')).toBe('zero\ntwo 二\nthree\n');
  await say(terminal, '/approvals off', 'approvals: off');
  await terminal.shows('⚠ approvals off');
  terminal.type('Write it.\r');
  await terminal.shows('Written.');
  await expectScreen(terminal, 'diff-unasked');
});
