/** The published schema in a real YAML language server, as an editor starts it; one process for all cases. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { cleanEnv, hermes, ROOT } from '../helpers/cli.ts';

const SERVER = join(ROOT, 'node_modules/yaml-language-server/bin/yaml-language-server');
const VALID = join(ROOT, 'test/corpus/valid');

interface Problem {
  message: string;
  range: { start: { line: number; character: number } };
}
interface Item {
  label: string;
  documentation?: string | { value: string };
}

let home: string;
let server: ChildProcess;
let connection: MessageConnection;
let modeline: string;
/** The last diagnostics of each document, and who waits for some. */
const problems = new Map<string, Problem[]>();
const waiting = new Map<string, (found: Problem[]) => void>();
let version = 0;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'hermes-lsp-'));
  const init = await hermes(['init'], { home });
  expect(init.code, init.stderr).toBe(0);
  modeline = readFileSync(join(home, 'config.yaml'), 'utf8').split('\n')[0] ?? '';
  server = spawn(process.execPath, [SERVER, '--stdio'], {
    cwd: home,
    env: cleanEnv(),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  if (!server.stdout || !server.stdin) throw new Error('the language server has no pipes');
  connection = createMessageConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
  connection.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }) => {
    problems.set(uri, diagnostics);
    waiting.get(uri)?.(diagnostics);
  });
  // The store of schemas on the web stays off: nothing is fetched.
  const settings = {
    yaml: { schemaStore: { enable: false }, validate: true, completion: true, hover: true },
    http: {},
  };
  connection.onRequest('workspace/configuration', ({ items }: { items: { section?: string }[] }) =>
    items.map(({ section }) => settings[section as keyof typeof settings] ?? {}),
  );
  connection.onRequest('client/registerCapability', () => null);
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: String(pathToFileURL(home)),
    capabilities: {
      workspace: { configuration: true },
      textDocument: {
        completion: { completionItem: { documentationFormat: ['markdown'] } },
        hover: { contentFormat: ['markdown'] },
      },
    },
  });
  await connection.sendNotification('initialized', {});
  await connection.sendNotification('workspace/didChangeConfiguration', { settings });
}, 120_000);

afterAll(async () => {
  await connection?.sendRequest('shutdown').catch(() => {});
  connection?.dispose();
  server?.kill();
  rmSync(home, { recursive: true, force: true, maxRetries: 3 });
});

/** Opens a config file of the home with the given lines below the modeline; the cursor stands at `|`. */
async function open(lines: string, name = `c${++version}.yaml`) {
  const marked = `${modeline}\n${lines}`;
  const text = marked.replace('|', '');
  const before = marked.slice(0, marked.indexOf('|')).split('\n');
  const uri = String(pathToFileURL(join(home, name)));
  writeFileSync(join(home, name), text);
  const checked = new Promise<Problem[]>((resolve) => waiting.set(uri, resolve));
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'yaml', version: 1, text },
  });
  return {
    at: { textDocument: { uri }, position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 } },
    checked,
  };
}

async function completions(lines: string): Promise<Item[]> {
  const { at } = await open(lines);
  return (await connection.sendRequest<{ items: Item[] }>('textDocument/completion', at)).items;
}

const textOf = (item: Item | undefined): string =>
  typeof item?.documentation === 'object' ? item.documentation.value : (item?.documentation ?? '');

test('`hermes init` names the schema beside the file', () => {
  expect(modeline).toBe('# yaml-language-server: $schema=ops/config.schema.json');
});

describe('completion', () => {
  test('offers the sections', async () => {
    const items = await completions('|');
    expect(items.map(({ label }) => label)).toEqual(
      expect.arrayContaining(['model', 'compression', 'servers', 'agent']),
    );
  });

  test('offers the keys of a section with what they mean', async () => {
    const items = await completions('compression:\n  enabled: true\n  |\n');
    const threshold = items.find(({ label }) => label === 'threshold');
    expect(textOf(threshold)).toContain('Share of the context window');
    expect(items.map(({ label }) => label)).not.toContain('enabled');
  });

  test('offers the keys of an entry with a name of the user', async () => {
    const items = await completions('servers:\n  qwen:\n    model: m.gguf\n    |\n');
    expect(items.map(({ label }) => label)).toEqual(expect.arrayContaining(['ctx_size', 'parallel', 'port']));
  });

  test('offers the words of a key', async () => {
    const items = await completions('compression:\n  tail_mode: |\n');
    expect(items.map(({ label }) => label)).toEqual(expect.arrayContaining(['lean', 'legacy']));
  });
});

test('hover says what a key means, with its unit', async () => {
  const { at } = await open('model:\n  context_le|ngth: 65536\n');
  const hover = await connection.sendRequest<{ contents: { value: string } }>('textDocument/hover', at);
  expect(hover.contents.value).toContain('Context window');
  expect(hover.contents.value).toMatch(/Unit: tokens/);
});

describe('diagnostics', () => {
  test('stand at the line of a wrong value', async () => {
    const { checked } = await open('model:\n  default: m\ncompression:\n  threshold: 80\n  enabled: true\n');
    expect((await checked).map(({ range }) => range.start.line)).toEqual([4]);
  });

  test('stand at the line of a key that nobody knows', async () => {
    const { checked } = await open('compression:\n  threshold_pct: 0.8\n');
    expect((await checked).map(({ range, message }) => `${range.start.line} ${/threshold_pct/.test(message)}`)).toEqual(
      ['2 true'],
    );
  });

  test('do not mind a switch in the words of YAML 1.1, a variable or a key without a value', async () => {
    const { checked } = await open(
      'compression:\n  enabled: on\n  threshold: $' + '{SHARE}\n  protect_last_n:\napprovals:\n  mode: off\n',
    );
    expect(await checked).toEqual([]);
  });

  test.each(longest(5))('find nothing in the default dump %s', async (name) => {
    const { checked } = await open(readFileSync(join(VALID, name), 'utf8'), name);
    expect((await checked).map(({ message, range }) => `${range.start.line}: ${message}`)).toEqual([]);
  });
});

/** The largest of the valid files in UTF-8 without a BOM. */
function longest(count: number): string[] {
  const files = readdirSync(VALID).filter((name) => name.endsWith('.yaml'));
  const sizes = files.map((name): [string, number] => [name, readFileSync(join(VALID, name)).length]);
  return sizes
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, count)
    .map(([name]) => name);
}
