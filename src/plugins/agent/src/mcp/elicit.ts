import type { AskUser } from '../approvals/approver.ts';
import type { ServerSpec } from './config.ts';
import type { Form, FormAnswer } from './connect.ts';

/** Fields of a form that are shown, and characters of each. */
const MOST_FIELDS = 30;

/**
 * Puts a server's form before the user, who can send it with the values that it suggests or decline it: nothing is typed
 * into a form of a server, so that it can ask for no secret. One with a required field without a suggestion is declined, and
 * so is each where nobody can be asked: servers list other tools for clients that have no forms at all.
 */
export function formFiller(
  ask: AskUser | undefined,
  spec: ServerSpec,
  declined: (why: string) => void,
): (form: Form, signal: AbortSignal) => Promise<FormAnswer> {
  let last: Promise<unknown> = Promise.resolve();
  const fillIn = async ({ message, schema }: Form, signal: AbortSignal): Promise<FormAnswer> => {
    if (!ask) return { action: 'decline' };
    const fields = fieldsOf(schema);
    const open = fields.filter(({ required, value }) => required && value === undefined);
    if (open.length > 0 || fields.length > MOST_FIELDS) {
      const what = open.length > 0 ? `for \`${open[0]?.name}\`` : 'for too many fields';
      declined(`the MCP server ${spec.name} asked ${what}, which cannot be filled in here: declined`);
      return { action: 'decline' };
    }
    const given = fields.filter(({ value }) => value !== undefined);
    const review = {
      action: `send this form to the MCP server ${spec.name}`,
      detail: [message, ...given.map(({ name, value }) => `${name} = ${JSON.stringify(value)}`)].join('\n'),
      reasons: ['it asks for it'],
    };
    const time = AbortSignal.any([signal, AbortSignal.timeout(Math.min(spec.elicitMs, 2 ** 31 - 1))]);
    try {
      const answer = await ask({ review, tool: 'mcp', summary: '', offers: ['once', 'deny'] }, time);
      if (answer === 'deny') return { action: 'decline' };
      return { action: 'accept', content: Object.fromEntries(given.map(({ name, value }) => [name, value as string])) };
    } catch {
      return { action: 'cancel' };
    }
  };
  return (form, signal) => {
    const turn = last.then(() => fillIn(form, signal));
    last = turn.catch(() => undefined);
    return turn;
  };
}

function fieldsOf(schema: Record<string, unknown>): { name: string; required: boolean; value: unknown }[] {
  const properties = (schema['properties'] ?? {}) as Record<string, Record<string, unknown>>;
  const required = new Set(Array.isArray(schema['required']) ? schema['required'] : []);
  return Object.entries(properties).map(([name, property]) => ({
    name,
    required: required.has(name),
    value: property?.['default'],
  }));
}
