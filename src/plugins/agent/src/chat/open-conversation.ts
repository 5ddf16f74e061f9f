import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Host, SessionSummary } from '@hermes-ops/contract';
import type { AskUser } from '../approvals/approver.ts';
import { type Conversation, closeTurn, createConversation, NOTE } from '../loop/conversation.ts';
import type { AskTarget } from '../loop/deps.ts';
import { readDraft } from '../loop/draft.ts';
import type { NoticeCode } from '../loop/notice-codes.ts';
import type { AskText } from '../mcp/elicit.ts';
import type { McpRoom } from '../mcp/types.ts';
import { systemPrompt } from '../prompt/system-prompt.ts';
import { sessionError } from '../sessions/errors.ts';
import { holdSession } from '../sessions/hold-session.ts';
import type { SessionStore } from '../sessions/types.ts';
import type { AgentSettings } from '../settings.ts';
import type { SkillSet } from '../skills/open-skills.ts';
import type { OwnTools } from '../tools/registry.ts';
import type { EndpointFacts } from './check-endpoint.ts';
import { firstPrompt } from './first-prompt.ts';
import type { TemplateVerdict } from './probe-template.ts';
import type { SessionTools } from './tool-set.ts';

export interface OpenOptions {
  /** Go on with the last session of this folder. */
  continue?: boolean;
  /** Go on with a session by id or title. */
  resume?: string;
  maxTurns?: number;
  /** Asks what has to be agreed to before the first message. Absent: there is no terminal, and what needs it is left out. */
  ask?: AskUser;
  /** Reads a line that the user types, for forms of MCP servers. */
  askText?: AskText;
  /** Says what is waited for before the session is open. */
  tell?: (line: string) => void;
  /** Told what a silent server is asked for before the session is open; undefined: it is waited for no more. */
  waits?: (what: string | undefined) => void;
  /** One question, not a conversation. */
  single?: true;
}

/** Something that the user should know. */
export interface Notice {
  code: NoticeCode;
  text: string;
  try?: string[];
}

/** Who answers. */
export interface Reachable {
  asked: AskTarget;
  /** Who is asked when that one fails. */
  others: readonly AskTarget[];
  facts: EndpointFacts;
  notices: Notice[];
}

/** What a session is opened with. */
export interface Started extends Reachable {
  host: Host;
  settings: AgentSettings;
  verdict: TemplateVerdict | undefined;
  workspace: string;
  store: SessionStore;
  kit: OwnTools;
  set: SessionTools;
  skills: SkillSet;
  mcp: McpRoom | undefined;
  contextTokens: number | undefined;
  /** The session that goes on; undefined: a new one. */
  earlier: SessionSummary | undefined;
}

export interface Opened {
  conversation: Conversation;
  resumed: boolean;
  notices: Notice[];
  /** Lets others go on with the session. */
  release(): void;
}

/**
 * A new session, or one that exists: that goes on with the very prompt and tools that it began with. No other process has
 * it meanwhile. Errors: agent.session-not-found where it was deleted meanwhile, agent.session-busy.
 */
export async function openConversation(started: Started): Promise<Opened> {
  const { host, settings, verdict, workspace, store, earlier } = started;
  const { target } = started.asked;
  const local = (await host.endpoint()).isLocal(target.baseUrl);
  const sendReasoning = verdict?.reasoning ?? (settings.echoReasoning || local);
  if (!earlier) return newConversation(started, sendReasoning);
  const { id } = earlier;
  const release = await holdSession(host, id);
  try {
    const { systemPrompt: system, toolsJson } = store.frozen(id);
    const tools = JSON.parse(toolsJson);
    const conversation = createConversation({ id, system, tools, sendReasoning, log: store });
    // Another model never had the prompt in its cache, so it cannot have lost it.
    if (isOther(earlier, target.model)) conversation.countedBy = {};
    recover(conversation, await draftFile(host, id));
    return { conversation, resumed: true, notices: changesSince(earlier, target.model, workspace), release };
  } catch (error) {
    release();
    throw error;
  }
}

async function newConversation(started: Started, sendReasoning: boolean): Promise<Opened> {
  const { host, settings, verdict, workspace, store, set, skills, contextTokens } = started;
  const { target } = started.asked;
  const { parts, notices } = await firstPrompt(host, settings, {
    model: target.model,
    workspace,
    contextTokens,
    skills,
  });
  const system = systemPrompt(parts);
  const tools = verdict?.tools === false ? [] : set.wire;
  const id = store.create({
    model: target.model,
    baseUrl: (await host.endpoint()).displayUrl(target.baseUrl),
    cwd: workspace,
    systemPrompt: system,
    toolsJson: JSON.stringify(tools),
  });
  return {
    conversation: createConversation({ id, system, tools, sendReasoning, log: store }),
    resumed: false,
    notices: notices.map((text) => ({ code: 'agent.file-cut', text })),
    release: await holdSession(host, id),
  };
}

/** Where what has been shown of an answer is kept until the answer is whole. */
export const draftFile = async (host: Host, id: string): Promise<string> =>
  join(await host.ensureOps('sessions', 'drafts'), `${id}.jsonl`);

/** A process that was killed may have left a part of an answer, and calls without results. */
function recover(conversation: Conversation, file: string): void {
  const draft = readDraft(file);
  const last = conversation.messages.at(-1)?.role;
  if (draft?.text && (last === 'user' || last === 'tool')) {
    const reasoning = draft.reasoning ? { reasoning: draft.reasoning } : {};
    conversation.append({ role: 'assistant', content: draft.text, ...reasoning });
  }
  closeTurn(conversation, NOTE.killed);
  // Not before its text is in the session: the disk may be full still.
  rmSync(file, { force: true });
}

/** The session to go on with, where the options name one. Errors: agent.session-not-found, agent.session-ambiguous. */
export function wanted(store: SessionStore, options: OpenOptions, workspace: string): SessionSummary | undefined {
  if (options.resume !== undefined) {
    const found = store.find(options.resume);
    if (found) return found;
    throw sessionError('agent.session-not-found', `there is no session \`${options.resume}\``, {
      try: ['hermes sessions list', 'hermes sessions search WORDS'],
      exit: 2,
    });
  }
  if (!options.continue) return undefined;
  const found = store.latest({ cwd: workspace });
  if (found) return found;
  throw sessionError('agent.session-not-found', 'no session was held in this folder yet', {
    try: ['hermes sessions list', 'hermes chat --resume ID', 'hermes chat   (a new session)'],
    exit: 2,
  });
}

const isOther = (session: { model: string }, model: string): boolean => session.model !== '' && session.model !== model;

function changesSince(session: { model: string; cwd: string }, model: string, workspace: string): Notice[] {
  const other = isOther(session, model);
  const moved = session.cwd !== workspace;
  return [
    ...(other
      ? [
          {
            code: 'agent.other-model' as const,
            text: `the session was held with ${session.model}; ${model} goes on with it`,
          },
        ]
      : []),
    ...(moved
      ? [
          {
            code: 'agent.other-folder' as const,
            text: `the session was held in ${session.cwd}; tools now work in ${workspace}`,
          },
        ]
      : []),
  ];
}
