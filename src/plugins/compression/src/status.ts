import type { AgentSessions, Host } from '@hermes-ops/contract';
import { masked, plainOf } from '@hermes-ops/plugin-kit/plain';
import { keysNotRead, readSettings } from './settings.ts';
import type { Status } from './show/documents.ts';
import { doneDoc, everyCompressionIn } from './show/done.ts';
import { modelDoc } from './show/model-doc.ts';
import { statusLines } from './show/status-lines.ts';
import { mainModel } from './stored/main-model.ts';
import { storedSessions } from './stored/session.ts';
import { writersOf } from './writers.ts';

/** Newest sessions that are looked through, and compressions that are shown of them. */
const SESSIONS = 50;
const SHOWN = 10;

/** `hermes compression status`. Errors: compression.no-agent, compression.no-model, endpoint.not-configured. */
export async function status(host: Host) {
  const sessions = await storedSessions(host);
  const [model, config] = [await mainModel(host), await host.freshConfig()];
  const settings = readSettings(config, model.target.model);
  const { enabled, threshold, thresholdKey, targetRatio, protectLast, messageLimit } = settings;
  const result: Status = {
    schemaVersion: 1,
    settings: { enabled, threshold, thresholdKey, targetRatio, protectLastN: protectLast, messageLimit },
    ...modelDoc(model, settings),
    summary: await writersOf(host, model, settings),
    keysNotRead: keysNotRead(config.raw),
    compressions: await newest(sessions),
  };
  const lines = await statusLines(host, result, { model, settings });
  return { result: await masked(host, result), text: await plainOf(host)(lines.join('\n'), { multiline: true }) };
}

async function newest(sessions: AgentSessions): Promise<Status['compressions']> {
  const all = await sessions.list({ limit: SESSIONS });
  const found = await Promise.all(
    all.map(async ({ id, title }) =>
      everyCompressionIn(await sessions.rewrites(id)).map((one) => ({ sessionId: id, title, ...doneDoc(one) })),
    ),
  );
  return found
    .flat()
    .sort((a, b) => b.time.localeCompare(a.time))
    .slice(0, SHOWN);
}
