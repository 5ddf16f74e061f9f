import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { expectExtended, expectValid } from '../dialogues/checks.ts';
import { agentHome } from '../dialogues/home.ts';
import { type ChatResult, configText, modelFor } from '../dialogues/run.ts';
import { answerSlowly } from '../helpers/answer.ts';
import { hermes } from '../helpers/cli.ts';
import type { Script, Step, Turn } from '../helpers/scripted-model/types.ts';
import { openTerminal } from '../helpers/terminal.ts';

const AGAIN: Turn = { user: 'still there', steps: [{ say: 'Yes, still here.' }] };
const CTRL_C = '\x03';
const CTRL_D = '\x04';
const QUESTION = /[([]o[)\]]nce.*[([]s[)\]]ession.*[([]a[)\]]lways.*[([]d[)\]]eny/i;

interface Setting {
  config?: Record<string, unknown>;
  files?: Record<string, string>;
  args?: string[];
}

/** `hermes chat` on a terminal, in front of a model that plays the turns. */
async function chat(turns: Turn[], { config, files, args = [] }: Setting = {}) {
  const script: Script = { turns: [...turns, AGAIN] };
  const model = await modelFor(script);
  const text = configText(model.baseUrl, { script, ...(config ? { config } : {}) });
  const place = await agentHome({ 'config.yaml': text }, files);
  const open = (more: string[] = args) => openTerminal(['chat', '--plain', ...more], { ...place, cols: 120 });
  const terminal = open();
  const ask = async (question: string) => {
    await terminal.waitFor('●');
    terminal.type(`${question}\r`);
  };
  /** The conversation goes on, the model gets a request that any template takes, and the end is a good one. */
  const goesOn = async () => {
    await ask('Are you still there?');
    await terminal.waitFor('Yes, still here.');
    await terminal.waitFor('●');
    terminal.type(CTRL_D);
    expect(await terminal.exit()).toBe(0);
    expectValid(model.requests);
  };
  return { model, terminal, ask, goesOn, open, ...place };
}

const turn = (...steps: Step[]): Turn => ({ user: 'begin', steps });
const gone = (pid: number): boolean => {
  try {
    return process.kill(pid, 0) && false;
  } catch {
    return true;
  }
};
async function until(what: string, done: () => boolean): Promise<void> {
  await expect.poll(done, { message: what }).toBe(true);
}

describe('Ctrl-C', () => {
  test('while the server is silent: it is let go, and the conversation goes on', async () => {
    const { model, terminal, ask, goesOn } = await chat([turn({ hang: 'start' })]);
    await ask('Begin.');
    await model.reached(1);
    terminal.type(CTRL_C);
    expect(await model.requests[0]?.outcome).toBe('closed');
    await goesOn();
  });

  test('during the text: what was shown stays shown and is known to the model', async () => {
    const { model, terminal, ask, goesOn } = await chat([turn({ say: 'The first half of it', hang: 'after-text' })]);
    await ask('Begin.');
    await terminal.waitFor('half of it');
    terminal.type(CTRL_C);
    expect(await model.requests[0]?.outcome).toBe('closed');
    await goesOn();
    expect(model.requests.at(-1)?.prompt).toContain('The first half of it');
    expectExtended(model.requests);
  });

  test('during the reasoning', async () => {
    const step: Step = { reasoning: 'Let me think about it', hang: 'after-text' };
    const { model, terminal, ask, goesOn } = await chat([turn(step)]);
    await ask('Begin.');
    await model.reached(1);
    terminal.type(CTRL_C);
    expect(await model.requests[0]?.outcome).toBe('closed');
    await goesOn();
  });

  test('during a tool: its processes end and the call has an answer', async () => {
    const command = 'echo $$ > pid; sleep 600 & echo $! > child; wait';
    const { model, terminal, ask, goesOn, cwd } = await chat([
      turn({ calls: [{ tool: 'terminal', args: { command } }] }),
    ]);
    await ask('Begin.');
    const pid = (name: string) => Number(existsSync(join(cwd, name)) ? readFileSync(join(cwd, name), 'utf8') : 0);
    await until('the command runs', () => pid('child') > 0);
    terminal.type(CTRL_C);
    await until('its processes end', () => gone(pid('child')));
    await goesOn();
    expect(model.requests).toHaveLength(2);
    const answer = model.requests[1]?.messages.find(({ role }) => role === 'tool')?.text;
    expect(answer).toMatch(/interrupt|stopp|cancel/i);
  });

  test('during the first of two calls: the second one is not begun, both are answered', async () => {
    const calls = ['echo 1 > one; sleep 600', 'echo 2 > two'].map((command) => ({
      tool: 'terminal',
      args: { command },
    }));
    const { model, terminal, ask, goesOn, cwd } = await chat([turn({ calls })]);
    await ask('Begin.');
    await until('the first runs', () => existsSync(join(cwd, 'one')));
    terminal.type(CTRL_C);
    await goesOn();
    expect(existsSync(join(cwd, 'two'))).toBe(false);
    expect(model.requests[1]?.messages.filter(({ role }) => role === 'tool')).toHaveLength(2);
  });

  test('at a question: nothing is done', async () => {
    const { terminal, ask, goesOn, cwd } = await chat(
      [turn({ calls: [{ tool: 'terminal', args: { command: 'rm keep' } }] })],
      {
        config: { approvals: { mode: 'manual' } },
        files: { keep: 'x' },
      },
    );
    await ask('Begin.');
    await terminal.waitFor(QUESTION);
    terminal.type(CTRL_C);
    await goesOn();
    expect(existsSync(join(cwd, 'keep'))).toBe(true);
  });

  test('while it waits to try again', async () => {
    const faults = Array.from({ length: 50 }, () => ({
      status: 503,
      message: 'busy',
      headers: { 'retry-after': '20' },
    }));
    const { terminal, ask, goesOn, model } = await chat([turn({ faults, say: 'never' })]);
    await ask('Begin.');
    await model.reached(1);
    await terminal.waitFor(/again|retry|503/i);
    terminal.type(CTRL_C);
    await goesOn();
  });

  test('once more leaves', async () => {
    const { model, terminal, ask } = await chat([turn({ hang: 'start' })]);
    await ask('Begin.');
    await model.reached(1);
    terminal.type(CTRL_C);
    await terminal.waitFor(/interrupted/i);
    await terminal.waitFor('●');
    terminal.type(CTRL_C);
    expect([0, 130]).toContain(await terminal.exit());
  });

  test('in a one-shot run ends it with 130, and the session can go on', async () => {
    const { model, terminal, home, cwd } = await chat([turn({ say: 'Half', hang: 'after-text' })], {
      args: ['-q', 'Begin.'],
    });
    await terminal.waitFor('Half');
    terminal.type(CTRL_C);
    expect(await terminal.exit()).toBe(130);
    const run = await hermes(['chat', '-q', 'Still there?', '--continue', '--json'], { home, cwd });
    expect((run.json() as ChatResult).text, run.stderr).toBe('Yes, still here.');
    expectValid(model.requests);
  });
});

