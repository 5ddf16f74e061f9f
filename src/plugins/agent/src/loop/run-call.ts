import type { ToolCall } from '@hermes-ops/contract';
import { cutMiddle } from '../tools/cut-text.ts';
import type { Tool, ToolOutcome } from '../tools/tool.ts';
import { checkArguments } from './arguments.ts';
import type { LoopDeps } from './deps.ts';
import type { CallStatus } from './events.ts';

export interface CallResult {
  status: CallStatus;
  /** What the model reads. */
  text: string;
  /** As they were carried out; the raw text where they could not be read. */
  args: unknown;
}

/** One call from the model's text to a result, whatever goes wrong in between. Never throws. */
export async function runCall(deps: LoopDeps, call: ToolCall, signal: AbortSignal): Promise<CallResult> {
  const { name, arguments: text } = call.function;
  const tool = deps.tools.get(name);
  if (!tool) return { status: 'error', text: unknownTool(name, deps), args: readable(text) };
  const checked = checkArguments(text, tool.parameters);
  if (!checked.ok) return { status: 'error', text: checked.message, args: readable(text) };
  const { args } = checked;
  const summary = tool.summary?.(args) ?? '';
  deps.emit({ type: 'tool_call', id: call.id, name, arguments: args, summary });
  const started = performance.now();
  const result = await carryOut(deps, tool, args, signal, summary);
  const shown = { ...result, text: await presentable(deps, result.text) };
  const durationMs = Math.round(performance.now() - started);
  deps.emit({ type: 'tool_result', id: call.id, name, status: shown.status, text: shown.text, durationMs });
  return { ...shown, args };
}

/** No secret, no broken character and no more than `maxChars` reach the model or the store, whatever a tool returns. */
const presentable = async ({ host, environment }: LoopDeps, text: string): Promise<string> =>
  cutMiddle((await host.mask(text)).toWellFormed(), environment.maxChars);

async function carryOut(
  deps: LoopDeps,
  tool: Tool,
  args: Record<string, unknown>,
  signal: AbortSignal,
  summary: string,
): Promise<{ status: CallStatus; text: string }> {
  const { name } = tool;
  if (signal.aborted) return INTERRUPTED;
  try {
    const review = await tool.review?.(args, deps.environment);
    if (review) {
      const decision = await deps.approver.decide(review, { tool: name, summary });
      deps.emit({ type: 'approval', name, action: review.action, allowed: decision.allowed, by: decision.by });
      if (!decision.allowed) return { status: 'denied', text: decision.why };
    }
    if (signal.aborted) return INTERRUPTED;
    const outcome: ToolOutcome = await tool.run(args, { ...deps.environment, signal });
    return signal.aborted && outcome.status === 'error' ? { ...outcome, status: 'interrupted' } : outcome;
  } catch (error) {
    if (signal.aborted) return INTERRUPTED;
    return { status: 'error', text: `${name} failed: ${error instanceof Error ? error.message : String(error)}` };
  }
}

const INTERRUPTED = { status: 'interrupted', text: 'Interrupted by the user.' } as const;

function unknownTool(name: string, { tools }: LoopDeps): string {
  return `There is no tool \`${name.slice(0, 64)}\`. Tools: ${[...tools.keys()].join(', ')}.`;
}

function readable(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
