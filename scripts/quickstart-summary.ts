import type { DoctorReport } from '../src/contract/index.ts';

/** The result documents that the summary is computed from; the shapes are those of schemas/results/. */
export interface Documents {
  validate: { valid: boolean; files: { errors: number; warnings: number }[] };
  start: { state: string; build: string | null; url: string; durationMs: number };
  model: { model: string; baseUrl: string };
  doctor: DoctorReport;
  bench: { rows: { promptTokens: number; promptProcessing: Speed; tokenGeneration: Speed }[]; discardedWarm: number };
  stop: { servers: { name: string; ended: string }[] };
}

interface Speed {
  medianPerSecond: number;
}

export interface Line {
  ok: boolean;
  text: string;
}

/** One line per promise of the product: true or not, in the words of the command that found out. */
export function summarise({ validate, start, model, doctor, bench, stop }: Documents): Line[] {
  const [file] = validate.files;
  const measured = bench.rows.every(
    ({ promptProcessing, tokenGeneration }) =>
      promptProcessing.medianPerSecond > 0 && tokenGeneration.medianPerSecond > 0,
  );
  return [
    {
      ok: validate.valid,
      text: `The config is ${validate.valid ? 'valid' : 'not valid'}: ${file?.errors ?? 0} errors, ${file?.warnings ?? 0} warnings.`,
    },
    {
      ok: start.state === 'ready' || start.state === 'busy',
      text: `llama.cpp ${start.build ?? 'of unknown build'} serves at ${start.url}, ${(start.durationMs / 1000).toFixed(1)} s after the command.`,
    },
    fromChecks(
      doctor,
      ['endpoint.reachable', 'endpoint.health', 'endpoint.models'],
      `The endpoint is registered as ${model.model}`,
    ),
    fromChecks(doctor, ['endpoint.context'], 'The context window is what an agent needs'),
    fromChecks(doctor, ['endpoint.generation'], 'It generates'),
    fromChecks(doctor, ['endpoint.template', 'endpoint.tool-call'], 'Tool calls work'),
    {
      ok: measured && bench.discardedWarm === 0,
      text: `Measured, with ${bench.discardedWarm} runs spoiled by the prompt cache: ${bench.rows.map(speeds).join('; ')} (tok/s).`,
    },
    stopped(stop.servers),
  ];
}

/** Green only when every named check passed; otherwise the first that did not says why. */
function fromChecks(doctor: DoctorReport, ids: string[], promise: string): Line {
  const rows = ids.map((id) => doctor.checks.find((check) => check.id === id));
  const bad = rows.find((row) => row?.status !== 'pass');
  const missing = rows.indexOf(undefined);
  if (missing !== -1) return { ok: false, text: `${promise}: not shown, ${ids[missing]} did not run.` };
  if (bad) return { ok: false, text: `${promise}: no. ${bad.summary} (${bad.id})` };
  return { ok: true, text: `${promise}: ${rows.at(-1)?.summary ?? ''}` };
}

/** Ended by itself is the promise; a server that had to be killed, or was gone already, breaks it. */
function stopped(servers: Documents['stop']['servers']): Line {
  const [server] = servers;
  if (!server) return { ok: false, text: 'The server was not there any more when it should have been stopped.' };
  return { ok: server.ended === 'stopped', text: `The server has ended: ${server.ended}.` };
}

const speeds = (row: Documents['bench']['rows'][number]): string =>
  `${row.promptTokens} tokens PP ${Math.round(row.promptProcessing.medianPerSecond)}, TG ${Math.round(row.tokenGeneration.medianPerSecond)}`;
