import type { ContextEngine, Host, Target } from '@hermes-ops/contract';
import { REORDERED } from '../loop/cache-loss.ts';
import { wasSteered } from '../loop/conversation.ts';
import type { LoopDeps, ModelTarget } from '../loop/deps.ts';
import { openDraft } from '../loop/draft.ts';
import { unsentNotice } from '../loop/thinking.ts';
import { withAbsent } from '../mcp/session.ts';
import type { McpRoom } from '../mcp/types.ts';
import { asService, sessionsOf } from '../sessions/service.ts';
import type { SessionStore } from '../sessions/types.ts';
import { readSettings } from '../settings.ts';
import type { SkillSet } from '../skills/open-skills.ts';
import { createTools } from '../tools/registry.ts';
import { workspaceOf } from '../workspace-of.ts';
import { checkEndpoint, listedModels, windowOf } from './check-endpoint.ts';
import { equip } from './equip.ts';
import {
  draftFile,
  type Notice,
  type Opened,
  type OpenOptions,
  openConversation,
  type Reachable,
  type Started,
  wanted,
} from './open-conversation.ts';
import { isWhole, probeTemplate, takesSteering } from './probe-template.ts';
import { whileWaiting } from './while-waiting.ts';

/** A session that is ready for its next message. */
export interface OpenChat {
  deps: Omit<LoopDeps, 'emit' | 'approver' | 'interactive' | 'steer'>;
  /** Of the main model's template, where not all was answered yet that is asked of it: the model and build that it belongs to. */
  openTemplate: string | undefined;
  store: SessionStore;
  skills: SkillSet;
  resumed: boolean;
  /** The endpoint's address, fit to be shown. */
  url: string;
  /** What the user should know before the first message. */
  notices: Notice[];
  /** Aborted when the session is closed: side requests then have no use any more. */
  ended: AbortSignal;
  /** Ends background jobs and closes the store. */
  close(): Promise<void>;
  /** The MCP servers of the session; undefined where the config has none. */
  mcp: McpRoom | undefined;
  /** Commands that still run in the background. */
  jobs(): string[];
  /** Ends everything that tools have started, at once. */
  kill(): void;
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
  const found = await reachable(host, options.waits ?? (() => undefined));
  const { asked, facts } = found;
  const verdict = facts.templateKey ? await probeTemplate(host, asked.target, facts.templateKey) : undefined;
  asked.steering = takesSteering(verdict, (await host.endpoint()).isLocal(asked.target.baseUrl));
  const workspace = await workspaceOf(host, config.value['terminal']);
  const store = await sessionsOf(host);
  const kit = createTools();
  let mcp: McpRoom | undefined;
  try {
    const contextTokens = windowOf(settings.contextTokens, facts.contextTokens);
    // What does not exist is said before anything is asked.
    const earlier = wanted(store, options, workspace);
    const place = { config, settings, store, workspace, contextTokens, earlier };
    const equipped = await equip(host, place, kit.tools, options);
    mcp = equipped.mcp;
    const started = { ...found, ...equipped, ...place, host, verdict, kit };
    const opened = await openConversation(started);
    try {
      return await assemble(started, opened);
    } catch (error) {
      opened.release();
      throw error;
    }
  } catch (error) {
    await Promise.all([kit.close(), mcp?.close()]);
    store.close();
    throw error;
  }
}

