import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host, Rendering, Target } from '@hermes-ops/contract';

/** What a model's chat template does with conversations like ours. */
export interface TemplateVerdict {
  /** It takes tools, calls and results. */
  tools: boolean;
  /** It renders the thoughts of an assistant that called a tool. */
  reasoning: boolean;
  /** A longer conversation begins with the very text of the shorter one, so that the server's cache fits; undefined: no answer came. */
  appendOnly: boolean | undefined;
  /** It takes a message of the user right behind a tool's result; undefined: no answer came. */
  steering: boolean | undefined;
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

/** For each rendering; what takes longer is asked again with the next message. */
const LIMIT_MS = 5_000;

/**
 * Renders small conversations with llama-server's `POST /apply-template` (answer field `prompt`; nothing is generated),
 * once per model and build: the verdict is kept in `ops/cache`, where all of it was answered. Undefined where the server has
 * no such route or does not answer in time.
 */
export async function probeTemplate(
  host: Host,
  target: Target,
  key: string,
  signal: AbortSignal = host.signal,
): Promise<TemplateVerdict | undefined> {
  const folder = await host.ensureOps('cache').catch(() => undefined);
  // The number: what was kept in another form, or on other grounds, does not count.
  const digest = createHash('sha256').update(`2 ${target.baseUrl} ${key}`).digest('hex').slice(0, 16);
  const file = folder && join(folder, `template-${digest}.json`);
  const kept = file && (await readFile(file, 'utf8').then(parseVerdict, () => undefined));
  if (kept) return kept;
  const verdict = await probe(host, target, signal);
  // Without the file the next session asks again, and so it must where tools were refused: the user mends that.
  if (verdict?.tools && isWhole(verdict) && file)
    await writeFile(file, JSON.stringify(verdict), { mode: 0o600 }).catch(() => undefined);
  return verdict;
}

/** Whether all of it is the server's answer. */
export const isWhole = (verdict: TemplateVerdict | undefined): boolean =>
  verdict?.appendOnly !== undefined && verdict.steering !== undefined;

/**
 * Whether the user may steer. Local servers that do not show their template may have a strict one: a session is worth more
 * than haste.
 */
export const takesSteering = (verdict: TemplateVerdict | undefined, local: boolean): boolean =>
  verdict?.steering ?? !local;

async function probe(host: Host, target: Target, signal: AbortSignal): Promise<TemplateVerdict | undefined> {
  const room = await host.endpoint();
  const options = { timeoutMs: LIMIT_MS, signal };
  const withTools = { ...options, tools: [TOOL] };
  const [short, long, steered] = await Promise.all([
    room.applyTemplate(target, CALL, withTools),
    room.applyTemplate(target, LATER, withTools),
    room.applyTemplate(target, STEERED, withTools),
  ]);
  if (!short.ok) {
    if (!short.refused) return undefined;
    // Is it the tools that are refused, or everything?
    const plain = await room.applyTemplate(target, OPENING, options);
    return plain.ok ? WITHOUT_TOOLS : undefined;
  }
  if (!short.prompt.includes('probe_tool')) return WITHOUT_TOOLS;
  const answered = (one: Rendering): boolean => one.ok || one.refused;
  return {
    tools: true,
    reasoning: short.prompt.includes('PROBE-THOUGHT'),
    appendOnly: answered(long) ? !long.ok || long.prompt.startsWith(short.prompt) : undefined,
    steering: answered(steered) ? steered.ok && steered.prompt.includes('PROBE-STEERING') : undefined,
  };
}

const WITHOUT_TOOLS: TemplateVerdict = { tools: false, reasoning: false, appendOnly: true, steering: false };

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
