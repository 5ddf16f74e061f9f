import type { Host } from '@hermes-ops/contract';
import { type Measurement, type MeasureOptions, measure, type Plan } from './measure.ts';
import { type Row, renderMeaning, renderTable, toRow } from './report.ts';

/** The walkthrough's two prompts; 64 tokens keep a slow GPU under a minute. */
export const DEFAULT_PLAN: Plan = { prompts: [54, 2209], generate: 64, repetitions: 3 };

/** The `--json` document of `hermes bench`. */
export interface BenchResult {
  schemaVersion: 1;
  model: string;
  baseUrl: string;
  build: string;
  contextPerSlot: number;
  slots: number;
  repetitions: number;
  generate: number;
  /** Runs that were thrown away because the server had reused cached tokens. */
  discardedWarm: number;
  rows: Row[];
}

export async function bench(
  host: Host,
  plan: Plan,
  options: MeasureOptions,
): Promise<{ result: BenchResult; text: string }> {
  const measurement = await measure(host, plan, options);
  const rows = measurement.columns.map(toRow);
  return { result: toResult(measurement, rows), text: render(measurement, rows) };
}

function toResult(measurement: Measurement, rows: Row[]): BenchResult {
  const { model, baseUrl, build, contextPerSlot, slots, plan } = measurement;
  const { repetitions, generate } = plan;
  const discardedWarm = rows.reduce((sum, row) => sum + row.discardedWarm, 0);
  return { schemaVersion: 1, model, baseUrl, build, contextPerSlot, slots, repetitions, generate, discardedWarm, rows };
}

function render(measurement: Measurement, rows: Row[]): string {
  const { model, build, baseUrl, contextPerSlot, slots } = measurement;
  return [
    `Model:    ${model}`,
    `Server:   llama.cpp ${build} at ${baseUrl}`,
    `Context:  ${contextPerSlot} tokens per slot, ${slots} slot${slots === 1 ? '' : 's'}`,
    '',
    renderTable(rows),
    '',
    ...renderMeaning(measurement, rows),
  ].join('\n');
}
