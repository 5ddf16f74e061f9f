import type { Host } from '@hermes-ops/contract';
import { describe, expect, test } from 'vitest';
import { sessionApprover } from '../../src/chat/approvals.ts';
import type { AgentSettings } from '../../src/settings.ts';

const REVIEW = { action: 'run a command', reasons: ['it writes'], detail: 'touch a', remember: 'touch a' };
const CALL = { tool: 'terminal', summary: '' };

/** Answers `always` to everything, in front of these settings. */
function approver(settings: () => Promise<unknown>) {
  const said: string[] = [];
  const approvals = { mode: 'manual', withoutTerminal: 'deny', timeoutMs: 5_000, smartPolicy: '' };
  const made = sessionApprover({ settings } as unknown as Host, {
    session: 's',
    settings: { approvals, allowList: [] } as unknown as AgentSettings,
    ask: async () => 'always',
    say: (line) => said.push(line),
    turn: () => new AbortController().signal,
  });
  return { made, said };
}

describe('"always" that cannot be kept is said, and holds for the session', () => {
  test.each([
    ['a config that is broken meanwhile', () => Promise.reject(new Error('not valid \x1b[31mYAML'))],
    [
      'a file that cannot be written',
      async () => ({ get: async () => ({ value: [] }), set: async () => ({ ok: false, message: 'not valid YAML' }) }),
    ],
  ])('%s', async (_what, settings) => {
    const { made, said } = approver(settings);
    expect(await made.decide(REVIEW, CALL)).toEqual({ allowed: true, by: 'session' });
    expect(said).toEqual(['┊ not kept for later sessions: not valid YAML']);
    expect(await made.decide(REVIEW, CALL)).toEqual({ allowed: true, by: 'session', earlier: true });
  });
});

test('mode smart: stopping the turn stops the model that judges a call, and asks nothing more', async () => {
  const turn = new AbortController();
  const asked: string[] = [];
  const judging = Promise.withResolvers<void>();
  const auxiliary = async () => ({
    ask: (_task: string, { signal }: { signal?: AbortSignal }) =>
      new Promise((resolve) => {
        judging.resolve();
        signal?.addEventListener('abort', () => resolve({ result: { ok: false, failure: 'aborted' }, failures: [] }));
      }),
  });
  const approvals = { mode: 'smart', withoutTerminal: 'deny', timeoutMs: 5_000, smartPolicy: '' };
  const made = sessionApprover({ auxiliary } as unknown as Host, {
    session: 's',
    settings: { approvals, allowList: [] } as unknown as AgentSettings,
    ask: async ({ review }) => {
      asked.push(review.action);
      return 'once';
    },
    say: () => undefined,
    turn: () => turn.signal,
  });
  const decided = made.decide(REVIEW, CALL);
  await judging.promise;
  turn.abort(new Error('stopped'));
  await expect(decided).rejects.toThrow('stopped');
  expect(asked).toEqual([]);
});
