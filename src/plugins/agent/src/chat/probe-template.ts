import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host, Target } from '@hermes-ops/contract';

/** What a model's chat template does with conversations like ours. */
export interface TemplateVerdict {
  /** It takes tools, calls and results. */
  tools: boolean;
  /** It renders the thoughts of an assistant that called a tool. */
  reasoning: boolean;
  /** A longer conversation begins with the very text of the shorter one, so that the server's cache fits. */
  appendOnly: boolean;
  /** It takes a message of the user right behind a tool's result. */
  steering: boolean;
}

const TOOL = {
  type: 'function',
  function: {
    name: 'probe_tool',
    description: 'A probe.',
    parameters: { type: 'object', properties: { word: { type: 'string' } }, required: ['word'] },
  },
};

const OPENING = [
  { role: 'system', content: 'A probe of the template.' },
  { role: 'user', content: 'First question.' },
];
const CALL = [
  ...OPENING,
  {
    role: 'assistant',
    content: '',
    reasoning_content: 'PROBE-THOUGHT',
    tool_calls: [{ id: 'probe0001', type: 'function', function: { name: 'probe_tool', arguments: '{"word":"one"}' } }],
  },
  { role: 'tool', tool_call_id: 'probe0001', content: 'PROBE-RESULT' },
];
const LATER = [
  ...CALL,
  { role: 'assistant', content: 'First answer.', reasoning_content: 'PROBE-SECOND' },
  { role: 'user', content: 'Second question.' },
];

const STEERED = [...CALL, { role: 'user', content: 'PROBE-STEERING' }];

/** For each rendering; what takes longer counts as not known for as long as the session lasts. */
const LIMIT_MS = 5_000;

/**
 * Renders small conversations with llama-server's `POST /apply-template` (answer field `prompt`; nothing is generated),
 * once per model and build: the verdict is kept in `ops/cache`. Undefined where the server has no such route.
 */
export async function probeTemplate(host: Host, target: Target, key: string): Promise<TemplateVerdict | undefined> {
  const folder = await host.ensureOps('cache').catch(() => undefined);
  const digest = createHash('sha256').update(`${target.baseUrl} ${key}`).digest('hex').slice(0, 16);
  const file = folder && join(folder, `template-${digest}.json`);
  const kept = file && (await readFile(file, 'utf8').then(parseVerdict, () => undefined));
  if (kept) return kept;
  const verdict = await probe(host, target);
  // Without the file the next session asks again, and so it must where tools were refused: the user mends that.
  if (verdict?.tools && file) await writeFile(file, JSON.stringify(verdict), { mode: 0o600 }).catch(() => undefined);
  return verdict;
}

/**
 * Whether the user may steer. Local servers that do not show their template may have a strict one: a session is worth more
 * than haste.
 */
export const takesSteering = (verdict: TemplateVerdict | undefined, local: boolean): boolean =>
  verdict?.steering ?? !local;

async function probe(host: Host, target: Target): Promise<TemplateVerdict | undefined> {
  const room = await host.endpoint();
  const options = { timeoutMs: LIMIT_MS, signal: host.signal };
  const withTools = { ...options, tools: [TOOL] };
  const [short, long, steered] = await Promise.all([
    room.applyTemplate(target, CALL, withTools),
    room.applyTemplate(target, LATER, withTools),
    room.applyTemplate(target, STEERED, withTools),
  ]);
  if (short === undefined) {
    // A refusal, unless nothing is answered at all: then nothing is known.
    const plain = await room.applyTemplate(target, OPENING, options);
    if (plain === undefined) return undefined;
    return { tools: false, reasoning: false, appendOnly: true, steering: false };
  }
  const tools = short.includes('probe_tool');
  // The longer one may have come too late.
  const appendOnly = !tools || long === undefined || long.startsWith(short);
  const steering = tools && Boolean(steered?.includes('PROBE-STEERING'));
  return { tools, reasoning: tools && short.includes('PROBE-THOUGHT'), appendOnly, steering };
}

function parseVerdict(text: string): TemplateVerdict | undefined {
  try {
    const value = JSON.parse(text) as Partial<TemplateVerdict> | null;
    const known = [value?.tools, value?.reasoning, value?.appendOnly, value?.steering].every(
      (one) => typeof one === 'boolean',
    );
    return known ? (value as TemplateVerdict) : undefined;
  } catch {
    return undefined;
  }
}
