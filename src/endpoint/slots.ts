import type { EndpointRoom, ProbeOptions, Target } from '../contract/index.ts';
import { authOf } from './auth.ts';
import { readProps } from './props.ts';
import { rootOf } from './url.ts';

/**
 * How many requests a llama-server works on at a time. `silent`: it took longer than the limit, as one does that is in the
 * middle of a long batch, so nothing is known; `unsaid`: it is there and does not say, as other servers and routers do, or
 * it is not there at all.
 */
export type Slots = number | 'silent' | 'unsaid';

export async function slotsOf(request: EndpointRoom['request'], target: Target, options: ProbeOptions): Promise<Slots> {
  const answer = await request(`${rootOf(target.baseUrl)}/props`, { ...options, ...authOf(target) });
  if (!answer.ok) return answer.failure === 'timeout' ? 'silent' : 'unsaid';
  const props = answer.status === 200 ? readProps(answer.body) : undefined;
  return !props || props.role === 'router' || props.slots < 1 ? 'unsaid' : props.slots;
}
