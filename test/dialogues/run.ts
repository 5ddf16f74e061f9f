import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { parse, stringify } from 'yaml';
import { freePort } from '../../scripts/free-port.ts';
import { type CliResult, hermes } from '../helpers/cli.ts';
import type { Script } from '../helpers/scripted-model/types.ts';
import { type ScriptedModel, startScriptedModel } from '../helpers/scripted-model.ts';
import { expectCached, expectExtended, expectUndisturbed, expectValid, toolResults } from './checks.ts';
import type { Dialogue, Run } from './dialogue.ts';
import { agentHome } from './home.ts';

/** What `--json` prints at the end. */
export interface ChatResult {
  sessionId: string;
  text: string;
  turns: number;
  toolCalls: { name: string; arguments: unknown; status: string }[];
  usage: { promptTokens: number; cachedTokens: number; completionTokens: number };
  durationMs: number;
  /** Instead of the end that was hoped for. */
  error?: { code: string; message: string };
}

export async function modelFor(script: Script): Promise<ScriptedModel> {
  const model = await startScriptedModel(script);
  onTestFinished(() => model.close());
  return model;
}

/** config.yaml of a dialogue: one endpoint, nothing asked, and what the dialogue wants besides. */
export function configText(baseUrl: string, dialogue: Pick<Dialogue, 'script' | 'apiMode' | 'config'>, spare?: string) {
  const { script, apiMode, config = {} } = dialogue;
  const sections = {
    model: {
      default: script.models?.[0] ?? 'scripted.gguf',
      provider: 'custom',
      base_url: baseUrl,
      context_length: script.nCtx ?? 65_536,
      ...(apiMode ? { api_mode: apiMode } : {}),
    },
    approvals: { mode: 'off' },
    ...(spare ? { custom_providers: [{ name: 'spare', base_url: spare, model: 'spare.gguf' }] } : {}),
    ...config,
  };
  return stringify(Object.fromEntries(Object.entries(sections).filter(([, value]) => value !== null)));
}

/** Runs a dialogue from its files to its last expectation. */
export async function runDialogue(dialogue: Dialogue): Promise<void> {
  const model = await modelFor(dialogue.script);
  const spare = dialogue.spare && (await modelFor(dialogue.spare));
  const baseUrl = dialogue.dead ? `http://127.0.0.1:${await freePort()}/v1` : model.baseUrl;
  const config = configText(baseUrl, dialogue, spare?.baseUrl);
  const place = await agentHome({ 'config.yaml': config }, dialogue.files, dialogue.workspace);
  const chains: (typeof model.requests)[] = [];
  let session = '';
  for (const run of dialogue.runs) {
    const known = model.requests.length;
    const insert = (arg: string) => arg.replaceAll('$SESSION', session);
    const argv = run.command?.map(insert) ?? [
      'chat',
      ...(run.q === undefined ? [] : ['-q', run.q]),
      '--json',
      ...(run.args ?? []).map(insert),
    ];
    const result = await hermes(argv, {
      ...place,
      ...(dialogue.env ? { env: dialogue.env } : {}),
      ...(run.stdin === undefined ? {} : { input: run.stdin }),
    });
    const sent = model.requests.slice(known);
    const goesOn = run.args?.some((arg) => /^--(continue|resume)/.test(arg));
    if (goesOn) chains.at(-1)?.push(...sent);
    else chains.push(sent);
    const answer = judge(run, result);
    session ||= answer?.sessionId ?? '';
  }
  for (const chain of chains) {
    expectValid(chain);
    if (dialogue.rewritten) continue;
    expectExtended(chain);
    if (!dialogue.sideRequests) expectCached(chain);
  }
  expectUndisturbed(model, dialogue.sideRequests);
  judgeReceived(dialogue, model, spare);
  judgeFiles(dialogue, place.cwd, place.home);
}

function judge(run: Run, result: CliResult): ChatResult | undefined {
  const shown = `${result.stdout}\n${result.stderr}`;
  const exits = [run.exit ?? 0].flat();
  expect(exits, shown).toContain(result.code);
  for (const words of run.says ?? []) expect(shown).toMatch(new RegExp(words, 'i'));
  if (run.command) return undefined;
  const answer = result.json() as ChatResult;
  if (answer.toolCalls === undefined) return undefined;
  for (const part of run.text ?? []) expect(answer.text).toContain(part);
  for (const part of run.notText ?? []) expect(answer.text).not.toContain(part);
  if (run.exactly !== undefined) expect(answer.text).toBe(run.exactly);
  if (run.calls) {
    expect(answer.toolCalls.map(({ name }) => name)).toEqual(run.calls.map(({ name }) => name));
    for (const [index, call] of run.calls.entries()) {
      const { status } = answer.toolCalls[index] ?? {};
      expect([call.status].flat(), `${call.name}, call ${index + 1}\n${shown}`).toContain(status);
    }
  }
  return answer;
}

function judgeReceived(dialogue: Dialogue, model: ScriptedModel, spare: ScriptedModel | undefined): void {
  const results = toolResults(model.requests);
  for (const part of dialogue.received ?? []) expect(results).toMatch(new RegExp(part, 'is'));
  const everything = model.requests.map(({ body }) => JSON.stringify(body)).join('\n');
  for (const part of dialogue.notReceived ?? []) expect(everything).not.toContain(part);
  const { requests, requestsAtMost, spareRequests } = dialogue;
  if (requests !== undefined) expect(model.requests).toHaveLength(requests);
  if (requestsAtMost !== undefined) expect(model.requests.length).toBeLessThanOrEqual(requestsAtMost);
  if (spareRequests !== undefined) expect(spare?.requests).toHaveLength(spareRequests);
}

function judgeFiles(dialogue: Dialogue, cwd: string, home: string): void {
  for (const [name, content] of Object.entries(dialogue.after ?? {})) {
    const file = join(cwd, name);
    expect(existsSync(file) ? readFileSync(file, 'utf8') : null, name).toBe(content);
  }
  for (const [name, part] of Object.entries(dialogue.homeAfter ?? {})) {
    expect(readFileSync(join(home, name), 'utf8')).toContain(part);
  }
  const config: unknown = parse(readFileSync(join(home, 'config.yaml'), 'utf8'));
  for (const [key, value] of Object.entries(dialogue.configAfter ?? {})) expect(config).toHaveProperty(key, value);
}
