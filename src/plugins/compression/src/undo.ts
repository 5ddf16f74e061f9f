import type { Host } from '@hermes-ops/contract';
import { sizePrompt } from '@hermes-ops/plugin-kit/estimate';
import { count, plural } from '@hermes-ops/plugin-kit/numbers';
import { masked, plainOf } from '@hermes-ops/plugin-kit/plain';
import { nothingToUndo, otherChange } from './errors.ts';
import { type Compression, ENGINE } from './parts.ts';
import { readSettings } from './settings.ts';
import { type DoneDoc, doneDoc } from './show/done.ts';
import { type SessionDoc, sessionDoc, sessionText } from './show/model-doc.ts';
import { mainModel } from './stored/main-model.ts';
import { alone, namedSession } from './stored/session.ts';
import { triggerOf } from './trigger.ts';

export interface UndoResult {
  schemaVersion: 1;
  session: SessionDoc;
  undone: DoneDoc;
  /** What the next request holds now; tokens are estimated. */
  messages: number;
  tokens: number;
  /** Where compression starts; null: not known, or switched off. */
  trigger: number | null;
  /** The next message of a chat compresses it again. */
  again: boolean;
}

/**
 * `hermes compression undo`: the last change of the session, if it is a compression. Asks no model.
 * Errors: compression.nothing-to-undo, compression.other-change, compression.session-busy and those of the store.
 */
export async function undone(host: Host, name: string) {
  const { sessions, session } = await namedSession(host, name);
  await sessions.assertWritable?.();
  const { id } = session;
  const result = await alone(host, id, async (): Promise<UndoResult> => {
    const last = (await sessions.rewrites(id)).findLast((one) => !one.undone);
    if (!last) throw nothingToUndo(host, id);
    if (last.by !== ENGINE) throw otherChange(host, id, last.by);
    await sessions.undoRewrite(id);
    const messages = await sessions.messages(id);
    const { tokens } = sizePrompt({ ...(await sessions.beginning(id)), messages });
    const compression = { ...last, undone: true } as Compression;
    const { trigger, messageLimit } = await limitsNow(host);
    return {
      schemaVersion: 1,
      session: sessionDoc(session),
      undone: doneDoc(compression),
      messages: messages.length,
      tokens,
      trigger: trigger ?? null,
      again: (trigger !== undefined && tokens >= trigger) || messages.length + 1 >= messageLimit,
    };
  });
  const text = undoLines(result).join('\n');
  return { result: await masked(host, result), text: await plainOf(host)(text, { multiline: true }) };
}

/** An undo is no reason to fail over a model that cannot be told. */
async function limitsNow(host: Host): Promise<{ trigger: number | undefined; messageLimit: number }> {
  const none = { trigger: undefined, messageLimit: Number.POSITIVE_INFINITY };
  try {
    const model = await mainModel(host);
    const settings = readSettings(await host.freshConfig(), model.target.model);
    const { enabled, messageLimit } = settings;
    return enabled ? { trigger: triggerOf(settings, model.window.tokens).tokens, messageLimit } : none;
  } catch {
    return none;
  }
}

function undoLines({ session, undone: { time, revision }, messages, tokens, trigger, again }: UndoResult): string[] {
  return [
    `Session:  ${sessionText(session)}`,
    `The compression of ${time} (revision ${revision}) has been taken back: ${plural(messages, 'message')} again, about ${count(tokens)} tokens.`,
    ...(again
      ? [
          `That is past ${trigger !== null && tokens >= trigger ? `the trigger of ${count(trigger)} tokens` : 'the limit of messages'}, so a chat compresses it again ${trigger !== null && tokens >= trigger ? 'when it has grown by a twentieth of the window' : 'at the next message'}.`,
        ]
      : []),
  ];
}
