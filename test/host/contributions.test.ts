import type { Config } from '@oclif/core';
import { expect, test } from 'vitest';
import type { Contribution } from '../../src/contract/index.ts';
import { Contributions } from '../../src/host/contributions.ts';

/** Answers as oclif's runHook does: one entry per plugin, those that threw apart. */
function oclifWith(answers: Record<string, unknown>): Config {
  return {
    runHook: async () => ({
      successes: Object.entries(answers)
        .filter(([, result]) => !(result instanceof Error))
        .map(([name, result]) => ({ plugin: { name }, result })),
      failures: Object.entries(answers)
        .filter(([, result]) => result instanceof Error)
        .map(([name, error]) => ({ plugin: { name }, error })),
    }),
  } as unknown as Config;
}

const check = (id: string) => ({ id, title: id, group: 'x', run: () => ({ status: 'pass' as const, summary: '' }) });
const good = (more: Partial<Contribution> = {}): Contribution => ({ apiVersion: 1, ...more });

test('one plugin that throws and one of another contract version disturb nobody', async () => {
  const all = new Contributions(
    oclifWith({ a: good({ checks: [check('a.one')] }), b: new Error('boom'), c: { apiVersion: 7 }, d: undefined }),
  );
  expect((await all.checks()).map(({ id }) => id)).toEqual(['a.one']);
  expect((await all.faults()).map(({ plugin }) => plugin).sort()).toEqual(['b', 'c', 'd']);
});

test('an id that two plugins claim belongs to the first by name, and the other is named', async () => {
  const all = new Contributions(
    oclifWith({ zed: good({ checks: [check('same')] }), abe: good({ checks: [check('same')] }) }),
  );
  expect(await all.checks()).toHaveLength(1);
  expect(await all.faults()).toMatchObject([{ plugin: 'zed', message: expect.stringContaining('abe') }]);
});

test('a service is made once and only when asked for; an unknown one says so', async () => {
  let made = 0;
  const service = async () => ({ made: ++made });
  const all = new Contributions(oclifWith({ a: good({ services: { 'a.thing': service } }) }));
  expect(made).toBe(0);
  const [first, second] = [await all.service('a.thing'), await all.service('a.thing')];
  expect(first).toEqual({ ok: true, service: { made: 1 } });
  expect(second).toEqual(first);
  expect(await all.service('nobody.has')).toMatchObject({ ok: false });
});

test('points come from all plugins in order of their names', async () => {
  const all = new Contributions(
    oclifWith({ b: good({ points: { 'agent.tools': ['b1'] } }), a: good({ points: { 'agent.tools': ['a1', 'a2'] } }) }),
  );
  expect(await all.points('agent.tools')).toEqual(['a1', 'a2', 'b1']);
});

test('an id of the core is not to be had', async () => {
  const all = new Contributions(oclifWith({ a: good({ checks: [check('config.syntax')] }) }));
  expect(await all.checks()).toEqual([]);
  expect(await all.faults()).toMatchObject([{ plugin: 'a', message: expect.stringContaining('hermes itself') }]);
});

test('background tasks come from all plugins; a name of the core or of another plugin is a fault', async () => {
  const task = (name: string) => ({ name, description: 'x' });
  const all = new Contributions(
    oclifWith({
      a: good({ auxiliaryTasks: [task('review_notes')] }),
      b: good({ auxiliaryTasks: [task('review_notes')] }),
      c: good({ auxiliaryTasks: [task('compression')] }),
    }),
  );
  expect((await all.tasks()).map(({ name }) => name)).toEqual(['review_notes']);
  expect(await all.faults()).toMatchObject([
    { plugin: 'b', message: 'background task review_notes already belongs to a' },
    { plugin: 'c', message: 'background task compression already belongs to hermes itself' },
  ]);
});

test.each([
  {
    what: 'a background task without a proper name',
    contribution: { auxiliaryTasks: [{ name: 'My Task', description: '' }] },
  },
  {
    what: 'a background task with a limit that is none',
    contribution: { auxiliaryTasks: [{ name: 'a', description: '', timeoutMs: -1 }] },
  },
  { what: 'background tasks that are no list', contribution: { auxiliaryTasks: { name: 'a' } } },
  { what: 'checks that are no list', contribution: { checks: {} } },
  { what: 'a check without run', contribution: { checks: [{ id: 'a', title: 'a', group: 'a' }] } },
  { what: 'a check with `after` as text', contribution: { checks: [{ ...check('a'), after: 'config.syntax' }] } },
  { what: 'points that are no lists', contribution: { points: { 'agent.tools': {} } } },
  { what: 'a service that is no function', contribution: { services: { x: 1 } } },
])('$what: a fault, and nothing of that plugin is used', async ({ contribution }) => {
  const all = new Contributions(
    oclifWith({ bad: { apiVersion: 1, ...contribution }, good: good({ checks: [check('g')] }) }),
  );
  expect((await all.checks()).map(({ id }) => id)).toEqual(['g']);
  expect(await all.faults()).toMatchObject([{ plugin: 'bad', message: expect.stringContaining('malformed') }]);
  expect(await all.points('agent.tools')).toEqual([]);
});
