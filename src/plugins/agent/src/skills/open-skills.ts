import type { Host } from '@hermes-ops/contract';
import type { AskUser } from '../approvals/approver.ts';
import type { Tool } from '../tools/tool.ts';
import { agree } from './agree.ts';
import { catalogue } from './catalogue.ts';
import { leftOutTexts, namesOf } from './left-out.ts';
import { skillIndex } from './skill-index.ts';
import { skillTool } from './skill-tool.ts';
import type { Skill, SkillNotice } from './types.ts';

/** The skills of one session. */
export interface SkillSet {
  /** All that were found, in order of names, each with its state. */
  all: readonly Skill[];
  /** Those that the model and slash commands may use. */
  usable: readonly Skill[];
  /** What the user should know before the first message. */
  notices: SkillNotice[];
  /** The tool `skill`, or nothing: without skills the first request does not grow. */
  tools: Tool[];
  /** Ready to be put into the system prompt, without secrets; empty where there is no skill. */
  index(contextTokens: number | undefined): Promise<string>;
}

export interface SkillOptions {
  /** Real path. */
  workspace: string;
  /** `agent.disabled_toolsets`. */
  disabledToolsets: readonly string[];
  /** Absent: nobody can be asked, and what the workspace brings is left out. */
  ask?: AskUser | undefined;
  /** The session goes on: its prompt may name the tool though no skill is left, and calls deserve an answer that says so. */
  resumed?: boolean;
}

const NO_SKILLS: SkillSet = { all: [], usable: [], notices: [], tools: [], index: async () => '' };

/** Finds the skills and asks once about those of the workspace. Throws `agent.interrupted` when the dialogue ends there. */
export async function openSkills(host: Host, options: SkillOptions): Promise<SkillSet> {
  const { workspace, disabledToolsets, ask, resumed = false } = options;
  if (disabledToolsets.some((name) => name === 'skills' || name === 'skill')) return NO_SKILLS;
  const found = await catalogue(host, workspace);
  const open = found.filter(({ state }) => state === 'not-agreed');
  const asked = open.length > 0 && ask ? await agree(host, workspace, found, ask) : undefined;
  const all = asked?.skills ?? found;
  const usable = all.filter(({ state }) => state === 'ok');
  return {
    all,
    usable,
    notices: [
      ...(open.length > 0 && !ask ? [notAgreed(open)] : []),
      ...(asked?.notKept === undefined
        ? []
        : [
            {
              code: 'agent.skills-left-out' as const,
              text: `that you agreed to the skills is not kept: ${asked.notKept}`,
            },
          ]),
      ...hiddenNotice(all),
      ...leftOutNotices(all),
    ],
    tools: usable.length > 0 || resumed ? [skillTool(all)] : [],
    index: async (contextTokens) => {
      const text = skillIndex(usable, contextTokens);
      return text === '' ? '' : host.mask(text);
    },
  };
}

const notAgreed = (skills: readonly Skill[]): SkillNotice => ({
  code: 'agent.skills-left-out' as const,
  text: `not loaded, because nobody agreed to what this workspace brings: ${namesOf(skills)}`,
  try: ['hermes chat   (on a terminal: it asks once)', 'hermes skills check   (what is in them)'],
});

/** The user's own skills of one name are the user's business; a workspace that brings one is not. */
function hiddenNotice(all: readonly Skill[]): SkillNotice[] {
  const hidden = all.filter(({ state, source }) => state === 'hidden' && source === 'workspace');
  if (hidden.length === 0) return [];
  return [
    {
      code: 'agent.skills-left-out' as const,
      text: `not loaded from this workspace, because you have a skill of that name: ${namesOf(hidden)}`,
    },
  ];
}

const leftOutNotices = (all: readonly Skill[]): SkillNotice[] =>
  leftOutTexts(all).map((text) => ({
    code: 'agent.skills-left-out' as const,
    text,
    try: ['hermes skills list   (which)', 'Move away what is not needed.'],
  }));
