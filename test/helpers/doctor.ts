import { expect } from 'vitest';
import { loadConfig } from '../../src/config/index.ts';
import type { Check, CheckStatus, DoctorReport, Paths } from '../../src/contract/index.ts';
import { createEndpointRoom } from '../../src/endpoint/index.ts';
import { createLlmRoom } from '../../src/llm/index.ts';
import { createServerRoom } from '../../src/server/index.ts';
import { type DoctorOptions, runDoctor } from '../../src/services/run-doctor.ts';
import { tempHome } from './home.ts';
import { expectShape } from './schema.ts';

export interface DoctorSetup extends DoctorOptions {
  paths?: Paths;
  signal?: AbortSignal;
  plugins?: Check[];
}

/** Runs the doctor in this process over the real rooms. `PATH` is empty, so that the machine's `hermes` plays no part. */
export async function doctor(home: Paths | Record<string, string>, setup: DoctorSetup = {}): Promise<DoctorReport> {
  const paths = 'ops' in home && 'cwd' in home ? (home as Paths) : tempHome(home as Record<string, string>);
  const { signal = new AbortController().signal, plugins = [], ...options } = setup;
  const env = { PATH: '' };
  const endpoint = createEndpointRoom();
  const report = await runDoctor(
    {
      paths,
      signal,
      config: () => loadConfig(paths, env),
      endpoint: async () => endpoint,
      llm: async () => createLlmRoom({ ops: paths.ops }),
      server: async () => createServerRoom({ paths, env, endpoint }),
      sections: async () => ({}),
      contributions: { checks: async () => plugins },
    },
    { env, ...options },
  );
  expectShape('doctor', report);
  return report;
}

/** A config for one endpoint. Values are written as they are. */
export const configFor = (baseUrl: string, model: Record<string, unknown> = {}): Record<string, string> => ({
  'config.yaml': `model: ${JSON.stringify({ default: 'tiny.gguf', provider: 'custom', base_url: baseUrl, ...model })}\n`,
});

/** Ids of the rows by status, without those that passed or do not apply. */
export function findings(report: DoctorReport): Partial<Record<CheckStatus, string[]>> {
  const found: Partial<Record<CheckStatus, string[]>> = {};
  for (const { id, status, because } of report.checks) {
    if (status === 'pass' || (status === 'skip' && because === undefined)) continue;
    found[status] = [...(found[status] ?? []), id];
  }
  return found;
}

export const row = (report: DoctorReport, id: string) => {
  const found = report.checks.find((candidate) => candidate.id === id);
  expect(found, `${id} in ${JSON.stringify(report)}`).toBeDefined();
  return found;
};
