import type { ChatMessage, Host } from '@hermes-ops/contract';
import { textTokens } from '@hermes-ops/plugin-kit/estimate';
import { count } from '@hermes-ops/plugin-kit/numbers';
import type { ModelTarget } from '../loop/deps.ts';
import type { OpenChat } from './open-chat.ts';

/** Room for an answer, as a share of the window; with less there is no point in starting. */
const ANSWER_SHARE = 0.05;

/** Sizes in tokens of what every request begins with, and of the user's message. */
export interface Sizes {
  system: number;
  tools: number;
  message: number;
  /** Counted by the server's own tokenizer instead of estimated. */
  exact: boolean;
}

/**
 * Refuses a session whose window cannot hold system prompt, tools and the user's message, with the three sizes and what
 * to switch off. Error: agent.window-too-small.
 */
export async function assertFits({ deps }: OpenChat, message: string): Promise<void> {
  const { host, window, conversation, targets } = deps;
  const { target, llamaServer } = targets[0];
  const { contextTokens } = window;
  if (contextTokens === undefined) return;
  const { system, tools } = conversation;
  const estimated = estimate(system, JSON.stringify(tools), message);
  const limit = contextTokens * (1 - ANSWER_SHARE);
  // Far from the limit there is nothing to be counted exactly; some tokenizers need four times as many.
  if (total(estimated) * (llamaServer ? 4 : 1.5) < limit) return;
  const sizes = llamaServer ? ((await counted(host, target, { system, tools, message })) ?? estimated) : estimated;
  if (total(sizes) <= limit) return;
  const [s, t, m, w] = [sizes.system, sizes.tools, sizes.message, contextTokens].map(count);
  const about = sizes.exact ? '' : 'about ';
  throw host.errors.user(
    'agent.window-too-small',
    `the context window of ${w} tokens does not hold the beginning of a conversation: system prompt ${about}${s}, tools ${about}${t}, your message ${about}${m}`,
    { try: remedies(sizes, limit), exit: 1 },
  );
}

function remedies({ system, tools, message }: Sizes, limit: number): string[] {
  const shorter = 'Ask about a part of it, or name a file instead of pasting it: the agent reads parts of files.';
  if (system + tools < limit) return [shorter, 'hermes chat --prompt-size   (what the prompt is made of besides)'];
  return [
    ...(message > Math.max(system, tools) ? [shorter] : []),
    'hermes chat --prompt-size   (what the prompt is made of)',
    'hermes config set agent.disabled_toolsets todo memory session_search',
    'hermes config set memory.memory_enabled false',
    'hermes server start --help   (a larger context window: -c 65536 with one slot)',
  ];
}

const total = ({ system, tools, message }: Sizes): number => system + tools + message;

const estimate = (system: string, tools: string, message: string): Sizes => ({
  system: textTokens(system),
  tools: textTokens(tools),
  message: textTokens(message),
  exact: false,
});

/** By llama-server's own template and tokenizer; undefined where it does not help. */
export async function counted(
  host: Host,
  target: ModelTarget,
  { system, tools, message }: { system: string; tools: readonly unknown[]; message: string },
): Promise<Sizes | undefined> {
  const room = await host.endpoint();
  const options = { timeoutMs: 5_000, signal: host.signal };
  const size = async (user: string, withTools: boolean): Promise<number | undefined> => {
    const messages = [
      { role: 'system', content: system },
      { role: 'user', content: user },
    ] satisfies ChatMessage[];
    const rendered = await room.applyTemplate(
      target,
      messages,
      withTools && tools.length > 0 ? { ...options, tools } : options,
    );
    return rendered.ok ? (await room.tokenize(target, rendered.prompt, options))?.length : undefined;
  };
  const [plain, withTools, whole] = await Promise.all([size('', false), size('', true), size(message, true)]);
  if (plain === undefined || withTools === undefined || whole === undefined) return undefined;
  return { system: plain, tools: withTools - plain, message: whole - withTools, exact: true };
}
