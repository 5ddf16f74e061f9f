import { count } from '@hermes-ops/plugin-kit/numbers';
import { isObject } from '@hermes-ops/plugin-kit/objects';
import { type JSONRPCMessage, specTypeSchemas, type Transport } from '@modelcontextprotocol/client';
import { issueText } from './issue-text.ts';
import { LEFT_OUT, LONGEST_TOOL } from './listed-tool.ts';
import { plainText } from './schema.ts';

/** Levels of values in values; what is offered may have half as many. The SDK's checks go down without a limit. */
const DEEPEST = 100;

/**
 * Looks at listed tools before the SDK does, which refuses a whole list because of one of them (by the newer protocol also
 * where it is given another schema). What cannot be used is replaced by a stand-in of its name that says why, so that paging
 * and what the SDK remembers of the list stay its own.
 */
export function siftTools(transport: Transport): void {
  const before = transport.onmessage;
  transport.onmessage = (message: JSONRPCMessage) => {
    before?.(message);
    const result: unknown = 'result' in message ? message.result : undefined;
    if (isObject(result) && Array.isArray(result['tools'])) result['tools'] = result['tools'].map(sifted);
  };
}

/** What nobody reads here (titles, icons, schemas of results) is taken away: nothing wrong in it matters. */
function sifted(given: unknown): unknown {
  const { name, description, inputSchema, annotations, execution } = isObject(given) ? given : {};
  const tool = { name, description, inputSchema, annotations, execution };
  const why = wrongIn(tool);
  if (why === undefined) return tool;
  const shown = typeof name === 'string' && name !== '' ? plainText(name, 60) : 'a tool without a name';
  return { name: shown, inputSchema: { type: 'object' }, _meta: { [LEFT_OUT]: plainText(why, 160) } };
}

function wrongIn(tool: Record<string, unknown>): string | undefined {
  if (isDeeper(tool, DEEPEST)) return `its schema is nested deeper than ${DEEPEST} levels`;
  const size = JSON.stringify(tool).length;
  if (size > LONGEST_TOOL) return `it has ${count(size)} characters, more than ${count(LONGEST_TOOL)}`;
  const { issues } = specTypeSchemas.Tool['~standard'].validate(tool);
  if (issues) return issueText(issues);
  const { $schema: dialect } = tool['inputSchema'] as Record<string, unknown>;
  return dialect === undefined || typeof dialect === 'string' ? undefined : 'inputSchema.$schema: expected string';
}

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((part) => isDeeper(part, levels - 1)));
