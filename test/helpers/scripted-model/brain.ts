import { skills } from './skills.ts';
import type { Message, PlannedCall, Received, Script, Step, Tool, Turn } from './types.ts';

/** What the model found out about where it stands in the conversation. */
export interface Place {
  turn: Turn;
  /** Answers that it has already given after the user's message. */
  index: number;
  step: Step;
}

type Conversation = Pick<Received, 'messages' | 'tools'>;

/** The next answer, a function of the conversation alone. Undefined: nothing in the script fits. */
export function nextStep(script: Script, received: Conversation): Place | undefined {
  const { messages } = received;
  for (let at = messages.length - 1; at >= 0; at--) {
    const message = messages[at];
    if (message?.role !== 'user') continue;
    const turn = latestMatch(script.turns, message.text);
    if (!turn) continue;
    const after = messages.slice(at + 1);
    const index = after.filter(({ role }) => role === 'assistant').length;
    const step = turn.skill ? skills[turn.skill]?.(received, message, after) : stepOf(turn, index);
    return { turn, index, step: step ?? { say: `The script has no answer number ${index + 1} for "${turn.user}".` } };
  }
  return undefined;
}

/** Where several fit, the one whose words stand last: an interrupted question may share its message with the next. */
function latestMatch(turns: readonly Turn[], text: string): Turn | undefined {
  const found = turns
    .map((turn) => ({ turn, at: [...text.matchAll(new RegExp(turn.user, 'gi'))].at(-1)?.index ?? -1 }))
    .filter(({ at }) => at >= 0);
  return found.reduce<(typeof found)[number] | undefined>(
    (best, one) => (best && best.at > one.at ? best : one),
    undefined,
  )?.turn;
}

function stepOf(turn: Turn, index: number): Step | undefined {
  const steps = turn.steps ?? [];
  return steps[index] ?? (turn.endless ? steps.at(-1) : undefined);
}

/** Replaces what the text quotes; what is not in the conversation is said to be missing. */
export function fill(text: string, { messages }: Conversation): string {
  return text.replaceAll(/\{\{(system|user|results?)(?::(.+?))?\}\}(?!\})/gs, (_, source: string, pattern?: string) => {
    const role = source.startsWith('result') ? 'tool' : source;
    const having = messages.filter((message) => message.role === role);
    const texts = source === 'results' ? having.map((message) => message.text) : [having.at(-1)?.text ?? ''];
    if (pattern === undefined) return texts.join('\n');
    const found = texts.flatMap((one) =>
      [...one.matchAll(new RegExp(pattern, 'gis'))].map((match) => match[1] ?? match[0]),
    );
    const shown = source === 'results' ? found.join(', ') : found[0];
    return shown || `I cannot find ${pattern} in what I received`;
  });
}

const ROLES: Record<string, readonly string[]> = {
  path: ['path', 'file_path', 'file', 'filename', 'dir', 'directory'],
  content: ['content', 'text', 'body'],
  command: ['command', 'cmd'],
  old: ['old', 'old_text', 'old_string', 'oldText', 'search'],
  new: ['new', 'new_text', 'new_string', 'newText', 'replace'],
  key: ['key', 'name'],
  value: ['value'],
  pattern: ['pattern', 'query', 'regex', 'text'],
  query: ['query', 'text', 'pattern'],
};

/** Arguments as a text, with the free white space that llama-server's grammar leaves. */
export function argumentsOf(call: PlannedCall, tools: readonly Tool[], received: Conversation): string {
  if (call.raw !== undefined) return fill(call.raw, received);
  const properties = tools.find(({ name }) => name === call.tool)?.parameters.properties ?? {};
  const named = Object.entries(call.args ?? {}).map(([role, value]) => {
    const name = role in properties ? role : (ROLES[role]?.find((candidate) => candidate in properties) ?? role);
    const filled = typeof value === 'string' ? fill(value, received) : value;
    return `${JSON.stringify(name)} : ${JSON.stringify(filled)}`;
  });
  return named.length === 0 ? '{  }' : `{ ${named.join(', ')} }`;
}

/** The last message of the user, for answers to requests without tools such as titles. */
export const lastUser = (messages: readonly Message[]): string =>
  messages.findLast(({ role }) => role === 'user')?.text ?? '';
