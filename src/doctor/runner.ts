import type { Check, CheckContext, CheckRow, CheckStatus, DoctorReport, Verdict } from '../contract/index.ts';

const DEFAULT_LIMIT_MS = 5_000;

export interface RunOptions {
  /** Ids to report. What they depend on runs too, and is reported where it is the reason for a skip. */
  only?: readonly string[];
  /** Replaces the hard limit of every check, ms. */
  limitMs?: number;
  /** Called for each row in the order of the report, as soon as it and all before it are known. */
  onRow?: (row: CheckRow) => void;
}

/** `root`: the failure that is the reason of what comes after. `stopped`: the interrupt took the verdict away. */
type Outcome = { row: CheckRow; root?: string; stopped?: true };

/**
 * Runs checks, all at once where `after` allows it. A check that throws or exceeds its limit becomes a row with status
 * `error`; a check behind one that failed becomes `skip` with the id of the failure at the root. After Ctrl-C
 * (`context.signal`) whatever has not ended is `skip`, and the report's status is `error`. Never throws.
 */
export async function runChecks(
  checks: readonly Check[],
  context: Omit<CheckContext, 'limitMs'>,
  options: RunOptions = {},
): Promise<DoctorReport> {
  const byId = new Map(checks.map((check) => [check.id, check]));
  const place = new Map(checks.map((check, index) => [check.id, index]));
  const started = new Map<string, Promise<Outcome>>();
  const outcomeOf = (check: Check): Promise<Outcome> => {
    const known = started.get(check.id) ?? start(check);
    started.set(check.id, known);
    return known;
  };
  const start = async (check: Check): Promise<Outcome> => {
    // Later ones are left out, so that two plugins' checks cannot wait for each other.
    const own = place.get(check.id) ?? 0;
    const before = (check.after ?? []).filter((id) => (place.get(id) ?? own) < own).flatMap((id) => byId.get(id) ?? []);
    const roots = (await Promise.all(before.map(outcomeOf))).flatMap(({ root }) => root ?? []);
    const because = roots[0];
    if (because !== undefined)
      return { row: skipped(check, context, `skipped because ${because} failed`, because), root: because };
    const outcome = await runOne(check, context, options.limitMs ?? check.timeoutMs ?? DEFAULT_LIMIT_MS);
    const { status } = outcome.row;
    return status === 'fail' || status === 'error' ? { ...outcome, root: check.id } : outcome;
  };

  const wanted = options.only ? checks.filter(({ id }) => options.only?.includes(id)) : checks;
  // Everything is started before anything is awaited: rows are awaited in order only to be reported in order.
  for (const check of wanted) void outcomeOf(check);
  const rows: CheckRow[] = [];
  let interrupted = false;
  for (const check of wanted) {
    const { row, stopped } = await outcomeOf(check);
    interrupted ||= stopped ?? false;
    const root = row.because === undefined ? undefined : byId.get(row.because);
    if (root && !wanted.includes(root) && !rows.some(({ id }) => id === root.id)) {
      rows.push((await outcomeOf(root)).row);
      options.onRow?.((await outcomeOf(root)).row);
    }
    rows.push(row);
    options.onRow?.(row);
  }
  return toReport(rows, interrupted);
}

async function runOne(check: Check, context: Omit<CheckContext, 'limitMs'>, limitMs: number): Promise<Outcome> {
  const started = performance.now();
  const end = (status: CheckStatus, rest: Omit<Verdict, 'status'>): Outcome => ({
    row: { ...identity(check, context), status, ...rest, durationMs: Math.round(performance.now() - started) },
  });
  const stop = (when: string): Outcome => ({ ...end('skip', { summary: `stopped before it ${when}` }), stopped: true });
  if (context.signal.aborted) return stop('began');
  const limit = new AbortController();
  const signal = AbortSignal.any([context.signal, limit.signal]);
  const timer = setTimeout(() => limit.abort(), limitMs);
  try {
    const verdict = await Promise.race([check.run({ ...context, signal, limitMs }), whenAborted(signal)]);
    if (context.signal.aborted) return stop('ended');
    if (verdict === 'aborted') return end('error', { summary: `did not end within ${limitMs / 1000} s` });
    const { status, ...rest } = verdict;
    return end(status, rest);
  } catch (error) {
    if (context.signal.aborted) return stop('ended');
    return end('error', {
      summary: `the check itself failed: ${error instanceof Error ? error.message : String(error)}`,
    });
  } finally {
    clearTimeout(timer);
  }
}

function whenAborted(signal: AbortSignal): Promise<'aborted'> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve('aborted');
    // A turn later, so that a check that reacts to the signal can still give its own verdict.
    else signal.addEventListener('abort', () => setTimeout(resolve, 100, 'aborted' as const), { once: true });
  });
}

function identity(
  check: Check,
  context: Omit<CheckContext, 'limitMs'>,
): Pick<CheckRow, 'id' | 'target' | 'title' | 'group'> {
  const target = subjectOf(check, context);
  return { id: check.id, ...(target === undefined ? {} : { target }), title: check.title, group: check.group };
}

function subjectOf(check: Check, context: Omit<CheckContext, 'limitMs'>): string | undefined {
  try {
    return check.subject?.({ ...context, limitMs: 0 });
  } catch {
    return undefined;
  }
}

const skipped = (check: Check, context: Omit<CheckContext, 'limitMs'>, summary: string, because: string): CheckRow => ({
  ...identity(check, context),
  status: 'skip',
  summary,
  durationMs: 0,
  because,
});

function toReport(checks: CheckRow[], interrupted: boolean): DoctorReport {
  const summary: Record<CheckStatus, number> = { pass: 0, warn: 0, fail: 0, skip: 0, error: 0 };
  for (const { status } of checks) summary[status] += 1;
  const ran = summary.pass + summary.warn + summary.fail;
  const faults = summary.fail + summary.error;
  const found = faults === 0 ? 'healthy' : ran === 0 && summary.error > 0 ? 'error' : 'problems';
  return { schemaVersion: 1, status: interrupted ? 'error' : found, summary, checks };
}
