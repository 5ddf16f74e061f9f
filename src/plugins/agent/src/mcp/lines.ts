import { plural } from '@hermes-ops/plugin-kit/numbers';
import type { ServerState, ServerView } from './types.ts';

const STATES: Readonly<Record<ServerState, string>> = {
  'not-agreed': 'not agreed to',
  'not-started': 'is started when it is needed',
  connecting: 'is being connected',
  ready: 'connected',
  ended: 'has ended; a call starts it again',
  failed: 'failed',
  changed: 'has changed',
  'needs-login': 'wants a login',
};

/** How the servers stand, for the screen. */
export function linesOf(servers: readonly ServerView[], deferred: boolean): string[] {
  const lines = servers.map(({ name, state, why, tools }) => {
    const said = why === '' || state === 'needs-login' ? STATES[state] : `${STATES[state]}: ${why}`;
    return `${name}: ${said}${tools.length > 0 ? `; ${plural(tools.length, 'tool')}: ${tools.join(', ')}` : ''}`;
  });
  return [...lines, ...(deferred ? ['The model finds the tools by a search (tools.tool_search).'] : [])];
}

/** Why a tool that a session began with is not there. */
export function whyAbsent(servers: readonly ServerView[]): string {
  const off = servers.filter(({ tools }) => tools.length === 0).map(({ name, state }) => `${name} ${STATES[state]}`);
  return `no MCP server of this run has it${off.length > 0 ? ` (${off.join('; ')})` : ''}.`;
}
