import type { EndpointRoom, HttpFailure, RequestOptions } from '../contract/index.ts';

/** Whether a slot is at work, or why nobody says so. */
export type Work = { ok: true; busy: boolean } | { ok: false; failure: HttpFailure };

const SIGNS_OF_WORK = [
  ['/slots', /"is_processing":\s*true/],
  ['/metrics', /^llamacpp:requests_processing [1-9]/m],
] as const;

/**
 * Whether a slot of a llama-server is at work; `root` is its address without `/v1`. `/slots` is answered between two
 * batches, so a server that is silent here but answers `/health` is in the middle of a long batch. With `--no-slots` the
 * metrics know; a server that has neither counts as idle.
 */
export async function workOf(
  request: EndpointRoom['request'],
  root: string,
  options: Pick<RequestOptions, 'apiKey' | 'timeoutMs' | 'signal'>,
): Promise<Work> {
  for (const [route, working] of SIGNS_OF_WORK) {
    const answer = await request(`${root}${route}`, options);
    if (!answer.ok) return { ok: false, failure: answer.failure };
    if (answer.status === 200) return { ok: true, busy: working.test(answer.body) };
  }
  return { ok: true, busy: false };
}
