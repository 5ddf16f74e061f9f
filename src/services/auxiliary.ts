import { isLocal } from '../catalog/addresses.ts';
import { CORE_TASKS, OTHER_TASK, type TaskSize } from '../catalog/auxiliary-tasks.ts';
import type {
  AuxiliaryResolution,
  AuxiliaryRoom,
  AuxiliaryRoute,
  AuxiliaryStep,
  BackgroundTask,
} from '../contract/index.ts';
import { createAsker } from './auxiliary-ask.ts';
import { chooseRoute } from './auxiliary-choice.ts';
import { type AuxiliaryHost, type Routes, serverName } from './auxiliary-parts.ts';
import type { Candidate } from './auxiliary-route.ts';
import { localLimit, promptLimitMs, readSpeeds, type TimeLimit } from './measured-speed.ts';

/** See the contract. Its config is read anew when the file has changed; how many slots a server has is asked once a minute. */
export function createAuxiliary(host: AuxiliaryHost): AuxiliaryRoom {
  const tasks = async (): Promise<BackgroundTask[]> => {
    const core = CORE_TASKS.map(({ usual: _usual, ...task }) => task);
    return [...core, ...(await host.pluginTasks())].sort((a, b) => a.name.localeCompare(b.name));
  };
  const routes = async (task: string, size: TaskSize | undefined): Promise<Routes> => {
    const [config, known] = [await host.config(), (await tasks()).find(({ name }) => name === task)];
    const usual = CORE_TASKS.find(({ name }) => name === task)?.usual ?? OTHER_TASK.usual;
    const base = { ms: known?.timeoutMs ?? OTHER_TASK.timeoutMs, from: 'default of the task' };
    const choice = chooseRoute(config, task);
    const about = { task, base, size: size ?? usual, main: choice.main, steps: choice.steps };
    const routeTo = (candidate: Candidate): Promise<AuxiliaryRoute> => finishRoute(host.paths.ops, candidate, about);
    if (choice.ok) {
      const all = await Promise.all([choice.chosen, ...choice.fallbacks].map(routeTo));
      return { choice, all };
    }
    // What the task's own provider cannot do, the main model does; a task that is switched off nobody does.
    return { choice, all: choice.main && !choice.disabled ? [await routeTo(choice.main)] : [] };
  };
  const { say, watch } = createTeller();
  return {
    tasks,
    watch,
    resolve: async (task) => resolutionOf(task, await routes(task, undefined)),
    ask: createAsker(host, routes, say),
    promptLimitMs: (target, promptTokens, maxTokens) =>
      promptLimitMs(host.paths.ops, target, { promptTokens, answerTokens: maxTokens }),
    speeds: ({ baseUrl, model }) => readSpeeds(host.paths.ops, baseUrl, model),
  };
}

/** One listener, who gets what was said before there was one. */
function createTeller(): { say(line: string): void; watch: AuxiliaryRoom['watch'] } {
  const waiting: string[] = [];
  let listener: ((line: string) => void) | undefined;
  return {
    say: (line) => (listener ? listener(line) : void waiting.push(line)),
    watch: (to) => {
      listener = to;
      for (const line of waiting.splice(0)) to(line);
    },
  };
}

function resolutionOf(task: string, { choice, all }: Routes): AuxiliaryResolution {
  const [route, ...fallbacks] = all;
  if (choice.ok && route) return { ok: true, route, fallbacks };
  const { disabled, message, try: hints } = choice.ok ? { disabled: false, message: '', try: [] } : choice;
  return { ok: false, task, disabled, message, steps: choice.steps, try: hints };
}

interface About {
  task: string;
  base: TimeLimit;
  size: TaskSize;
  main: Candidate | undefined;
  steps: AuxiliaryStep[];
}

async function finishRoute(ops: string, candidate: Candidate, about: About): Promise<AuxiliaryRoute> {
  const { target, provider, contextTokens, extraBody } = candidate;
  const { task, size, main, steps } = about;
  const local = isLocal(target.baseUrl);
  const base = candidate.limit ?? about.base;
  const limit = local ? localLimit(base, size, await readSpeeds(ops, target.baseUrl, target.model)) : base;
  return {
    task,
    target,
    provider,
    local,
    onMainServer: main !== undefined && serverName(main.target.baseUrl) === serverName(target.baseUrl),
    ...(contextTokens === undefined ? {} : { contextTokens }),
    timeoutMs: limit.ms,
    timeoutFrom: limit.from,
    ...(extraBody ? { extraBody } : {}),
    steps,
  };
}
