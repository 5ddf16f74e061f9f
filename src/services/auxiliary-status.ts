import type { LoadedFile } from '../config/index.ts';
import type { AuxiliaryRoom, AuxiliaryRoute, AuxiliaryStep } from '../contract/index.ts';
import { displayUrl } from '../endpoint/index.ts';
import { allowsPaid, chooseRoute } from './auxiliary-choice.ts';
import { requireTask } from './auxiliary-names.ts';
import { type Listing, listingOf } from './model-listed.ts';

/** One who does a task, or would. */
interface ShownRoute {
  provider: string;
  model: string;
  url: string;
  local: boolean;
  timeoutMs: number;
  timeoutFrom: string;
  contextTokens: number | null;
}

interface TaskStatus {
  task: string;
  description: string;
  state: 'ok' | 'problem' | 'off';
  /** What is wrong, or that the task is switched off. */
  message: string | null;
  /** Who does it; null where nobody can. */
  route: ShownRoute | null;
  fallbacks: ShownRoute[];
  steps: AuxiliaryStep[];
  try: string[];
  /** What the provider says about the model, where it was asked. */
  check: { state: Listing['state']; message: string | null; nearest: string | null } | null;
}

export interface AuxiliaryStatus {
  allowPaid: boolean;
  /** Keys that are set and not used, and how to agree to their use. */
  notes: string[];
  tasks: TaskStatus[];
}

export interface StatusOptions {
  room: AuxiliaryRoom;
  config: LoadedFile;
  task: string | undefined;
  /** Ask whether the models are listed: GET requests, at most 3 s each. */
  check: boolean;
  signal?: AbortSignal | undefined;
}

/** Who does which background task, and why. Throws `auxiliary.unknown-task`. */
export async function auxiliaryStatus(options: StatusOptions): Promise<AuxiliaryStatus> {
  const { room, config, task } = options;
  const known = await room.tasks();
  if (task !== undefined) await requireTask(task, known, config);
  const wanted =
    task === undefined ? known : [known.find(({ name }) => name === task) ?? { name: task, description: '' }];
  const asked = new Map<string, Promise<Listing>>();
  const tasks = await Promise.all(wanted.map((it) => taskStatus(options, it, asked)));
  return { allowPaid: allowsPaid(config), notes: withheldNotes(tasks), tasks };
}

/** Said once, however many tasks could have used the key. */
function withheldNotes(tasks: readonly TaskStatus[]): string[] {
  const texts = tasks.flatMap(({ steps }) => steps.flatMap(({ text, withheld }) => (withheld ? [text] : [])));
  const notes = [...new Set(texts)];
  return notes.length === 0 ? [] : [...notes, 'To agree once: hermes config set ops.allow_paid true'];
}

async function taskStatus(
  { room, config, check, signal }: StatusOptions,
  { name, description }: { name: string; description: string },
  asked: Map<string, Promise<Listing>>,
): Promise<TaskStatus> {
  const resolution = await room.resolve(name);
  const base = { task: name, description, check: null };
  if (!resolution.ok) {
    const { disabled, message, steps, try: hints } = resolution;
    return { ...base, state: disabled ? 'off' : 'problem', message, route: null, fallbacks: [], steps, try: hints };
  }
  const { route, fallbacks } = resolution;
  const choice = chooseRoute(config, name);
  const problem = choice.ok ? choice.problem : undefined;
  const status: TaskStatus = {
    ...base,
    state: problem === undefined ? 'ok' : 'problem',
    message: problem?.why ?? null,
    route: shownRoute(route),
    fallbacks: fallbacks.map(shownRoute),
    steps: route.steps,
    try: problem === undefined ? [] : [...problem.try, `hermes auxiliary set ${name} PROVIDER/MODEL`],
  };
  return check ? withListing(status, await listed(route, asked, signal)) : status;
}

/** Each model is asked about once, however many tasks it does. */
function listed(
  { target }: AuxiliaryRoute,
  asked: Map<string, Promise<Listing>>,
  signal?: AbortSignal,
): Promise<Listing> {
  const id = JSON.stringify([target.baseUrl, target.model, target.apiKey ?? null]);
  const answer = asked.get(id) ?? listingOf(target, { signal });
  asked.set(id, answer);
  return answer;
}

function withListing(status: TaskStatus, listing: Listing): TaskStatus {
  if (listing.state === 'listed') return { ...status, check: { state: 'listed', message: null, nearest: null } };
  const message = listing.state === 'unknown' ? listing.why : listing.message;
  const nearest = listing.state === 'not-listed' ? (listing.nearest ?? null) : null;
  const better = nearest === null ? [] : [`hermes auxiliary set ${status.task} ${status.route?.provider}/${nearest}`];
  return {
    ...status,
    state: 'problem',
    message: status.message ?? message,
    try: [...better, ...status.try],
    check: { state: listing.state, message, nearest },
  };
}

const shownRoute = (route: AuxiliaryRoute): ShownRoute => ({
  provider: route.provider,
  model: route.target.model,
  url: displayUrl(route.target.baseUrl),
  local: route.local,
  timeoutMs: route.timeoutMs,
  timeoutFrom: route.timeoutFrom ?? '',
  contextTokens: route.contextTokens ?? null,
});