/** The main model, or the first of `fallback_providers` that can be asked where the main one is down or sick. */
async function reachable(host: Host, waits: (what: string | undefined) => void): Promise<Reachable> {
  const main = await host.target();
  const { displayUrl } = await host.endpoint();
  const spares = await host.fallbacks();
  const notices: Notice[] = [];
  let failure: unknown;
  for (const [i, spare] of [undefined, ...spares].entries()) {
    try {
      const asking = (async () => {
        const target = spare ?? (await withModel(host, main));
        return { target, facts: await checkEndpoint(host, target) };
      })();
      const url = displayUrl((spare ?? main).baseUrl);
      const { target, facts } = await whileWaiting(asking, `waiting for ${url}`, waits);
      const { llamaServer, notice } = facts;
      const asked = { target, main: spare === undefined, llamaServer, steering: false };
      const others = spares.slice(i).map((other) => ({ ...asked, target: other, main: false, llamaServer: false }));
      return { asked, others, facts, notices: [...notices, ...(notice ? [notice] : [])] };
    } catch (error) {
      failure ??= error;
      const next = spares[i];
      // A choice that is left to the user is not answered by somebody else, who may cost money.
      if (!host.errors.isUserError(error) || error.code === 'agent.no-model' || !next) throw failure;
      const text = `${error.message}; asking ${next.model} at ${displayUrl(next.baseUrl)} instead`;
      notices.push({ code: 'agent.fallback', text });
    }
  }
  throw failure;
}

async function assemble(started: Started, { conversation, resumed, notices, release }: Opened): Promise<OpenChat> {
  const { host, settings, asked, others, facts, verdict, workspace, store, kit, set, skills, mcp, contextTokens } =
    started;
  withAbsent(set, mcp, conversation.tools);
  const engines = (await host.points('agent.contextEngine')) as ContextEngine[];
  const maxChars = Math.min(
    settings.toolOutputChars,
    contextTokens === undefined ? Number.POSITIVE_INFINITY : Math.floor(contextTokens * 0.12 * 3),
  );
  const room = await host.endpoint();
  const ended = new AbortController();
  const openTemplate = isWhole(verdict) ? undefined : facts.templateKey;
  if (openTemplate !== undefined && wasSteered(conversation)) conversation.reordered = REORDERED.unknown;
  return {
    store,
    skills,
    resumed,
    openTemplate,
    url: room.displayUrl(asked.target.baseUrl),
    notices: [...started.notices, ...notices, ...skills.notices, ...noticesOf(started)],
    ended: ended.signal,
    mcp,
    jobs: () => kit.running(),
    kill: () => {
      kit.kill();
      mcp?.kill();
    },
    close: once(async () => {
      ended.abort();
      await Promise.all([kit.close(), mcp?.close()]);
      try {
        // A session in which nothing was said is not worth a line in the list, nor, on a full disk, an error.
        if (!resumed && store.get(conversation.id)?.turns === 0) store.delete([conversation.id]);
      } catch {
        // It stays in the list.
      }
      store.close();
      release();
    }),
    deps: {
      host,
      llm: await host.llm(),
      targets: [asked, ...others],
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
      draft: openDraft(await draftFile(host, conversation.id)),
      window: { contextTokens },
      appendOnly: verdict?.appendOnly,
    },
  };
}

function noticesOf({ verdict, set, mcp, settings, asked }: Started): Notice[] {
  const unsent = unsentNotice(settings, asked);
  return [
    ...(unsent ? [unsent] : []),
    ...(verdict?.tools === false
      ? [
          {
            code: 'agent.no-tools' as const,
            text: `the chat template of \`${asked.target.model}\` takes no tools, so the model can only talk`,
            try: [
              'hermes doctor --only endpoint.template',
              'Start llama-server with --jinja and a model whose template knows tools.',
            ],
          },
        ]
      : []),
    ...set.faults.map((text) => ({ code: 'agent.tool-left-out' as const, text })),
    ...(mcp?.notices ?? []),
  ];
}

/** The config's endpoint, with the only listed model where the config names none. */
export const mainTarget = async (host: Host): Promise<ModelTarget> => withModel(host, await host.target());

async function withModel(host: Host, target: Target): Promise<ModelTarget> {
  if (target.model) return { ...target, model: target.model };
  const [only, ...others] = await listedModels(host, target);
  if (only && others.length === 0) return { ...target, model: only };
  throw host.errors.user('agent.no-model', 'the config names no model', {
    where: { key: 'model.default' },
    try: ['hermes model'],
    exit: 2,
  });
}

/** The first call does it, later ones wait for it. */
function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}