describe('killed', () => {
  const resumed = async (place: Awaited<ReturnType<typeof chat>>) => {
    place.terminal.close();
    await place.terminal.exit();
    const { home, cwd, model } = place;
    const run = await hermes(['chat', '-q', 'Still there?', '--continue', '--json'], { home, cwd });
    expect((run.json() as ChatResult).text, run.stderr).toBe('Yes, still here.');
    expectValid(model.requests);
    expect(model.requests.at(-1)?.prompt).toContain('Begin.');
  };

  test('during the text', async () => {
    const place = await chat([turn({ say: 'The first half', hang: 'after-text' })]);
    await place.ask('Begin.');
    await place.terminal.waitFor('first half');
    await resumed(place);
  });

  test('during a tool: nothing that came before is lost', async () => {
    const calls = ['echo seen-before', 'touch begun; sleep 5'].map((command) => ({
      tool: 'terminal',
      args: { command },
    }));
    const place = await chat([turn(...calls.map((call) => ({ calls: [call] })))]);
    await place.ask('Begin.');
    await until('the second command runs', () => existsSync(join(place.cwd, 'begun')));
    await resumed(place);
    expect(place.model.requests.at(-1)?.prompt).toContain('seen-before');
  });

  test('at a question', async () => {
    const place = await chat([turn({ calls: [{ tool: 'terminal', args: { command: 'rm keep' } }] })], {
      config: { approvals: { mode: 'manual' } },
      files: { keep: 'x' },
    });
    await place.ask('Begin.');
    await place.terminal.waitFor(QUESTION);
    await resumed(place);
    expect(existsSync(join(place.cwd, 'keep'))).toBe(true);
  });
});

test('two processes at one session do not spoil it: the second is refused, waits or goes its own way', async () => {
  const slow: Step[] = [{ calls: [{ tool: 'terminal', args: { command: 'sleep 1' } }] }, { say: 'First.' }];
  const script: Script = {
    turns: [
      turn({ say: 'Begun.' }),
      { user: 'one', steps: slow },
      { user: 'two', steps: [...slow.slice(0, 1), { say: 'Second.' }] },
      AGAIN,
    ],
  };
  const model = await modelFor(script);
  const place = await agentHome({ 'config.yaml': configText(model.baseUrl, { script }) });
  const ask = (question: string, ...more: string[]) => hermes(['chat', '-q', question, '--json', ...more], place);
  const { sessionId } = (await ask('Begin.')).json() as ChatResult;
  await Promise.all([ask('One.', '--resume', sessionId), ask('Two.', '--resume', sessionId)]);
  const last = await ask('Still there?', '--resume', sessionId);
  expect((last.json() as ChatResult).text, last.stdout).toBe('Yes, still here.');
  expectValid(model.requests);
});

