import { isObject } from '@hermes-ops/plugin-kit/objects';
import { replaceUnseen } from '@hermes-ops/plugin-kit/unseen';
import type { AskUser } from '../approvals/approver.ts';
import type { ServerSpec } from './config.ts';
import type { Form, FormAnswer } from './connect.ts';
import { plainText } from './schema.ts';

/** Fields of a form, and tries to type one of them. */
const MOST_FIELDS = 30;
const MOST_TRIES = 3;
/** Characters of a form, its fields included: nobody reads more, and laying out megabytes would hold up the screen. */
const MOST_CHARS = 20_000;
/** Forms that the user declines, one after the other, until this server's are declined unasked. */
const MOST_REFUSED = 3;

/** Words for what somebody would type as a secret; `_` parts words here. */
const SECRET =
  /pass(?:word|phrase|wd|code)|secret|token|api[ _-]?key|credential|private[ _-]?key|(?<![a-z])(?:pin|cvv|otp|ssn|2fa|mfa)(?![a-z])|seed[ _-]?phrase|mnemonic|one[ _-]?time[ _-]?(?:code|key)|(?:verification|recovery|auth\w{0,11})[ _-]?code|(?:card|account)[ _-]?number|密码|口令|密钥|验证码/i;

/** Letters of other widths and marks that cannot be seen do not make it another word. */
const namesSecret = (text: string): boolean => SECRET.test(replaceUnseen(text.normalize('NFKC'), () => ''));

/**
 * A warning against typing secrets, as the public servers have it in their forms; up to the end of the sentence, and none where
 * it goes on with an exception, or with something to be typed after all.
 */
