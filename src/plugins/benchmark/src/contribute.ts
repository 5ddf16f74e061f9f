import type { AgentTool, Contribution } from '@hermes-ops/contract';

/** The walkthrough's question "what is the pp and tg performance of the current model?", answered by a real run. */
const benchmarkModel: AgentTool = {
  name: 'benchmark_model',
  description:
    'Measure prompt processing (PP) and token generation (TG) speed of the configured model in tok/s. Takes from seconds to a minute.',
  parameters: { type: 'object', properties: {}, additionalProperties: false },
  run: async (_args, { host, signal }) => {
    const { bench, DEFAULT_PLAN } = await import('./bench.ts');
    return (await bench(host, DEFAULT_PLAN, { progress: () => {}, signal })).text;
  },
};

/** What this plugin adds besides its command. */
export default async function contribute(): Promise<Contribution> {
  return { apiVersion: 1, points: { 'agent.tools': [benchmarkModel] } };
}
