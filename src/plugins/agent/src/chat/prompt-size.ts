import type { Host } from '@hermes-ops/contract';
import { count } from '@hermes-ops/plugin-kit/numbers';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { sessionMcp, withMcp } from '../mcp/session.ts';
import { systemPrompt } from '../prompt/system-prompt.ts';
import { readSettings } from '../settings.ts';
import { openSkills } from '../skills/open-skills.ts';
import { createTools } from '../tools/registry.ts';
import { workspaceOf } from '../workspace-of.ts';
import { counted } from './assert-fits.ts';
import { checkEndpoint, windowOf } from './check-endpoint.ts';
import { firstPrompt } from './first-prompt.ts';
import { mainTarget } from './open-chat.ts';
import { toolSet } from './tool-set.ts';

/** The `--json` document of `hermes chat --prompt-size`. Tokens are those of o200k, so that agents can be compared. */
export interface PromptSize {
  schemaVersion: 1;
  model: string;
  parts: { name: string; kind: 'system' | 'tool' | 'message'; characters: number; tokens: number }[];
  /** System prompt, tools and a greeting, without what a chat template adds. */
  tokens: number;
  /** The same by the server's own template and tokenizer, where it is a llama-server that answers. */
  server?: { system: number; tools: number; message: number; tokens: number };
}

const GREETING = 'Hello';

/** What the first request of a new session is made of. Nothing is stored and nothing is generated. */
export async function promptSize(host: Host): Promise<PromptSize> {
  const config = await host.config();
  const settings = readSettings(config);
  const target = await mainTarget(host);
  const facts = await checkEndpoint(host, target).catch(() => undefined);
  const workspace = await workspaceOf(host, config.value['terminal']);
  const kit = createTools();
  const disabled = settings.disabledToolsets;
  const contextTokens = windowOf(settings.contextTokens, facts?.contextTokens);
  const skills = await openSkills(host, { workspace, disabledToolsets: disabled });
  const mcp = await sessionMcp(host, {
    config,
    workspace,
    contextTokens,
    ask: undefined,
    askText: undefined,
    single: true,
    disabled,
    startNothing: true,
  });
  const { wire } = withMcp(await toolSet(host, [...kit.tools, ...skills.tools], disabled), mcp);
  await kit.close();
  const { parts } = await firstPrompt(host, settings, {
    model: target.model,
    workspace,
    contextTokens,
    skills,
  });
  const rows = [
    ...parts.map(({ name, text }) => row(name, 'system', text)),
    ...wire.map((tool) => row(tool.function.name, 'tool', JSON.stringify(tool))),
    row('greeting', 'message', GREETING),
  ];
  const system = systemPrompt(parts);
  const sizes = facts?.llamaServer
    ? await counted(host, target, { system, tools: wire, message: GREETING })
    : undefined;
  return {
    schemaVersion: 1,
    model: target.model,
    parts: rows,
    // Of the whole texts: parts counted one by one come to a few tokens more.
    tokens: countTokens(system) + countTokens(JSON.stringify(wire)) + countTokens(GREETING),
    ...(sizes
      ? {
          server: {
            system: sizes.system,
            tools: sizes.tools,
            message: sizes.message,
            tokens: sizes.system + sizes.tools + sizes.message,
          },
        }
      : {}),
  };
}

const row = (name: string, kind: PromptSize['parts'][number]['kind'], text: string) => ({
  name,
  kind,
  characters: text.length,
  tokens: countTokens(text),
});

/** The table for the terminal. */
export function promptSizeLines(host: Host, { parts, tokens, server }: PromptSize): string[] {
  const rows = parts.map(({ kind, name, characters, tokens: size }) => [kind, name, String(characters), String(size)]);
  return [
    host.ui.table([['kind', 'part', 'characters', 'tokens (o200k)'], ...rows], { header: true }),
    '',
    `First request: ${count(tokens)} tokens (o200k): system prompt, tools and a greeting.`,
    ...(server
      ? [
          `By the server's own template and tokenizer: ${count(server.tokens)} tokens (system ${count(server.system)}, tools ${count(server.tools)}, message ${count(server.message)}).`,
        ]
      : ['The server was not asked: it is no llama-server, or it does not answer.']),
  ];
}