const WARNING =
  /(?<![a-z])(?:do not|don['’]t|never) (?:enter|give|include|provide|send|share|tell|type)(?![a-z])[^.;:!?()\n]{0,200}(?=[.;!)]|$)/gi;
const EXCEPTION = /(?<![a-z])(?:but|except|here|only|other than|unless|until|without)(?![a-z])/i;
const REQUEST =
  /(?:,|\s[–—-]|\s(?:and|then))\s+(?:[a-z]+\s+){0,2}(?:enter|fill|give|include|paste|provide|put|send|share|submit|tell|type|write)(?![a-z])/i;

/** The text without warnings: what is left is what a field asks for. */
const unwarned = (text: string): string =>
  text.replaceAll(WARNING, (warning) => (EXCEPTION.test(warning) || REQUEST.test(warning) ? warning : ''));

/** Reads a line that the user types. The prompt is plain. */
export type AskText = (prompt: string, signal: AbortSignal) => Promise<string>;

export interface FormAsker {
  /** Absent: nobody can be asked, and every form is declined: servers list other tools for clients without any forms. */
  ask: AskUser | undefined;
  /** Absent: a form can be sent with the values that it suggests only. */
  askText: AskText | undefined;
  /** Why a form was declined without the user. */
  declined(why: string): void;
}

type Value = string | number | boolean | string[];

interface Field {
  name: string;
  schema: Record<string, unknown>;
  required: boolean;
  suggested: Value | undefined;
}

/** Puts a server's form before the user, who fills it in or declines it. One that asks for a secret, or is too long, is declined. */
export function formFiller(
  spec: ServerSpec,
  asker: FormAsker,
): (form: Form, signal: AbortSignal) => Promise<FormAnswer> {
  let last: Promise<unknown> = Promise.resolve();
  let refused = 0;
  const { ask } = asker;
  const counting: AskUser | undefined =
    ask &&
    (async (question, signal) => {
      const answer = await ask(question, signal);
      refused = answer === 'deny' ? refused + 1 : 0;
      if (refused === MOST_REFUSED)
        asker.declined(`the MCP server ${spec.name} had ${refused} forms declined: its next ones are declined unasked`);
      return answer;
    });
  const next = async (form: Form, signal: AbortSignal): Promise<FormAnswer> =>
    refused >= MOST_REFUSED ? { action: 'decline' } : fillIn(spec, { ...asker, ask: counting }, form, signal);
  return (form, signal) => {
    const time = AbortSignal.any([signal, AbortSignal.timeout(spec.elicitMs)]);
    const turn = last.then(() => next(form, time)).catch(() => ({ action: 'cancel' as const }));
    last = turn;
    return turn;
  };
}

async function fillIn(spec: ServerSpec, asker: FormAsker, form: Form, signal: AbortSignal): Promise<FormAnswer> {
  const { ask, askText } = asker;
  if (!ask) return { action: 'decline' };
  const long = form.message.length + JSON.stringify(form.schema).length > MOST_CHARS;
  const fields = long ? [] : fieldsOf(form.schema);
  const fault = long ? 'that is too long to be read' : faultOf(fields, askText !== undefined);
  if (fault) {
    asker.declined(`the MCP server ${spec.name} sent a form ${fault}: declined`);
    return { action: 'decline' };
  }
  const review = {
    action: `answer a form of the MCP server ${spec.name}`,
    detail: [form.message, ...fields.map((field) => `  ${fieldText(field)}`)].join('\n'),
    reasons: [
      askText ? 'it gets what you type' : 'it gets what it suggests',
      // A text may name a secret without asking for one: a person can tell.
      ...(namesSecret([form.message, ...fields.map(aboutOf)].join('\n'))
        ? ['its text names a secret, which no server may ask for']
        : []),
    ],
  };
  const answer = await ask({ review, tool: 'mcp', summary: '', offers: ['once', 'deny'] }, signal);
  if (answer === 'deny') return { action: 'decline' };
  const content: [string, Value][] = [];
  for (const field of fields) {
    const value = askText ? await typed(field, askText, signal) : field.suggested;
    if (value !== undefined) content.push([field.name, value]);
    else if (field.required) return { action: 'cancel' };
  }
  return { action: 'accept', content: Object.fromEntries(content) };
}

function faultOf(fields: readonly Field[], typing: boolean): string | undefined {
  if (fields.length > MOST_FIELDS) return 'with too many fields';
  const secret = fields.find((field) =>
    namesSecret(`${field.name} ${field.schema['title']} ${unwarned(aboutOf(field))}`),
  );
  if (secret) return `that asks for a secret (${secret.name})`;
  const open = typing ? undefined : fields.find(({ required, suggested }) => required && suggested === undefined);
  return open ? `that cannot be filled in here (${open.name})` : undefined;
}

/** Enter takes what is suggested, or leaves the field out. Undefined: nothing that fits was typed, and each time it was said what would. */
async function typed(field: Field, askText: AskText, signal: AbortSignal): Promise<Value | undefined> {
  let fault = '';
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const text = (await askText(`${fault}${promptOf(field)}`, signal)).trim();
    if (text === '' && (field.suggested !== undefined || !field.required)) return field.suggested;
    const value = text === '' ? undefined : parsed(text, field.schema);
    if (value !== undefined) return value;
    fault = text === '' ? 'It is required. ' : `Wanted: ${wantedBy(field.schema)}. `;
  }
  return undefined;
}

/** What `parsed` takes; the choices themselves stand in the field's text. */
function wantedBy(schema: Record<string, unknown>): string {
  const { type, minimum, maximum } = schema;
  if (type === 'array') return 'some of these, with commas between them';
  if (choicesOf(schema)) return 'one of these';
  if (type === 'boolean') return '`yes` or `no`';
  const bounds = [
    ...(typeof minimum === 'number' ? [`at least ${minimum}`] : []),
    ...(typeof maximum === 'number' ? [`at most ${maximum}`] : []),
  ];
  return [type === 'integer' ? 'a whole number' : 'a number', ...bounds].join(', ');
}

function parsed(text: string, schema: Record<string, unknown>): Value | undefined {
  const choices = choicesOf(schema);
  const chosen = (typed: string): string | undefined =>
    choices
      ? (choices.find(({ value }) => value === typed) ?? choices.find(({ title }) => title === typed))?.value
      : typed;
  if (choices && schema['type'] !== 'array') return chosen(text);
  if (schema['type'] === 'boolean')
    return /^(?:y|yes|true)$/i.test(text) || (/^(?:n|no|false)$/i.test(text) ? false : undefined);
  if (schema['type'] === 'array') {
    const parts = text.split(',').map((part) => chosen(part.trim()));
    return parts.every((part) => part !== undefined) ? parts : undefined;
  }
  if (schema['type'] !== 'integer' && schema['type'] !== 'number') return text;
  const value = Number(text);
  const { minimum = -Infinity, maximum = Infinity } = schema as { minimum?: number; maximum?: number };
  const fits = Number.isFinite(value) && value >= minimum && value <= maximum;
  return fits && (schema['type'] === 'number' || Number.isInteger(value)) ? value : undefined;
}

/** `size? (small, l: large) Of the shirt = "small"`. */
function fieldText(field: Field): string {
  const { name, required, suggested } = field;
  return `${name}${required ? '' : '?'} ${kindText(field)}${suggested === undefined ? '' : ` = ${JSON.stringify(suggested)}`}`;
}

function kindText({ schema }: Field): string {
  const choices = choicesOf(schema)?.map(({ value, title = value }) =>
    title === value ? value : `${value}: ${title}`,
  );
  const kind = choices?.join(', ') ?? String(schema['type'] ?? 'text');
  const about = aboutOf({ schema });
  return `(${kind})${about === '' ? '' : ` ${about}`}`;
}

/** `size? [Enter: "small"] (small, l: large) Of the shirt: `. What Enter sends comes before what may be cut. */
function promptOf(field: Field): string {
  const { name, required, suggested } = field;
  const sent = suggested === undefined ? 'leaves it out' : plainText(JSON.stringify(suggested), 60);
  const enter = suggested === undefined && required ? '' : ` [Enter: ${sent}]`;
  return `${plainText(name, 60)}${required ? '' : '?'}${enter} ${plainText(kindText(field), 200)}: `;
}

const aboutOf = ({ schema: { description } }: Pick<Field, 'schema'>): string =>
  typeof description === 'string' ? description : '';

interface Choice {
  value: string;
  /** What a person knows it by. */
  title?: string;
}

/** What may be chosen from, in each of the protocol's ways to say it. */
function choicesOf(schema: Record<string, unknown>): Choice[] | undefined {
  const items = (schema['items'] ?? {}) as Record<string, unknown>;
  const choices = [schema['enum'], schema['oneOf'], schema['anyOf'], items['enum'], items['anyOf']].find(Array.isArray);
  const names: unknown[] = Array.isArray(schema['enumNames']) ? schema['enumNames'] : [];
  return choices?.map((one: unknown, at): Choice => {
    const { const: value, title } = isObject(one) ? one : { const: one, title: names[at] };
    return { value: String(value), ...(typeof title === 'string' ? { title } : {}) };
  });
}

function fieldsOf(schema: Record<string, unknown>): Field[] {
  const properties = (schema['properties'] ?? {}) as Record<string, Record<string, unknown>>;
  const required = new Set(Array.isArray(schema['required']) ? schema['required'] : []);
  return Object.entries(properties).map(([name, property]) => ({
    name,
    schema: property ?? {},
    required: required.has(name),
    suggested: property?.['default'] as Value | undefined,
  }));
}
