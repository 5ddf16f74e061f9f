import type { ContextOutcome, Host } from '@hermes-ops/contract';
import { neutralise } from '@hermes-ops/plugin-kit/neutral';
import { masked, plainOf } from '@hermes-ops/plugin-kit/plain';
import { createEngine } from './engine.ts';
import { compressionsIn, type EngineHost } from './parts.ts';
import { type DoneDoc, doneDoc } from './show/done.ts';
import { type SessionDoc, sessionDoc, sessionText } from './show/model-doc.ts';
import { mainModel } from './stored/main-model.ts';
import { alone, namedSession } from './stored/session.ts';
import { stateOf } from './stored/state-of.ts';

export interface RunResult {
  schemaVersion: 1;
  session: SessionDoc;
  changed: boolean;
  /** What was done, or why nothing was. */
  notice: string;
  try: string[];
  /** The compression as it was noted; null: nothing was changed. */
  compression: DoneDoc | null;
}

export interface RunOptions {
  focus: string | undefined;
  /** No model is asked: the account is put together from the messages themselves. */
  withoutModel: boolean;
}

/** `hermes compression run`: the same as /compress in a chat. Errors: compression.session-busy and those of the store. */
export async function ran(host: Host, name: string, { focus, withoutModel }: RunOptions) {
  const { sessions, session } = await namedSession(host, name);
  await sessions.assertWritable?.();
  const { id } = session;
  const engine = createEngine(withoutModel ? await modelless(host) : host);
  const result = await alone(host, id, async (): Promise<RunResult> => {
    const model = await mainModel(host);
    const outcome = await host.ui.step(
      neutralise(`Compressing ${sessionText(sessionDoc(session))}`),
      async (update) => {
        const progress = (text: string | undefined) => {
          if (text !== undefined) update(neutralise(text.replace(/^compressing: /, '')));
        };
        return engine.fit(await stateOf(host, { sessions, id, model, focus, progress }));
      },
    );
    const last = outcome.changed ? compressionsIn(await sessions.rewrites(id)).at(-1) : undefined;
    return {
      schemaVersion: 1,
      session: sessionDoc(session),
      changed: outcome.changed,
      notice: noticeOf(outcome, id),
      try: outcome.try ?? [],
      compression: last ? doneDoc(last) : null,
    };
  });
  const lines = [result.notice, ...result.try.map((hint) => `  try: ${hint}`)];
  return { result: await masked(host, result), text: await plainOf(host)(lines.join('\n'), { multiline: true }) };
}

/** The engine speaks to somebody in a chat. */
function noticeOf({ notice }: ContextOutcome, id: string): string {
  const text = (notice ?? 'stopped; nothing was changed').replaceAll('/compress undo', `hermes compression undo ${id}`);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The host as it would be if nobody were to do the task. */
async function modelless(host: Host): Promise<EngineHost> {
  const room = await host.auxiliary();
  const resolve = async (task: string) => ({
    ok: false as const,
    task,
    disabled: true,
    message: '`--no-model`',
    steps: [],
    try: [],
  });
  const auxiliary = { ...room, resolve };
  return { ...host, auxiliary: async () => auxiliary };
}
