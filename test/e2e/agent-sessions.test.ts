import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeEach, describe, expect, test } from 'vitest';
import { openSessions } from '../../src/plugins/agent/src/sessions/store.ts';
import type { NewMessage, NewSession } from '../../src/plugins/agent/src/sessions/types.ts';
import { agentHome } from '../helpers/agent-home.ts';
import { answerSlowly } from '../helpers/answer.ts';
import { canMount } from '../helpers/can-mount.ts';
import { BIN, type CliResult, cleanEnv, hermes } from '../helpers/cli.ts';
import { fixturePlugin } from '../helpers/fixture-plugin.ts';
import { tempDir, tempHome } from '../helpers/home.ts';
import { expectShape } from '../helpers/schema.ts';
import { openTerminal } from '../helpers/terminal.ts';

const KEY = 'wb7-QfL2mXo93TzKe1Rv55aaPq';
const START: NewSession = {
  systemPrompt: 'Be brief.',
  toolsJson: '[]',
  model: 'tiny',
  baseUrl: 'http://x/v1',
  cwd: '/w',
};
/** What acts on a terminal: clear screen, clipboard by OSC 52, an 8-bit CSI, a title, reversed writing, hidden text. */
const HOSTILE = 'a\u001b[2Jb\u001b]52;c;cm0=\u0007c\u009b31md\u001b]0;owned\u001b\\e\u202ef\u200bg\rh';
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
const ACTING = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/;

const shape = (name: string) => new URL(`../../src/plugins/agent/schemas/results/${name}.schema.json`, import.meta.url);

let home = '';
let store: ReturnType<typeof openSessions>;

beforeEach(async () => {
  const paths = await agentHome({ '.env': `LOCAL_API_KEY=${KEY}\n`, 'ops/sessions/.keep': '' });
  home = paths.home;
  store = openSessions(join(paths.ops, 'sessions/sessions.db'));
  return () => store.close();
});

function session(title: string, messages: NewMessage[], start: Partial<NewSession> = {}): string {
  const id = store.create({ ...START, ...start, title });
  store.appendAll(id, messages);
  return id;
}

const CONVERSATION: NewMessage[] = [
  { role: 'user', content: '压缩 threshold 是多少？' },
  {
    role: 'assistant',
    content: null,
    reasoning: 'I look it up.',
    tool_calls: [
      { id: 'c1', type: 'function', function: { name: 'config_get', arguments: '{"key":"compression.threshold"}' } },
    ],
  },
  { role: 'tool', content: '0.5\nfrom the default', tool_call_id: 'c1', toolName: 'config_get', status: 'ok' },
  { role: 'assistant', content: 'It is 0.5.', usage: { promptTokens: 900, completionTokens: 7, cachedTokens: 800 } },
];

const run = (...args: string[]): Promise<CliResult> => hermes(['sessions', ...args], { home });

async function document(name: string, ...args: string[]): Promise<Record<string, unknown>> {
  const result = await run(...args, '--json');
  expect(result.code, result.stderr + result.stdout).toBe(0);
  expectShape(shape(name), result.json());
  return result.json() as Record<string, unknown>;
}

async function refused(code: string, ...args: string[]): Promise<void> {
  const result = await run(...args, '--json');
  expectShape('error', result.json());
  expect(result.json()).toMatchObject({ error: { code } });
  expect(result.code).toBe(code === 'agent.sessions-damaged' ? 1 : 2);
}

