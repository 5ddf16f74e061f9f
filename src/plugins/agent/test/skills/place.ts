import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Answer, AskUser, Question } from '../../src/approvals/approver.ts';
import { openSkills, type SkillOptions } from '../../src/skills/open-skills.ts';
import { type Bench, type Setting, toolBench } from '../helpers/tool-run.ts';

export function put(folder: string, files: Record<string, string | Uint8Array>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

export const skillText = (name: string, description = `What ${name} does.`, body = `Steps of ${name}.`): string =>
  `---\nname: ${name}\ndescription: ${description}\n---\n\n${body}\n`;

export interface SkillPlace extends Bench {
  /** Opens the skills as a new session does. */
  open(options?: Partial<SkillOptions>): ReturnType<typeof openSkills>;
}

/** A home and a workspace with files, and the host of a session between them. */
export function skillPlace({
  home = {},
  workspace = {},
  ...setting
}: Setting & { home?: Record<string, string>; workspace?: Record<string, string> } = {}): SkillPlace {
  const bench = toolBench(setting);
  put(bench.home, home);
  put(bench.workspace, workspace);
  return {
    ...bench,
    open: (options = {}) =>
      openSkills(bench.run.host, { workspace: bench.workspace, disabledToolsets: [], ...options }),
  };
}

/** A user who gives these answers, one for each question, and what was asked. */
export function user(...answers: Answer[]): { ask: AskUser; asked: Question[] } {
  const asked: Question[] = [];
  return {
    asked,
    ask: async (question) => {
      asked.push(question);
      const answer = answers[asked.length - 1];
      if (answer === undefined) throw new Error(`nobody expected: ${question.review.action}`);
      return answer;
    },
  };
}
