import { expect, test } from 'vitest';
import { unknownCommand } from '../../src/host/unknown-command.ts';

const NONE = { commandIDs: ['config:get', 'server:logs'], topics: [] };
const AGENT = { ...NONE, commandIDs: [...NONE.commandIDs, 'mcp:approve', 'mcp:list', 'sessions'] };

test('a command of a plugin that is not installed names the plugin', async () => {
  const { code, message } = await unknownCommand('mcp:test', NONE);
  expect([code, message]).toEqual(['plugin.not-installed', expect.stringContaining('the agent plugin')]);
});

test('of a plugin that is installed it is not said that it is not', async () => {
  const { code, message } = await unknownCommand('mcp:lits', AGENT);
  expect([code, message]).toEqual(['usage.unknown-command', 'there is no command `hermes mcp lits`']);
});
