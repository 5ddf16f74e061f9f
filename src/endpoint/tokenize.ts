import type { ProbeOptions, Target } from '../contract/index.ts';
import { jsonObject } from './answer.ts';
import { authOf } from './auth.ts';
import { request } from './http.ts';
import { rootOf } from './url.ts';

/** Token ids of a text by llama-server's own `/tokenize`, special tokens parsed as the server does by default. */
export async function tokenize(
  target: Target,
  text: string,
  options: ProbeOptions = {},
): Promise<number[] | undefined> {
  const answer = await request(`${rootOf(target.baseUrl)}/tokenize`, {
    ...options,
    ...authOf(target),
    method: 'POST',
    body: { content: text, ...(target.model ? { model: target.model } : {}) },
  });
  if (!answer.ok || answer.status !== 200) return undefined;
  const tokens = jsonObject(answer.body)?.['tokens'];
  return Array.isArray(tokens) && tokens.every((token) => typeof token === 'number') ? tokens : undefined;
}
