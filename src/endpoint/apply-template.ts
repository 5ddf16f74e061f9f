import type { EndpointRoom, ProbeOptions, Target } from '../contract/index.ts';
import { jsonObject, stringOf } from './answer.ts';
import { authOf } from './auth.ts';
import { request } from './http.ts';
import { rootOf } from './url.ts';

/** llama-server's `POST /apply-template`: what its chat template makes of messages. Nothing is generated. */
export const applyTemplate: EndpointRoom['applyTemplate'] = async (target: Target, messages, options = {}) => {
  const { tools, ...probe }: ProbeOptions & { tools?: readonly unknown[] } = options;
  const answer = await request(`${rootOf(target.baseUrl)}/apply-template`, {
    ...probe,
    ...authOf(target),
    method: 'POST',
    body: { messages, ...(tools ? { tools } : {}), ...(target.model ? { model: target.model } : {}) },
  });
  return answer.ok && answer.status === 200 ? stringOf(jsonObject(answer.body)?.['prompt']) : undefined;
};
