import { distance } from 'fastest-levenshtein';
import type { Message, PlannedCall, Received, Step } from './types.ts';

/** An answer from the conversation: the user's message and what came after it. */
type Skill = (received: Pick<Received, 'messages' | 'tools'>, user: Message, after: readonly Message[]) => Step;

const results = (after: readonly Message[]): string[] =>
  after.filter(({ role }) => role === 'tool').map(({ text }) => text);
const call = (tool: string, args: PlannedCall['args'] = {}): Step => ({ calls: [{ tool, args }] });
const missing = (what: string): Step => ({ say: `I cannot find ${what} in what I received.` });

/** Says of itself what its system prompt says: the first sentence and every line about the model. */
const identity: Skill = ({ messages }) => {
  const system = messages[0]?.role === 'system' ? messages[0].text : '';
  const name = /\byou are ([^.,:;\n]+)/i.exec(system)?.[1];
  if (!name) return missing('who I am');
  const lines = system.split('\n').filter((line) => /model|provider|endpoint|context/i.test(line));
  return { say: `I am ${name}.\n${lines.join('\n')}` };
};

/** Reads the section and quotes each of its values. */
const threshold: Skill = ({ tools }, _user, after) => {
  if (!tools.some(({ name }) => name === 'config_get')) return missing('a tool that reads the configuration');
  const [answer] = results(after);
  if (answer === undefined) return call('config_get', { key: 'compression' });
  const value = (key: string) => new RegExp(`\\b${key}\\b["']?\\s*[:=]\\s*["']?([\\w.]+)`).exec(answer)?.[1];
  const share = value('threshold');
  const kept = value('protect_last_n');
  if (!share || !kept) return missing('the compression threshold');
  const target = value('target_ratio');
  const limit = value('hygiene_hard_message_limit');
  return {
    say: `Compression starts at ${share} of the window (${Math.round(Number(share) * 100)} %), aims at ${target} and keeps the last ${kept} messages. At ${limit} messages it comes in any case.`,
  };
};

/** Which model does the summaries. */
const auxiliary: Skill = (_received, _user, after) => {
  const [answer] = results(after);
  if (answer === undefined) return call('config_get', { key: 'auxiliary.compression' });
  const model = /\bmodel\b["']?\s*[:=]\s*["']?([^\s"',}]+)/.exec(answer)?.[1];
  const provider = /\bprovider\b["']?\s*[:=]\s*["']?([^\s"',}]+)/.exec(answer)?.[1];
  return model ? { say: `The auxiliary model is ${model} at ${provider}.` } : missing('the auxiliary model');
};

/** Mistypes the name first, as models do, and corrects itself by what the refusal says. */
const setAuxiliary: Skill = (_received, user, after) => {
  const asked = /\baux(?:iliary)? model to (?:be )?([^\s"`']+)/i.exec(user.text)?.[1];
  if (!asked) return missing('the name of the model');
  const wrong = neighbour(asked);
  const set = (value: string) => call('config_set', { key: 'auxiliary.compression.model', value });
  const answers = results(after);
  const [first, second] = answers;
  if (first === undefined) return set(wrong);
  // Written at once: nobody could say whether the name exists.
  if (/not verified/i.test(first)) return { say: `Written, but not verified: ${wrong}. The tool said: ${first}` };
  const near = [...first.matchAll(/[^\s"'`,;()[\]]+/g)]
    .map(([word]) => word.replace(/[.:?!]+$/, ''))
    .filter((word) => word !== wrong && distance(word, wrong) <= 2);
  const [nearest] = near;
  if (!nearest) return missing(`a name near ${wrong}`);
  if (second === undefined) return set(nearest);
  return { say: `${wrong} does not exist, so I took the nearest name, ${nearest}. The tool said: ${second}` };
};

/** The same name with one digit or letter changed. */
export function neighbour(name: string): string {
  const digit = /\d/.exec(name);
  if (digit) return name.slice(0, digit.index) + ((Number(digit[0]) + 9) % 10) + name.slice(digit.index + 1);
  return `${name.slice(0, -1)}${name.endsWith('x') ? 'y' : 'x'}`;
}

const MEASURE =
  `python3 -c 'import json,sys; t=json.load(sys.stdin)["timings"]; ` +
  `print("PP",t["prompt_per_second"],"tok/s TG",t["predicted_per_second"],"tok/s")'`;

/** Asks the server for an answer and reads its timings; uses the benchmark's tool where there is one. */
const measure: Skill = ({ tools }, _user, after) => {
  const answers = results(after);
  const bench = tools.find(({ name }) => name.startsWith('bench'));
  if (bench && answers.length === 0) return call(bench.name);
  if (bench) return { say: `Measured: ${answers[0]}` };
  if (answers.length === 0) return call('config_get', { key: 'model' });
  const url = /https?:\/\/[^\s"',}]+/.exec(answers[0] ?? '')?.[0];
  if (!url) return missing('the URL of the endpoint');
  const body = `{"model":"x","max_tokens":16,"cache_prompt":false,"messages":[{"role":"user","content":"Count."}]}`;
  const command = `curl -s ${url}/chat/completions -H 'Content-Type: application/json' -d '${body}' | ${MEASURE}`;
  if (answers.length === 1) return call('terminal', { command });
  const [, pp, tg] = /PP ([\d.]+) tok\/s TG ([\d.]+) tok\/s/.exec(answers[1] ?? '') ?? [];
  return pp && tg ? { say: `Prompt processing ${pp} tok/s, token generation ${tg} tok/s.` } : missing('the figures');
};

export const skills: Record<string, Skill> = { identity, threshold, auxiliary, setAuxiliary, measure };
