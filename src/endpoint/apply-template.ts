import type { EndpointRoom, ProbeOptions, Target } from '../contract/index.ts';
import { jsonObject, stringOf } from './answer.ts';
import { authOf } from './auth.ts';
import { request } from './http.ts';
import { rootOf } from './url.ts';

/** With these the template says no; any other comes from a server that has no such route, is loading or is not asked rightly. */
const REFUSALS = new Set([400, 422, 500]);

/** llama-server's `POST /apply-template`: what its chat template makes of messages. Nothing is generated. */
export const applyTemplate: EndpointRoom['applyTemplate'] = async (target: Target, messages, options = {}) => {
  const { tools, ...probe }: ProbeOptions & { tools?: readonly unknown[] } = options;
  const answer = await request(`${rootOf(target.baseUrl)}/apply-template`, {
    ...probe,
    ...authOf(target),
    method: 'POST',
    body: { messages, ...(tools ? { tools } : {}), ...(target.model ? { model: target.model } : {}) },
  });
  if (!answer.ok) return { ok: false, refused: false };
  const prompt = answer.status === 200 ? stringOf(jsonObject(answer.body)?.['prompt']) : undefined;
  return prompt === undefined ? { ok: false, refused: REFUSALS.has(answer.status) } : { ok: true, prompt };
};
