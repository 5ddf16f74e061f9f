import { parseExact } from '@hermes-ops/plugin-kit/exact-json';
import { cutMiddle } from '../tools/cut-text.ts';
import type { Tool, ToolOutcome, ToolRun } from '../tools/tool.ts';
import { checkArguments } from './arguments.ts';
import type { LoopDeps } from './deps.ts';
import type { CallStatus } from './events.ts';
import type { Stray } from './guard.ts';
import type { StoredCall } from './store-answer.ts';

export interface CallResult {
  status: CallStatus;
  /** What the model reads. */
  text: string;
  /** As they were carried out; the raw text where they could not be read. */
  args: unknown;
  /** It led to no tool. */
  stray?: Stray;
}

/** One call from the model's text to a result, whatever goes wrong in between. Never throws. */
export async function runCall(deps: LoopDeps, stored: StoredCall, signal: AbortSignal): Promise<CallResult> {
  const { id, function: call } = stored.call;
  const started = performance.now();
  const prepared = prepare(deps, stored);
  const { args, summary } = prepared;
  deps.emit({ type: 'tool_call', id, name: call.name, arguments: args, summary });
  const outcome = prepared.ok
    ? await carryOut(deps, prepared.tool, prepared.args, signal, summary)
    : { status: 'error' as const, text: prepared.text };
  const result = { ...outcome, text: await presentable(deps, outcome.text) };
  const durationMs = Math.round(performance.now() - started);
  deps.emit({ type: 'tool_result', id, name: call.name, status: result.status, text: result.text, durationMs });
  return { ...result, args, ...(prepared.ok || !prepared.stray ? {} : { stray: prepared.stray }) };
}

type Prepared =
  | { ok: true; tool: Tool; args: Record<string, unknown>; summary: string }
  | { ok: false; text: string; args: unknown; summary: string; stray?: Stray };

/** The tool and what it is called with, or why it is not. */
function prepare({ tools, conversation }: LoopDeps, { call, raw, invalid, nameless }: StoredCall): Prepared {
  const { name, arguments: text } = call.function;
  const no = (why: string) => ({ ok: false as const, text: why, args: raw ?? readable(text), summary: '' });
  const tool = tools.get(name);
  const stray = nameless ? 'nameless' : tool ? undefined : 'unknown';
  if (invalid !== undefined) return { ...no(invalid), ...(stray ? { stray } : {}) };
  if (nameless || !tool) {
    const why = nameless ? 'The call came without the name of a tool.' : `There is no tool \`${name}\`.`;
    const names = conversation.tools.map((one) => one.function.name).filter((one) => tools.has(one));
    return {
      ...no(`${why} ${names.length > 0 ? `Tools: ${names.join(', ')}.` : 'None is offered here.'}`),
      stray: nameless ? 'nameless' : 'unknown',
    };
  }
  try {
    const checked = checkArguments(text, tool.parameters, tool);
    if (!checked.ok) return no(checked.message);
    return { ok: true, tool, args: checked.args, summary: tool.summary?.(checked.args) ?? '' };
  } catch (error) {
    // A plugin's schema may hold a pattern that is none: that shows only with a value at its place.
    return no(`${name} cannot be called: ${(error as Error).message}`);
  }
}

/** No secret, no broken character and no more than `maxChars` reach the model or the store, whatever a tool returns. */
async function presentable({ host, environment }: LoopDeps, given: unknown): Promise<string> {
  const text = typeof given === 'string' ? given : (JSON.stringify(given) ?? 'The tool returned nothing.');
  return cutMiddle((await host.mask(text)).toWellFormed(), environment.maxChars);
}

async function carryOut(
  deps: LoopDeps,
  tool: Tool,
  args: Record<string, unknown>,
  signal: AbortSignal,
  summary: string,
): Promise<{ status: CallStatus; text: unknown }> {
  const { name } = tool;
  if (signal.aborted) return INTERRUPTED;
  try {
    const review = await tool.review?.(args, deps.environment);
    let agreed: ToolRun['agreed'];
    if (review) {
      const decision = await deps.approver.decide(review, { tool: name, summary });
      if (signal.aborted) return INTERRUPTED;
      const { action, detail } = review;
      const { allowed, by } = decision;
      const unasked = allowed && (decision.earlier || !['once', 'session', 'always'].includes(by));
      deps.emit({ type: 'approval', name, action, allowed, by, ...(unasked ? { detail } : {}) });
      if (!decision.allowed) return { status: 'denied', text: decision.why };
      agreed = decision.earlier ? 'before' : 'now';
    }
    if (signal.aborted) return INTERRUPTED;
    const run: ToolRun = { ...deps.environment, signal, ...(agreed ? { agreed } : {}) };
    const outcome: ToolOutcome = await tool.run(args, run);
    return signal.aborted && outcome.status === 'error' ? { ...outcome, status: 'interrupted' } : outcome;
  } catch (error) {
    if (signal.aborted) return INTERRUPTED;
    return { status: 'error', text: `${name} failed: ${error instanceof Error ? error.message : String(error)}` };
  }
}

const INTERRUPTED = { status: 'interrupted', text: 'Interrupted by the user.' } as const;

function readable(text: string): unknown {
  try {
    return parseExact(text);
  } catch {
    return text;
  }
}