describe('a question before something is done', () => {
  const add: Step = { calls: [{ tool: 'terminal', args: { command: 'echo x >> log' } }] };
  const manual = { config: { approvals: { mode: 'manual' } } };
  const answer = async ({ terminal }: Awaited<ReturnType<typeof chat>>, key: string) => {
    await terminal.waitFor(QUESTION);
    await answerSlowly(terminal, key);
  };
  const log = (cwd: string) => (existsSync(join(cwd, 'log')) ? readFileSync(join(cwd, 'log'), 'utf8') : '');

  test('once means once', async () => {
    const place = await chat([turn(add, add, { say: 'Both done.' })], manual);
    await place.ask('Begin.');
    await answer(place, 'o');
    await answer(place, 'd');
    await place.terminal.waitFor('Both done.');
    expect(log(place.cwd)).toBe('x\n');
    await place.goesOn();
  });

  test('session lasts for the session', async () => {
    const place = await chat([turn(add, add, { say: 'Both done.' })], manual);
    await place.ask('Begin.');
    await answer(place, 's');
    await place.terminal.waitFor('Both done.');
    expect(log(place.cwd)).toBe('x\nx\n');
    await place.goesOn();
    expect(readFileSync(place.config, 'utf8')).not.toContain('log');
  });

  test('always is written down and holds in the next process', async () => {
    const place = await chat([turn(add, { say: 'Done.' })], manual);
    await place.ask('Begin.');
    await answer(place, 'a');
    await place.terminal.waitFor('Done.');
    await place.goesOn();
    expect(readFileSync(place.config, 'utf8')).toContain('echo x >> log');
    const run = await hermes(['chat', '-q', 'Begin.', '--json'], place);
    expect((run.json() as ChatResult).toolCalls, run.stderr).toMatchObject([{ status: 'ok' }]);
    expect(log(place.cwd)).toBe('x\nx\n');
  });

  test('deny is answered to the model', async () => {
    const place = await chat([turn(add, { say: 'I was told: {{result}}' })], manual);
    await place.ask('Begin.');
    await answer(place, 'd');
    await place.terminal.waitFor(/I was told: .*(den|not allow|refus|reject|declin)/is);
    expect(log(place.cwd)).toBe('');
    await place.goesOn();
  });

  test('Enter alone, or a word that is no choice, allows nothing', async () => {
    const place = await chat([turn(add, { say: 'Over.' })], manual);
    await place.ask('Begin.');
    await answer(place, 'yes please');
    await answer(place, '');
    await place.terminal.waitFor('Over.');
    expect(log(place.cwd)).toBe('');
  });

  test('what was typed before the question appeared is no answer to it', async () => {
    const place = await chat([turn({ ...add, delayMs: 800 }, { say: 'Over.' })], manual);
    await place.ask('Begin.');
    await place.model.reached(1);
    place.terminal.type('o\r');
    await answer(place, 'd');
    await place.terminal.waitFor('Over.');
    expect(log(place.cwd)).toBe('');
  });

  test('several lines pasted at once are no answer', async () => {
    const place = await chat([turn(add, { say: 'Over.' })], manual);
    await place.ask('Begin.');
    await place.terminal.waitFor(QUESTION);
    place.terminal.type('nothing of this\ro\rs\ra\r');
    await answer(place, 'd');
    await place.terminal.waitFor('Over.');
    expect(log(place.cwd)).toBe('');
  });
});

describe('on a terminal', () => {
  test('a tool call is shown by its line, and a conversation of three questions stays one prefix', async () => {
    const steps: Step[] = [
      { calls: [{ tool: 'terminal', args: { command: 'echo hi there' } }] },
      { say: 'It said {{result:(hi there)}}' },
    ];
    const place = await chat([turn(...steps), { user: 'second', steps: [{ say: 'Two.' }] }]);
    await place.ask('Begin.');
    await place.terminal.waitFor('┊ 💻 $ echo hi there');
    await place.terminal.waitFor('It said hi there');
    await place.ask('The second.');
    await place.terminal.waitFor('Two.');
    await place.goesOn();
    expectExtended(place.model.requests);
  });

  test('escape sequences of the model and of tools are not obeyed', async () => {
    const evil = '\u001b]0;pwned\u0007\u001b[2J\u009b2J\u001b]52;c;aGk=\u0007';
    const place = await chat([
      turn({ say: `a${evil}b`, calls: [{ tool: 'terminal', args: { command: `echo '${evil}'` } }] }, { say: 'Over.' }),
    ]);
    await place.ask('Begin.');
    await place.terminal.waitFor('Over.');
    for (const sequence of ['\u001b]0;pwned', '\u001b[2J', '\u009b', '\u001b]52'])
      expect(place.terminal.raw()).not.toContain(sequence);
    await place.goesOn();
  });
});
