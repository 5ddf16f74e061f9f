import type { CheckRow, CheckStatus, DoctorReport } from '../contract/index.ts';
import { paint } from './output.ts';
import { pad } from './table.ts';

const MARKS = {
  pass: ['green', '✔'],
  warn: ['yellow', '!'],
  fail: ['red', '✖'],
  skip: ['dim', '-'],
  error: ['red', '✖'],
} as const satisfies Record<CheckStatus, readonly [Parameters<typeof paint>[0], string]>;

const HEADINGS: Readonly<Record<string, string>> = {
  install: 'Installation',
  config: 'Configuration',
  endpoint: 'Endpoint',
};

const TITLE_WIDTH = 18;

/**
 * The report as text: rows as they come, under a heading per group, then one verdict line and numbered remedies.
 * Every status has a mark of its own, so that nothing depends on colour.
 */
export function doctorReport(log: (line: string) => void): {
  row(row: CheckRow): void;
  end(report: DoctorReport, options: { interrupted: boolean }): void;
} {
  let group: string | undefined;
  return {
    row(row) {
      if (row.group !== group) {
        if (group !== undefined) log('');
        log(headingOf(row));
        group = row.group;
      }
      for (const line of rowLines(row)) log(line);
    },
    end(report, { interrupted }) {
      log('');
      for (const line of [verdictLine(report, interrupted), ...remedyLines(report.checks)]) log(line);
    },
  };
}

function headingOf({ group, target }: CheckRow): string {
  const place = group === 'endpoint' && target ? ` ${target}` : '';
  return `${paint('bold', HEADINGS[group] ?? group)}${place}`;
}

function rowLines({ status, title, summary, detail }: CheckRow): string[] {
  const [style, mark] = MARKS[status];
  const text = status === 'skip' ? paint('dim', summary) : summary;
  const more = (detail ?? '').split('\n').filter(Boolean);
  return [
    `  ${paint(style, mark)} ${pad(title, TITLE_WIDTH)} ${text}`,
    ...more.map((line) => `    ${' '.repeat(TITLE_WIDTH)} ${paint('dim', line)}`),
  ];
}

function verdictLine(
  { status, summary: { pass, warn, fail, skip, error } }: DoctorReport,
  interrupted: boolean,
): string {
  const counts = [
    [fail, 'failed'],
    [error, 'could not run'],
    [warn, warn === 1 ? 'warning' : 'warnings'],
    [pass, 'passed'],
    [skip, 'skipped'],
  ] as const;
  const words = counts.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  if (interrupted) return `${paint('yellow', 'Interrupted')}: ${words.join(', ')}.`;
  const colour = status !== 'healthy' ? 'red' : warn > 0 || pass === 0 ? 'yellow' : 'green';
  const name = {
    healthy: pass + warn === 0 ? 'Nothing to check' : 'Healthy',
    problems: 'Problems found',
    error: 'Nothing could be checked',
  }[status];
  return `${paint(colour, name)}: ${words.join(', ')}.`;
}

/** What to do, failures first; a remedy that serves several rows is listed once, with their ids. */
function remedyLines(rows: readonly CheckRow[]): string[] {
  const order: readonly CheckStatus[] = ['fail', 'error', 'warn'];
  const remedies = new Map<string, string[]>();
  for (const { id, fix } of order.flatMap((status) => rows.filter((row) => row.status === status))) {
    if (!fix) continue;
    const text = `${fix.text}${fix.command ? `\n     ${paint('cyan', fix.command)}` : ''}`;
    remedies.set(text, [...(remedies.get(text) ?? []), id]);
  }
  if (remedies.size === 0) return [];
  const numbered = [...remedies].map(
    ([text, ids], index) => `  ${index + 1}. ${paint('bold', ids.join(', '))}: ${text}`,
  );
  return ['', 'What to do:', ...numbered.flatMap((lines) => lines.split('\n'))];
}
