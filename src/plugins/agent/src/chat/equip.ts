import type { Host, LoadedConfig, SessionSummary } from '@hermes-ops/contract';
import { sessionMcp, withMcp } from '../mcp/session.ts';
import type { McpRoom } from '../mcp/types.ts';
import type { SessionStore } from '../sessions/types.ts';
import type { AgentSettings } from '../settings.ts';
import { openSkills, type SkillSet } from '../skills/open-skills.ts';
import type { Tool } from '../tools/tool.ts';
import type { OpenOptions } from './open-conversation.ts';
import { type SessionTools, toolSet } from './tool-set.ts';

export interface Place {
  config: LoadedConfig;
  settings: AgentSettings;
  store: SessionStore;
  workspace: string;
  contextTokens: number | undefined;
  /** The session that goes on; undefined: a new one. */
  earlier: SessionSummary | undefined;
}

/** What a session's model can reach. */
export interface Equipment {
  skills: SkillSet;
  mcp: McpRoom | undefined;
  set: SessionTools;
}

/** The agent's own tools with what skills, plugins and MCP servers bring; asks about what the user has not agreed to yet. */
export async function equip(host: Host, place: Place, own: readonly Tool[], options: OpenOptions): Promise<Equipment> {
  const { config, settings, store, workspace, contextTokens, earlier } = place;
  const { disabledToolsets: disabled } = settings;
  const { ask, askText, tell, single = false } = options;
  const skills = await openSkills(host, { workspace, disabledToolsets: disabled, ask, resumed: earlier !== undefined });
  const frozen = earlier && JSON.parse(store.frozen(earlier.id).toolsJson);
  const mcp = await sessionMcp(host, {
    config,
    workspace,
    contextTokens,
    ask,
    askText,
    tell,
    single,
    disabled,
    frozen,
  });
  try {
    const set = withMcp(await toolSet(host, [...own, ...skills.tools], disabled), mcp);
    return { skills, mcp, set };
  } catch (error) {
    await mcp?.close();
    throw error;
  }
}