describe('hermes sessions', () => {
  test('alone and `list`: newest first, by title, without any too', async () => {
    expect((await run()).stdout).toContain('No session is stored');
    const ids = ['first one', 'zweite Größe', 'third 标题'].map((title) => session(title, CONVERSATION));
    for (const name of [[], ['list']]) {
      const shown = await run(...name);
      expect(shown.stdout).toMatch(/third 标题[\s\S]*zweite Größe[\s\S]*first one/);
      const listed = await document(name.length > 0 ? 'sessions-list' : 'sessions', ...name, '--limit', '2');
      expect(listed).toMatchObject({
        total: 3,
        sessions: [{ id: ids[2], messages: 4, turns: 1, toolCalls: 1 }, { id: ids[1] }],
      });
    }
    expect(await document('sessions-list', 'list', '--text', 'GRÖSSE')).toMatchObject({ total: 0 });
    expect(await document('sessions-list', 'list', '--text', 'größe')).toMatchObject({ total: 1 });
  });

  test('`show` prints the conversation, calls and results in a line each', async () => {
    const id = session('about thresholds', CONVERSATION);
    const { stdout } = await run('show', 'thresholds');
    expect(stdout).toContain(id);
    expect(stdout).toContain('压缩 threshold 是多少？');
    expect(stdout).toContain(
      '  -> config_get {"key":"compression.threshold"}\n  <- config_get ok, 2 lines: 0.5 from the default\n',
    );
    expect(stdout).toContain('It is 0.5.');
    expect(await document('sessions-show', 'show', id)).toMatchObject({
      session: { id },
      messages: [
        { seq: 1, hidden: false },
        { seq: 2 },
        { seq: 3, status: 'ok' },
        { seq: 4, usage: { cachedTokens: 800 } },
      ],
    });
    store.replaceRange(id, 1, 3, [{ role: 'user', content: 'asked for the threshold' }]);
    expect((await run('show', id)).stdout).not.toContain('是多少');
    expect((await run('show', id, '--hidden')).stdout).toMatch(/\(replaced\)\n压缩 threshold 是多少[\s\S]*asked for/);
    store.replaceRange(id, 4, 4, []);
    expect((await run('show', id, '--hidden')).stdout).toMatch(/#4 [^\n]* \(taken back\)\nIt is 0\.5\./);
    expect(await document('sessions-show', 'show', id, '--hidden')).toMatchObject({
      messages: expect.arrayContaining([expect.objectContaining({ seq: 4, hidden: true, takenBack: true })]),
    });
    expect((await document('sessions-show', 'show', id, '--last', '1'))['messages']).toHaveLength(1);
    await refused('agent.session-not-found', 'show', 'nothing like it');
  });

  test('`search` finds any script, in one session or all, and says when it had to loosen', async () => {
    const id = session('a', CONVERSATION);
    session('b', [{ role: 'user', content: 'threshold of src/llm/index.ts' }]);
    expect(await document('sessions-search', 'search', '压缩', 'threshold')).toMatchObject({
      match: 'all',
      order: 'best',
      found: 1,
      hits: [{ sessionId: id, seq: 1, excerpt: '\u2068压缩\u2069 \u2068threshold\u2069 是多少？' }],
    });
    expect(await document('sessions-search', 'search', 'threshold', '--session', 'b')).toMatchObject({ found: 1 });
    expect((await run('search', 'thresh', 'NEAR(')).stdout).toContain('some of them');
    expect((await run('search', 'src/llm/index.ts')).stdout).toContain('threshold of src/llm/index.ts');
    expect((await run('search', '"', '*')).stdout).toBe('Nothing was found.\n');
    expect((await run('search', '--', '-threshold')).stdout).toContain(id);
  });

  test('`rename`', async () => {
    const id = session('a', CONVERSATION);
    expect(await document('sessions-rename', 'rename', id, '  new\ntitle ')).toMatchObject({ id, title: 'new title' });
    expect(store.get(id)?.title).toBe('new title');
    await refused('agent.session-title-empty', 'rename', id, ' ');
    session('new title', CONVERSATION);
    await refused('agent.session-ambiguous', 'rename', 'new title', 'x');
  });

  test('`export` to the screen and to a new file of its owner', async () => {
    const id = session('about', CONVERSATION);
    const markdown = await run('export', id);
    expect(markdown.stdout).toMatch(/^# about\n\n- Session: .*[\s\S]*```json\n\{"key":"compression.threshold"\}\n```/);
    const lines = (await run('export', id, '--format', 'jsonl')).stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(5);
    expect(lines[0]).toMatchObject({ type: 'session', id, systemPrompt: 'Be brief.' });
    expect(lines[2]).toMatchObject({ type: 'message', seq: 2, tool_calls: CONVERSATION[1]?.tool_calls });
    const file = join(home, 'out.jsonl');
    const written = await document('sessions-export', 'export', id, '--format', 'jsonl', '-o', 'out.jsonl');
    expect(written).toMatchObject({ id, format: 'jsonl', messages: 4, file });
    expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(5);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await refused('agent.export-exists', 'export', id, '-o', 'out.jsonl');
    const unwritten: [string[], string][] = [
      [['none/out.md'], 'there is no such folder'],
      [['.'], 'it is a folder'],
      [['x'.repeat(300)], 'the name is too long'],
      [['/dev/full', '--force'], 'the disk is full'],
    ];
    for (const [output, why] of unwritten) {
      const failed = await run('export', id, '--json', '-o', ...output);
      expect(failed.code).toBe(1);
      const { error } = failed.json() as { error: { code: string; message: string } };
      expect(error.code).toBe('agent.export-not-written');
      expect(error.message).toContain(why);
    }
    expect(await document('sessions-export', 'export', id)).toMatchObject({ text: markdown.stdout });
    expect((await run('export', id, '-o', 'out.jsonl', '--force')).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(markdown.stdout);
  });

  test.runIf(canMount)(
    '`export` to a disk that has room for a part of the last message: it is said, and no part stays',
    async () => {
      const id = session('long', [{ role: 'user', content: 'word '.repeat(40_000) }]);
      const folder = tempDir();
      const script = 'mount -t tmpfs -o size=64k tmpfs "$1" && cd "$1" && shift && "$@"; echo "$? $(ls)"';
      const argv = [process.execPath, BIN, 'sessions', 'export', id, '-o', 'out.md'];
      const env = { ...cleanEnv(), HERMES_HOME: home };
      const { stdout, stderr } = await execa('unshare', ['-m', 'sh', '-c', script, 'sh', folder, ...argv], {
        env,
        extendEnv: false,
      });
      expect(stderr).toContain('the disk is full [agent.export-not-written]');
      expect(stdout).toBe('1 ');
    },
  );

  test('`delete` needs --yes without a terminal, knows all of them or deletes none, and leaves no trace', async () => {
    const [a, b] = ['a', 'b'].map((title) => session(title, [{ role: 'user', content: `confidential${title}` }]));
    await refused('usage.no-terminal', 'delete', a ?? '');
    await refused('agent.session-not-found', 'delete', a ?? '', 'nobody', '--yes');
    expect(store.list()).toHaveLength(2);
    expect(await document('sessions-delete', 'delete', a ?? '', 'a', '--yes')).toMatchObject({ deleted: [a] });
    expect(store.list().map(({ id }) => id)).toEqual([b]);
    store.close();
    const left = readFileSync(store.file, 'latin1');
    expect([left.includes('confidentiala'), left.includes('confidentialb')]).toEqual([false, true]);
  });

  test('`delete` on a terminal asks; Enter and Ctrl-C are no', async () => {
    const id = session(`title ${HOSTILE}`, CONVERSATION);
    for (const [keys, code, left] of [
      ['', 0, 1],
      ['nope', 0, 1],
      ['\x03', 130, 1],
      ['y', 0, 0],
    ] as const) {
      const terminal = openTerminal(['sessions', 'delete', id], { home });
      // Of the time before the question.
      terminal.type('y\r');
      await terminal.waitFor('Delete 1 session for good? [y/N]');
      if (keys === '\x03') terminal.type(keys);
      else await answerSlowly(terminal, keys);
      expect(await terminal.exit()).toBe(code);
      expect(terminal.screen().join('\n')).toContain('title a');
      expect(store.list()).toHaveLength(left);
    }
  });

  test('`delete` shows what would go where nobody sees standard error', async () => {
    const id = session('all of my notes', CONVERSATION);
    const terminal = openTerminal([], { home, shell: true });
    await terminal.waitFor('shell$');
    terminal.type(`hermes sessions delete ${id} 2>/dev/null\r`);
    await terminal.waitFor(/all of my notes\s+Delete 1 session for good\? \[y\/N\]/);
    await answerSlowly(terminal, 'n');
    await terminal.waitFor('Nothing was deleted.');
  });

  test('`prune` goes by the flag, else by the config, and says what it would do', async () => {
    session('a', CONVERSATION);
    expect(await document('sessions-prune', 'prune', '--dry-run')).toMatchObject({ olderThanDays: 90, sessions: [] });
    writeFileSync(join(home, 'config.yaml'), 'sessions:\n  retention_days: 0\n');
    expect((await run('prune', '--dry-run')).stdout).toMatch(/^1 session .* would be deleted:\n/);
    await refused('usage.no-terminal', 'prune');
    expect(await document('sessions-prune', 'prune', '--older-than', '1', '--yes')).toMatchObject({ sessions: [] });
    expect(store.list()).toHaveLength(1);
    expect(await document('sessions-prune', 'prune', '--yes')).toMatchObject({
      olderThanDays: 0,
      sessions: [{ title: 'a' }],
    });
    expect(store.list()).toEqual([]);
  });

  test('`stats` counts', async () => {
    const id = session('a', CONVERSATION);
    store.addUsage(id, { promptTokens: 900, completionTokens: 7, cachedTokens: 800 });
    expect(await document('sessions-stats', 'stats')).toMatchObject({
      sessions: 1,
      messages: 4,
      promptTokens: 900,
      models: [{ model: 'tiny' }],
    });
    expect((await run('stats')).stdout).toContain('900 of prompts (800 from the cache), 7 generated');
  });
});

test('nothing that is stored acts on the terminal, and no secret is shown', async () => {
  const text = `${HOSTILE} key ${KEY} end`;
  const call = {
    id: 'c',
    type: 'function' as const,
    function: { name: `t${HOSTILE}`, arguments: JSON.stringify({ text }) },
  };
  const id = session(
    `title ${text}`,
    [
      { role: 'user', content: text },
      { role: 'assistant', content: text, reasoning: text, tool_calls: [call] },
      { role: 'tool', content: text, toolName: `t${HOSTILE}`, tool_call_id: 'c', status: 'ok' },
    ],
    { model: HOSTILE, cwd: `/w/${HOSTILE}`, systemPrompt: text },
  );
  const file = join(home, 'out.jsonl');
  const commands = [
    ['list'],
    ['show', id],
    ['search', 'key'],
    ['export', id],
    ['export', id, '--format', 'jsonl'],
    ['export', id, '--format', 'jsonl', '-o', file],
    ['stats'],
    ['prune', '--older-than', '0', '--dry-run'],
    ['rename', id, `again ${text}`],
  ];
  for (const args of commands) {
    const shown = await run(...args);
    expect(shown.code, shown.stderr).toBe(0);
    const all = shown.stdout + shown.stderr + (existsSync(file) ? readFileSync(file, 'utf8') : '');
    expect(all, args.join(' ')).not.toMatch(ACTING);
    expect(all, args.join(' ')).not.toContain(KEY);
    const json = await run(...args, '--json', ...(args.includes('-o') ? ['--force'] : []));
    expect(json.stdout, args.join(' ')).not.toContain(KEY);
    expect(json.stdout, args.join(' ')).not.toMatch(ACTING);
  }
  expect((await run('export', id, '--format', 'jsonl')).stdout).toContain('\\u001b[2Jb');
});

test('a damaged file is named, with what to do', async () => {
  store.close();
  writeFileSync(store.file, 'no database at all, but long enough to be one'.repeat(100));
  await refused('agent.sessions-damaged', 'list');
});

test('other plugins reach the sessions as a service, and hear what to install where there is none', async () => {
  const id = session('for others', CONVERSATION);
  const folder = fixturePlugin('hermes-plugin-reader', {
    'commands/reader.js': `export default class Reader {
      static id = 'reader'; static summary = 'x';
      static async run(argv, config) {
        const { successes } = await config.runHook('hermes:host', {});
        const host = successes.find(({ plugin }) => plugin.root === config.root).result;
        const found = await host.service('agent.sessions');
        const say = (value) => process.stdout.write(JSON.stringify(value));
        if (!found.ok) return say(found);
        const [session] = await found.service.list();
        await found.service.replaceRange(session.id, 1, 3, [{ role: 'user', content: 'short' }]);
        say({ id: session.id, messages: await found.service.messages(session.id), hits: await found.service.search('压缩') });
      }
    }`,
  });
  expect((await hermes(['plugins', 'install', folder], { home })).code).toBe(0);
  expect(JSON.parse((await hermes(['reader'], { home })).stdout)).toMatchObject({
    id,
    messages: [{ seq: 5, content: 'short' }, { seq: 4 }],
    hits: [{ seq: 1 }],
  });
  const { home: without } = tempHome();
  expect((await hermes(['plugins', 'install', folder], { home: without })).code).toBe(0);
  expect(JSON.parse((await hermes(['reader'], { home: without })).stdout)).toMatchObject({
    ok: false,
    plugin: 'agent',
  });
});

test('without a registry and without npm having it, the installation says what it lacks', async () => {
  const { home: empty } = tempHome();
  const env = {
    HERMES_NPM_REGISTRY: 'http://127.0.0.1:9',
    npm_config_registry: 'http://127.0.0.1:9',
    npm_config_cache: join(empty, 'cache'),
  };
  const result = await hermes(['plugins', 'install', 'agent', '--json'], { home: empty, env });
  expect(result.code).toBe(1);
  expect(result.json()).toMatchObject({
    error: { code: 'plugin.install-failed', message: expect.stringContaining('better-sqlite3') },
  });
});
