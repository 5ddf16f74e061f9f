import { cutLine } from './cut-text.ts';
import { failed, ok, type Tool, type ToolRun } from './tool.ts';

const MOST_ITEMS = 50;
const LONGEST = 200;
const ITEM = /^\s*(?:[-*]\s*)?\[(.)\]\s*(.*)$/;

/** The list is what the tool answered last, so a resumed session finds it in its own history. */
export function todoTool(): Tool {
  let list: string | undefined;
  return {
    name: 'todo',
    description: 'Keep a task list for work of several steps. Without items: show it.',
    parameters: {
      type: 'object',
      properties: {
        items: { type: 'string', description: 'the whole list, a line each: [ ] to do, [>] doing, [x] done' },
      },
    },
    summary: ({ items }) => (items === undefined ? 'show' : (doing(String(items)) ?? 'update')),
    async run({ items }, run) {
      if (items === undefined) {
        list ??= await lastList(run);
        return ok(list || 'the list is empty');
      }
      const lines = String(items)
        .split('\n')
        .filter((line) => line.trim() !== '');
      if (lines.length > MOST_ITEMS) return failed(`${lines.length} items are too many: at most ${MOST_ITEMS}`);
      list = lines.map(toItem).join('\n');
      return ok(list || 'the list is empty');
    },
  };
}

function toItem(line: string): string {
  const [, mark = ' ', text = line.trim().replace(/^[-*]\s+/, '')] = ITEM.exec(line) ?? [];
  const known = { x: 'x', X: 'x', '>': '>', '-': '>', '~': '>', '*': '>' }[mark] ?? ' ';
  return `[${known}] ${cutLine(text, LONGEST)}`;
}

const doing = (items: string): string | undefined =>
  items
    .split('\n')
    .map((line) => ITEM.exec(line))
    .find((item) => item?.[1] === '>')?.[2];

async function lastList({ sessions, sessionId }: ToolRun): Promise<string | undefined> {
  const messages = await sessions.messages(sessionId, { original: true }).catch(() => []);
  const last = messages.findLast(({ toolName, status }) => toolName === 'todo' && (status ?? 'ok') === 'ok');
  return last?.content
    ?.split('\n')
    .filter((line) => ITEM.test(line))
    .join('\n');
}
