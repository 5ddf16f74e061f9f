import { suspicions } from '../memory/scan.ts';
import { type ListedTool, toolPrint } from './listed-tool.ts';

type Schema = Readonly<Record<string, unknown>>;

/** Lines to be read before tools are agreed to, and which of them read like orders to a model, counted from 1. */
export interface ToolText {
  lines: string[];
  flagged: number[];
}

/** Everything that a server says about these tools: what is agreed to is what was there to be read. */
export const toolsText = (tools: readonly ListedTool[]): ToolText =>
  flaggedOf(tools.flatMap((tool) => toolLines(tool)));

/** The same of what is new, what is otherwise than before, and what is gone. */
export function changesText(now: readonly ListedTool[], before: readonly ListedTool[]): ToolText {
  const old = new Map(before.map((tool) => [tool.name, tool]));
  const names = new Set(now.map(({ name }) => name));
  const changed = now.flatMap((tool) => {
    const was = old.get(tool.name);
    if (was && toolPrint(was) === toolPrint(tool)) return [];
    return [...(was ? toolLines(was, '- ') : []), ...toolLines(tool, '+ ')];
  });
  return flaggedOf([...changed, ...before.filter(({ name }) => !names.has(name)).map(({ name }) => `- ${name}`)]);
}

function toolLines({ name, description, inputSchema, destructive }: ListedTool, sign = ''): string[] {
  const { type: _type, $schema: _dialect, properties, required, ...rest } = inputSchema as Schema;
  const needed = new Set(Array.isArray(required) ? required : []);
  const fields = Object.entries((properties ?? {}) as Record<string, unknown>).map(
    ([field, schema]) => `${sign}    ${field}${needed.has(field) ? '' : '?'}: ${fieldText(schema)}`,
  );
  return [
    within(`${sign}${name}${destructive ? ' (says that it destroys)' : ''}: ${description}`, `${sign}  `),
    ...fields.map((field) => within(field, `${sign}      `)),
    ...(Object.keys(rest).length > 0 ? [`${sign}    and ${JSON.stringify(rest)}`] : []),
  ];
}

/** A text's further lines stand below its first one: none passes for another tool, a field, or what was removed. */
const within = (text: string, margin: string): string => text.replaceAll(/\r\n|[\n\r]/g, `\n${margin}`);

/** `string, its description`; as it is where it has more than that. */
function fieldText(schema: unknown): string {
  const { type, description, ...rest } = (schema ?? {}) as Schema;
  if (typeof type !== 'string' || Object.keys(rest).length > 0) return JSON.stringify(schema);
  return typeof description === 'string' ? `${type}, ${description}` : type;
}

/** Without one, what is notable is told by words of commands, which descriptions are full of. */
const NO_LINE = 0;

function flaggedOf(given: readonly string[]): ToolText {
  const lines = given.flatMap((line) => line.split('\n'));
  const flagged = lines.flatMap((line, at) => (suspicions(line).doubts.length > 0 ? [at + 1] : []));
  return { lines, flagged: flagged.length > 0 ? flagged : [NO_LINE] };
}
