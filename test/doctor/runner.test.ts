import { describe, expect, test } from 'vitest';
import type { Check, CheckContext, CheckRow, Verdict } from '../../src/contract/index.ts';
import { runChecks } from '../../src/doctor/index.ts';

const CONTEXT = { signal: new AbortController().signal } as Omit<CheckContext, 'limitMs'>;

const check = (id: string, run: Check['run'], extra: Partial<Check> = {}): Check => ({
  id,
  title: id,
  group: 'g',
  run,
  ...extra,
});

const ends = (status: Verdict['status']) => () => ({ status, summary: status });

const statuses = (rows: CheckRow[]) => Object.fromEntries(rows.map(({ id, status }) => [id, status]));

const never = () => new Promise<Verdict>(() => undefined);

describe('what depends on a failure', () => {
  test('is skipped because of the root, however far behind', async () => {
    const { checks, status } = await runChecks(
      [
        check('a', ends('fail')),
        check('b', ends('pass'), { after: ['a'] }),
        check('c', ends('pass'), { after: ['b'] }),
        check('d', ends('pass')),
      ],
      CONTEXT,
    );
    expect(checks.map(({ id, status, because }) => [id, status, because])).toEqual([
      ['a', 'fail', undefined],
      ['b', 'skip', 'a'],
      ['c', 'skip', 'a'],
      ['d', 'pass', undefined],
    ]);
    expect(status).toBe('problems');
  });

  test('runs after a warning and after a check that does not apply', async () => {
    const { checks, status } = await runChecks(
      [check('a', ends('warn')), check('b', ends('skip')), check('c', ends('pass'), { after: ['a', 'b'] })],
      CONTEXT,
    );
    expect(statuses(checks)).toEqual({ a: 'warn', b: 'skip', c: 'pass' });
    expect(status).toBe('healthy');
  });

  test('a dependency that comes later or does not exist is not waited for', async () => {
    const { checks } = await runChecks(
      [check('a', ends('pass'), { after: ['b', 'nowhere', 'a'] }), check('b', ends('pass'), { after: ['a'] })],
      CONTEXT,
    );
    expect(statuses(checks)).toEqual({ a: 'pass', b: 'pass' });
  });
});

describe('a check that misbehaves', () => {
  test.each<[string, Check['run']]>([
    [
      'throws',
      () => {
        throw new Error('boom');
      },
    ],
    [
      'rejects',
      async () => {
        throw new Error('boom');
      },
    ],
    [
      'throws a text',
      () => {
        throw 'boom';
      },
    ],
  ])('%s: an error of its own row', async (_name, run) => {
    const { checks, status } = await runChecks(
      [check('a', run), check('b', ends('pass')), check('c', ends('pass'), { after: ['a'] })],
      CONTEXT,
    );
    expect(checks.map(({ status, because }) => [status, because])).toEqual([
      ['error', undefined],
      ['pass', undefined],
      ['skip', 'a'],
    ]);
    expect(status).toBe('problems');
  });

  test('never ends: its limit ends it, or the limit of the run', async () => {
    const { checks } = await runChecks([check('a', never, { timeoutMs: 20 })], CONTEXT);
    expect(checks[0]?.status).toBe('error');
    const limited = await runChecks([check('a', never, { timeoutMs: 60_000 })], CONTEXT, { limitMs: 20 });
    expect(limited.checks[0]?.status).toBe('error');
  });

  test('a verdict given at the last moment still counts', async () => {
    const atLimit: Check['run'] = ({ signal }) =>
      new Promise((resolve) => signal.addEventListener('abort', () => resolve({ status: 'fail', summary: 'slow' })));
    const { checks } = await runChecks([check('a', atLimit, { timeoutMs: 20 })], CONTEXT);
    expect(checks[0]).toMatchObject({ status: 'fail', summary: 'slow' });
  });

  test('a subject that throws leaves the row without target', async () => {
    const subject = () => {
      throw new Error('boom');
    };
    const { checks } = await runChecks([check('a', ends('pass'), { subject })], CONTEXT);
    expect(checks[0]).toMatchObject({ status: 'pass' });
    expect(checks[0]?.target).toBeUndefined();
  });

  test('no check could run', async () => {
    const { status } = await runChecks([check('a', never, { timeoutMs: 20 })], CONTEXT);
    expect(status).toBe('error');
  });
});

test('an interrupt gives what is known', async () => {
  const controller = new AbortController();
  const { checks, status } = await runChecks(
    [
      check('a', ends('pass')),
      check('b', () => {
        setImmediate(() => controller.abort());
        return never();
      }),
      check('c', ends('pass'), { after: ['b'] }),
    ],
    { ...CONTEXT, signal: controller.signal },
  );
  expect(checks.map(({ status, because }) => [status, because])).toEqual([
    ['pass', undefined],
    ['skip', undefined],
    ['skip', undefined],
  ]);
  expect(status).toBe('error');
});

test('an interrupt after the last check changes nothing', async () => {
  const controller = new AbortController();
  const onRow = () => controller.abort();
  const context = { ...CONTEXT, signal: controller.signal };
  expect((await runChecks([check('a', ends('pass'))], context, { onRow })).status).toBe('healthy');
});

describe('a selection', () => {
  const CHECKS = [
    check('a', ends('fail')),
    check('b', ends('pass')),
    check('c', ends('pass'), { after: ['b'] }),
    check('d', ends('pass'), { after: ['a'] }),
  ];

  test('reports what was asked for', async () => {
    const { checks } = await runChecks(CHECKS, CONTEXT, { only: ['c'] });
    expect(statuses(checks)).toEqual({ c: 'pass' });
  });

  test('and the failure that is the reason for a skip', async () => {
    const { checks, status } = await runChecks(CHECKS, CONTEXT, { only: ['d'] });
    expect(statuses(checks)).toEqual({ a: 'fail', d: 'skip' });
    expect(status).toBe('problems');
  });
});

test('independent checks run at once, rows come in order', async () => {
  const events: string[] = [];
  let release = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { checks } = await runChecks(
    [
      check('a', async () => {
        await gate;
        return { status: 'pass', summary: '' };
      }),
      check('b', () => {
        release();
        return { status: 'pass', summary: '' };
      }),
    ],
    CONTEXT,
    { onRow: ({ id }) => events.push(id) },
  );
  expect(events).toEqual(['a', 'b']);
  expect(checks).toHaveLength(2);
});
