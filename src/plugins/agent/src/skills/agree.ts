import { relative } from 'node:path';
import type { Host } from '@hermes-ops/contract';
import { onOneLine } from '@hermes-ops/plugin-kit/neutral';
import { plural } from '@hermes-ops/plugin-kit/numbers';
import { shortened } from '@hermes-ops/plugin-kit/plain';
import type { Answer, AskUser } from '../approvals/approver.ts';
import { leftAtQuestion } from '../approvals/left-at-question.ts';
import type { Review } from '../tools/tool.ts';
import { keepAgreed } from './agreements.ts';
import { checkSkill } from './check-skill.ts';
import { inTurn } from './in-turn.ts';
import { leftOutText } from './left-out.ts';
import { fingerprint } from './skill-files.ts';
import type { Finding, Skill } from './types.ts';

const DESCRIPTION = 300;
const MOST_FINDINGS = 10;

export interface Agreed {
  /** All skills again; those that were agreed to are `ok`. */
  skills: Skill[];
  answer: Answer;
  /** Why a yes does not last beyond this run, where it was to. */
  notKept?: string;
}

/**
 * Puts the skills of the workspace that nobody has agreed to before the user, all in one question, with what `check` finds
 * in them. What is agreed to is the content that was looked at: files that are changed meanwhile are refused later. Throws
 * `agent.interrupted` when the dialogue ends there.
 */
export async function agree(host: Host, workspace: string, skills: readonly Skill[], ask: AskUser): Promise<Agreed> {
  const open = skills.filter(({ state }) => state === 'not-agreed');
  const looked = await inTurn(open, async (skill) => {
    // Before the text is looked at: what changes in between is seen as a change.
    const print = await fingerprint(skill.folder);
    const { findings, files } = await checkSkill(skill.folder);
    return { skill, print, findings, files: files.filter(({ kind }) => kind === 'file').length };
  });
  const review = questionAbout(
    looked.map((one) => ({ ...one, shown: relative(workspace, one.skill.path) })),
    leftOutText(skills),
  );
  const question = {
    review,
    tool: 'skills',
    summary: workspace,
    offers: ['once', 'always', 'deny'] as const,
  };
  const answer = await ask(question, host.signal).catch((error: unknown) => {
    throw leftAtQuestion(host, error, 'left at the question about the skills of this workspace; nothing was sent');
  });
  if (answer === 'deny') return { skills: [...skills], answer };
  const agreed = new Map(looked.flatMap(({ skill, print }) => (print.ok ? [[skill.path, print] as const] : [])));
  const notKept =
    answer === 'always'
      ? await keep(
          host,
          looked.flatMap(({ skill, print }) => (print.ok ? [[skill.folder, print.hash] as const] : [])),
        )
      : undefined;
  return { skills: skills.map(withPrint), answer, ...(notKept === undefined ? {} : { notKept }) };

  function withPrint(skill: Skill): Skill {
    const print = agreed.get(skill.path);
    if (!print) return skill;
    const { why: _why, ...rest } = skill;
    return { ...rest, state: 'ok', agreed: print.files };
  }
}

const keep = (host: Host, entries: readonly (readonly [string, string])[]): Promise<string | undefined> =>
  keepAgreed(host, Object.fromEntries(entries)).then(
    () => undefined,
    (error: Error) => error.message,
  );

interface Looked {
  skill: Skill;
  shown: string;
  findings: readonly Finding[];
  files: number;
}

/** The question's text; lines with findings are shown however long it is. */
function questionAbout(looked: readonly Looked[], left: string | undefined): Review {
  const lines: string[] = [];
  const flagged: number[] = [];
  for (const { skill, shown, findings, files } of looked) {
    const changed = skill.why !== undefined ? ', changed since you agreed to it' : '';
    lines.push(`${skill.name}: ${shortened(skill.description, DESCRIPTION)}`);
    lines.push(`    in ${onOneLine(shown)}, ${plural(files, 'file')}${changed}`);
    const told = findings.filter(({ severity }) => severity !== 'note');
    for (const { file, line, message } of told.slice(0, MOST_FINDINGS)) {
      lines.push(`    ${file}:${line} ${message}`);
      flagged.push(lines.length);
    }
    if (told.length > MOST_FINDINGS) {
      lines.push(`    ${plural(told.length - MOST_FINDINGS, 'more finding')}: hermes skills check ${skill.name}`);
      flagged.push(lines.length);
    }
  }
  return {
    action: `let the model use ${plural(looked.length, 'skill')} that this workspace brings`,
    detail: lines.join('\n'),
    reasons: [
      'a skill tells the model what to do, and may bring scripts',
      '"always" holds until one of their files changes',
      ...(left === undefined ? [] : [left]),
    ],
    remember: 'skills of the workspace',
    flagged,
  };
}
