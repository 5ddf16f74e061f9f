import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../helpers/cli.ts';
import { tempDir } from '../helpers/home.ts';
import { decide, ESC, openScreen, ready, say } from '../helpers/screen.ts';
import type { Script } from '../helpers/scripted-model/types.ts';

const SERVER = join(ROOT, 'src/plugins/agent/test/mcp/servers/scripted.ts');

/** The tool sends the form that it is called with, and says what came back. */
const TOOL = { name: 'elicit', inputSchema: { type: 'object', properties: { schema: { type: 'object' } } } };
const FORM = { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] };
const script: Script = {
  turns: [
    {
      user: 'ask me',
      steps: [
        { calls: [{ tool: 'mcp_one_elicit', args: { schema: FORM } }] },
        { say: 'It got {{result:"name":"\\w+"}}.' },
      ],
    },
    { user: 'hello', steps: [{ say: 'Good day.' }] },
  ],
};

/** A chat in which a server's form has been agreed to and its first field is asked for. */
async function atField() {
  const behaviour = join(tempDir(), 'one.json');
  writeFileSync(behaviour, JSON.stringify({ tools: [TOOL] }));
  const mcp_servers = { one: { command: process.execPath, args: [SERVER, behaviour] } };
  const world = await openScreen(script, {
    cols: 120,
    rows: 40,
    config: { mcp_servers, approvals: { mode: 'off' } },
    unready: true,
  });
  const { terminal } = world;
  for (const question of ['start the MCP server one', 'offer the tool']) {
    await terminal.shows(question);
    await decide(terminal, 'o');
  }
  await ready(terminal);
  await say(terminal, 'Ask me.');
  await terminal.shows('answer a form of the MCP server one');
  await decide(terminal, 'o');
  await terminal.shows('name (string):\n●');
  return world;
}

test('a form of a server is filled in where messages are typed', async () => {
  const { terminal } = await atField();
  terminal.type('Ann');
  await terminal.shows('● Ann');
  terminal.type('\r');
  await terminal.shows('It got "name":"Ann".');
});

test('Esc at a field of a form stops the call, and the chat goes on', async () => {
  const { terminal, model } = await atField();
  terminal.type(ESC);
  await terminal.shows('interrupted [agent.interrupted]');
  await say(terminal, 'Hello.', 'Good day.');
  expect(model.requests).toHaveLength(2);
});
