import { realpath } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import type { ContextEngine, Host } from '@hermes-ops/contract';
import type { LoopDeps, ModelTarget } from '../loop/deps.ts';
import { asService, sessionsOf } from '../sessions/service.ts';
import type { SessionStore } from '../sessions/types.ts';
import { readSettings } from '../settings.ts';
import { createTools } from '../tools/registry.ts';
import { checkEndpoint } from './check-endpoint.ts';
import {
  type Notice,
  type Opened,
  type OpenOptions,
  openConversation,
  type Reachable,
  type Started,
} from './open-conversation.ts';
import { probeTemplate } from './probe-template.ts';
import { toolSet } from './tool-set.ts';

/** A session that is ready for its next message. */
export interface OpenChat {
  deps: Omit<LoopDeps, 'emit' | 'approver' | 'interactive'>;
  store: SessionStore;
  resumed: boolean;
  /** The endpoint's address, fit to be shown. */
  url: string;
  /** What the user should know before the first message. */
  notices: Notice[];
  /** Ends background jobs and closes the store. */
  close(): Promise<void>;
}

/**
 * Reads the config, asks the endpoint what it is, and opens or resumes a session.
 * Errors: endpoint.not-configured, agent.no-model, those of `checkEndpoint` and of the store of sessions.
 */
export async function openChat(host: Host, options: OpenOptions): Promise<OpenChat> {
  const config = await host.config();
  const settings = {
    ...readSettings(config),
    ...(options.maxTurns === undefined ? {} : { maxTurns: options.maxTurns }),
  };
  const { target, others, facts, notices } = await reachable(host);
  const verdict = facts.templateKey ? await probeTemplate(host, target, facts.templateKey) : undefined;
  const workspace = await workspaceOf(host, config.value['terminal']);
  const store = await sessionsOf(host);
  const kit = createTools();
  try {
    const set = await toolSet(host, kit.tools, settings.disabledToolsets);
    const contextTokens = smaller(settings.contextTokens, facts.contextTokens);
    const started = {
      host,
      settings,
      target,
      others,
      facts,
      notices,
      verdict,
      workspace,
      store,
      kit,
      set,
      contextTokens,
    };
    return await assemble(started, await openConversation(started, options));
  } catch (error) {
    await kit.close();
    store.close();
    throw error;
  }
}

/** The main model, or the first of `fallback_providers` that can be asked where the main one is down or sick. */
async function reachable(host: Host): Promise<Reachable> {
  const [main, ...others] = [await mainTarget(host), ...(await host.fallbacks())];
  const { displayUrl } = await host.endpoint();
  const notices: Notice[] = [];
  let failure: unknown;
  for (const [i, target] of [main, ...others].entries()) {
    try {
      const facts = await checkEndpoint(host, target);
      return { target, others: others.slice(i), facts, notices };
    } catch (error) {
      if (!host.errors.isUserError(error) || others.length === i) throw failure ?? error;
      failure ??= error;
      const next = others[i];
      const text = `${error.message}; asking ${next?.model} at ${displayUrl(next?.baseUrl ?? '')} instead`;
      notices.push({ code: 'agent.fallback', text });
    }
  }
  throw failure;
}

async function assemble(started: Started, { conversation, resumed, notices, release }: Opened): Promise<OpenChat> {
  const { host, settings, target, others, facts, verdict, workspace, store, kit, set, contextTokens } = started;
  const engines = (await host.points('agent.contextEngine')) as ContextEngine[];
  const maxChars = Math.min(
    settings.toolOutputChars,
    contextTokens === undefined ? Number.POSITIVE_INFINITY : Math.floor(contextTokens * 0.12 * 3),
  );
  const room = await host.endpoint();
  return {
    store,
    resumed,
    url: room.displayUrl(target.baseUrl),
    notices: [...started.notices, ...notices, ...noticesOf(started)],
    close: once(async () => {
      await kit.close();
      // A session in which nothing was said is not worth a line in the list.
      if (!resumed && conversation.messages.length === 0) store.delete([conversation.id]);
      store.close();
      release();
    }),
    deps: {
      host,
      llm: await host.llm(),
      targets: [target, ...others],
      settings,
      conversation,
      tools: set.tools,
      contributed: set.contributed,
      environment: {
        host,
        sessionId: conversation.id,
        workspace,
        sessions: asService(store),
        maxChars,
        outputs: () => host.ensureOps('sessions', 'outputs', conversation.id),
      },
      engine: engines[0],
      window: { contextTokens },
      llamaServer: facts.llamaServer,
      appendOnly: verdict?.appendOnly,
    },
  };
}

function noticesOf({ verdict, set, target }: Started): Notice[] {
  return [
    ...(verdict?.tools === false
      ? [
          {
            code: 'agent.no-tools',
            text: `the chat template of \`${target.model}\` takes no tools, so the model can only talk`,
            try: [
              'hermes doctor --only endpoint.template',
              'Start llama-server with --jinja and a model whose template knows tools.',
            ],
          },
        ]
      : []),
    ...set.faults.map((text) => ({ code: 'agent.tool-left-out', text })),
  ];
}

/** The config's endpoint, with the only listed model where the config names none. */
export async function mainTarget(host: Host): Promise<ModelTarget> {
  const target = await host.target();
  if (target.model) return { ...target, model: target.model };
  const listed = await (await host.endpoint()).models(target, { timeoutMs: 900 });
  const [only, ...others] = listed.ok ? listed.models : [];
  if (only && others.length === 0) return { ...target, model: only.id };
  throw host.errors.user('agent.no-model', 'the config names no model', {
    where: { key: 'model.default' },
    try: ['hermes model'],
    exit: 2,
  });
}

/** `terminal.cwd`, by default the folder that hermes was started in. */
export async function workspaceOf(host: Host, terminal: unknown): Promise<string> {
  const { cwd } = (terminal ?? {}) as { cwd?: unknown };
  const wished = typeof cwd === 'string' && cwd !== '' && isAbsolute(cwd) ? cwd : host.paths.cwd;
  const folder = resolve(host.paths.cwd, wished);
  return realpath(folder).catch(() => folder);
}

const smaller = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);

/** The first call does it, later ones wait for it. */
function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}
