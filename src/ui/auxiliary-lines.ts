import { paint } from './output.ts';
import { table } from './table.ts';
import { visible } from './visible.ts';

interface Route {
  provider: string;
  model: string;
  url: string;
  local: boolean;
  timeoutMs: number;
  timeoutFrom: string;
  contextTokens: number | null;
}

interface Task {
  task: string;
  description: string;
  state: 'ok' | 'problem' | 'off';
  message: string | null;
  route: Route | null;
  fallbacks: readonly Route[];
  steps: readonly { text: string; decided: boolean }[];
  try: readonly string[];
  check: { state: string; message: string | null } | null;
}

/** One row per task: who does it, where, how long it may take, and why. */
export function taskLines(tasks: readonly Task[]): string[] {
  const rows = tasks.map(({ task, route, state, message, steps, check }) => {
    const why = state === 'ok' ? (steps.find(({ decided }) => decided)?.text ?? '') : (message ?? '');
    const where = route ? placeOf(route) : '-';
    const listed = check ? [check.state] : [];
    return [task, route?.model ?? '-', where, route ? seconds(route) : '-', ...listed, withWord(state, why)].map(
      visible,
    );
  });
  const listed = tasks.some(({ check }) => check) ? ['LISTED'] : [];
  const full = rows.map((row) =>
    listed.length > 0 && row.length === 5 ? [...row.slice(0, 4), '-', ...row.slice(4)] : row,
  );
  return table([['TASK', 'MODEL', 'PROVIDER', 'LIMIT', ...listed, 'WHY'], ...full]).split('\n');
}

/** Everything about one task. */
export function taskDetail({ task, description, route, fallbacks, steps, message, check, ...rest }: Task): string[] {
  const rows = [
    ...(route
      ? [
          ['model', route.model],
          [
            'provider',
            `${isNamed(route) ? `${route.provider}, ` : ''}${route.url} (${route.local ? 'local' : 'not local'})`,
          ],
          ['limit', `${seconds(route)} for a usual request (${route.timeoutFrom})`],
        ]
      : []),
    ...(route?.contextTokens ? [['context', `${route.contextTokens} tokens`]] : []),
    ...(check ? [['listed', check.message ?? 'yes']] : []),
    ...fallbacks.map((it, i) => [i === 0 ? 'then' : '', `${it.model} (${placeOf(it)}; ${seconds(it)})`]),
  ];
  const body = table(rows.map((row) => row.map(visible)))
    .split('\n')
    .map((line) => `  ${line}`);
  return [
    `${paint('bold', task)}${description ? `: ${visible(description)}` : ''}`,
    ...(rows.length > 0 ? body : []),
    ...(rest.state === 'ok' ? [] : [visible(withWord(rest.state, message ?? ''))]),
    'How it was decided:',
    ...steps.map(({ text, decided }) => `  ${decided ? paint('green', '=>') : ' -'} ${visible(text)}`),
    ...rest.try.map((line) => `try: ${visible(line)}`),
  ];
}

const withWord = (state: Task['state'], text: string): string => (state === 'ok' ? text : `${state}: ${text}`);

const seconds = ({ timeoutMs }: Route): string => `${Math.round(timeoutMs / 1000)} s`;

/** An endpoint without a name goes by its address. */
const isNamed = ({ provider, url }: Route): boolean => provider !== hostOf(url);

const placeOf = (route: Route): string => (isNamed(route) ? `${route.provider}, ${hostOf(route.url)}` : route.provider);

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url);
