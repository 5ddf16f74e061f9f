import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { startScriptedModel } from './scripted-model/server.ts';
import type { Script } from './scripted-model/types.ts';

export type { ScriptedModel } from './scripted-model/server.ts';
/**
 * A model behind a real endpoint that answers only from what it received: a script says what it does, and every word
 * that it quotes comes out of the request. It speaks chat completions, Responses and Anthropic messages as llama-server does.
 *
 * As a program: `node test/helpers/scripted-model.ts [SCRIPT.json] [PORT]` prints its base URL and runs until it is ended.
 */
export { startScriptedModel } from './scripted-model/server.ts';

/** Says hello to everything and never calls a tool. */
export const GREETER: Script = { turns: [{ user: '', steps: [{ say: 'Hello.' }], endless: true }] };

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [, , file, port] = process.argv;
  const script = file ? (JSON.parse(readFileSync(file, 'utf8')) as Script) : GREETER;
  const model = await startScriptedModel(script, Number(port ?? 0));
  process.stdout.write(`${model.baseUrl}\n`);
}
