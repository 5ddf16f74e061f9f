import type { ChatMessage, ChatResult, Check, CheckContext, ToolCall, Verdict } from '../../contract/index.ts';
import { ask, refused } from '../chat.ts';
import { PROBE_QUESTION, PROBE_RESULT, PROBE_TOOL } from '../probe-tool.ts';
import { advise, fail, pass, seconds, warn } from '../verdict.ts';

/** Small models call a tool most times, not always; a model that never calls is known after these. */
const ATTEMPTS = 8;
/** No further attempt begins after this time, ms. */
const PATIENCE_MS = 10_000;
const CALL_TOKENS = 512;
const ANSWER_TOKENS = 64;

type Answer = Extract<ChatResult, { ok: true }>;

/** A real round trip: a tool is offered, called with valid arguments, its result sent back, an answer comes. */
export const endpointToolCall: Check = {
  id: 'endpoint.tool-call',
  title: 'Tool call',
  group: 'endpoint',
  after: ['endpoint.template', 'endpoint.generation'],
  timeoutMs: 60_000,
  subject: ({ place }) => place?.url,
  async run(context) {
    const started = performance.now();
    const left = (): number => context.limitMs - (performance.now() - started);
    const misses: string[] = [];
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const answer = await ask(context, firstTurn(attempt), left());
      if (!answer.ok) return refused(context, 'a request with a tool failed', answer);
      const miss = missing(answer);
      if (miss === undefined) {
        const verdict = await secondTurn(context, answer, left());
        return verdict ?? pass(`called and answered in ${seconds(performance.now() - started)}${nth(attempt)}`);
      }
      misses.push(miss);
      if (performance.now() - started > Math.min(PATIENCE_MS, context.limitMs / 2)) break;
    }
    return judge(misses);
  },
};

const QUESTION: ChatMessage = { role: 'user', content: PROBE_QUESTION };

/** Every attempt has a seed of its own, so that a repeated run meets the same answers where the server heeds seeds. */
const firstTurn = (attempt: number) => ({
  messages: [QUESTION],
  tools: [PROBE_TOOL],
  toolChoice: 'auto' as const,
  maxTokens: CALL_TOKENS,
  // Providers that refuse a seed would fail for a field that the first attempt does not need.
  ...(attempt === 1 ? {} : { seed: attempt }),
});

/** Undefined after a good call, else what came instead. */
function missing({ toolCalls, finishReason }: Answer): string | undefined {
  const [call] = toolCalls;
  if (!call) return finishReason === 'length' ? 'cut' : 'text';
  if (call.function.name.trim() === '') return 'nameless';
  if (call.function.name !== PROBE_TOOL.function.name) return 'unknown-tool';
  return toolCalls.every(validArguments) ? undefined : finishReason === 'length' ? 'cut' : 'arguments';
}

/**
 * Compared by value: servers put free white space between the parts. Half of a surrogate pair, which a grammar lets
 * through, is not valid: llama-server refuses it when it comes back in the history.
 */
function validArguments({ function: call }: ToolCall): boolean {
  try {
    const args: unknown = JSON.parse(call.arguments);
    const { city } = Object(args) as { city?: unknown };
    return typeof city === 'string' && city.isWellFormed();
  } catch {
    return false;
  }
}

/** Sends the result back; undefined when an answer comes. */
async function secondTurn(
  context: CheckContext,
  { text, toolCalls }: Answer,
  leftMs: number,
): Promise<Verdict | undefined> {
  const messages: ChatMessage[] = [
    QUESTION,
    { role: 'assistant', content: text || null, tool_calls: toolCalls },
    ...toolCalls.map((call): ChatMessage => ({ role: 'tool', tool_call_id: call.id, content: PROBE_RESULT })),
  ];
  const answer = await ask(context, { messages, tools: [PROBE_TOOL], maxTokens: ANSWER_TOKENS }, leftMs);
  return answer.ok ? undefined : refused(context, "the tool's result was refused", answer);
}

const nth = (attempt: number): string => (attempt === 1 ? '' : ` (attempt ${attempt})`);

/** `misses` holds at least one entry. The most telling one is reported. */
function judge(misses: readonly string[]): Verdict {
  const tries = misses.length === 1 ? 'once' : `${misses.length} times`;
  const model = advise('Use a model that is trained for tool calls, with its own chat template.', 'hermes model');
  if (misses.includes('arguments')) {
    return fail('the model called the tool with arguments that are not valid JSON', {
      detail: 'An agent cannot run such a call.',
      fix: model,
    });
  }
  if (misses.includes('nameless')) {
    return fail('the call came without the name of the tool', {
      detail: 'The server or its chat template loses the names, so an agent cannot carry out any call.',
      fix: model,
    });
  }
  if (misses.includes('unknown-tool')) return warn('the model called a tool that does not exist', { fix: model });
  if (misses.every((miss) => miss === 'cut')) {
    return warn(`no tool call within ${CALL_TOKENS} tokens (asked ${tries})`, {
      detail: 'The model was still writing or thinking; agents will be slow with it.',
      fix: model,
    });
  }
  return warn(`the model answered in plain text instead of calling the tool (asked ${tries})`, {
    detail: 'The server accepts tools, but agents need a model that uses them.',
    fix: model,
  });
}
