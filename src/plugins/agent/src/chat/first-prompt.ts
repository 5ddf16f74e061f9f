import os from 'node:os';
import { basename } from 'node:path';
import type { Host } from '@hermes-ops/contract';
import { count } from '@hermes-ops/plugin-kit/numbers';
import { readMemory } from '../memory/read.ts';
import { contextFiles } from '../prompt/context-files.ts';
import { memoryPart } from '../prompt/memory-part.ts';
import { type PromptPart, promptParts } from '../prompt/system-prompt.ts';
import type { AgentSettings } from '../settings.ts';
import type { SkillSet } from '../skills/open-skills.ts';

/** Longest context file where neither the config nor the window says otherwise, in characters. */
const FILE_CHARS = 20_000;

/** Share of the window that one context file may take. */
const FILE_SHARE = 0.1;

/** The system prompt of a new session, by part. What cannot be read is left out. */
export async function firstPrompt(
  host: Host,
  settings: AgentSettings,
  {
    model,
    workspace,
    contextTokens,
    skills,
  }: { model: string; workspace: string; contextTokens: number | undefined; skills: Pick<SkillSet, 'index'> },
): Promise<{ parts: PromptPart[]; notices: string[] }> {
  const share =
    contextTokens === undefined ? FILE_CHARS : Math.min(FILE_CHARS, Math.floor(contextTokens * FILE_SHARE * 3));
  const [files, memory] = await Promise.all([
    contextFiles(host.paths.home, workspace, settings.contextFileChars ?? share),
    readMemory(host),
  ]);
  const parts = promptParts({
    model,
    system: `${os.type()} ${os.arch()}`,
    shell: basename(process.env['SHELL'] ?? 'bash'),
    workspace,
    date: today(),
    hint: settings.environmentHint,
    instructions: settings.systemPrompt,
    skills: await skills.index(contextTokens),
    files,
    memory: memoryPart(memory),
  });
  const notices = files
    .filter(({ cut }) => cut > 0)
    .map(
      ({ name, cut }) =>
        `${name} is too long for the prompt: its last ${count(cut)} characters are left out (context_file_max_chars)`,
    );
  return { parts, notices };
}

/** The day by the machine's clock and zone. */
function today(): string {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
}
