import { HermesCommand } from '@hermes-ops/plugin-kit';
import { Flags } from '@oclif/core';
import { type BenchResult, bench, DEFAULT_PLAN } from '../bench.ts';

export default class Bench extends HermesCommand {
  static override summary = 'Measure prompt processing and token generation of the configured endpoint.';
  static override description =
    "Reads llama-server's own timings: each prompt is built to an exact token count, every run has a text of its own and the prompt cache switched off.";
  static override examples = [
    '<%= config.bin %> bench',
    {
      command: '<%= config.bin %> bench --prompt 512 --prompt 8192 -n 128 -r 5',
      description: 'Other lengths, more runs',
    },
    { command: '<%= config.bin %> bench --json', description: 'Medians and every sample, for scripts' },
  ];
  static override flags = {
    prompt: Flags.integer({
      char: 'p',
      description: 'prompt length in tokens, chat template included; give it several times for several columns',
      helpValue: 'TOKENS',
      min: 32,
      multiple: true,
      default: DEFAULT_PLAN.prompts,
    }),
    generate: Flags.integer({
      char: 'n',
      description: 'tokens to generate in each run',
      helpValue: 'TOKENS',
      min: 2,
      default: DEFAULT_PLAN.generate,
    }),
    repetitions: Flags.integer({
      char: 'r',
      description: 'runs per prompt length',
      helpValue: 'N',
      min: 1,
      default: DEFAULT_PLAN.repetitions,
    }),
  };

  async run(): Promise<BenchResult> {
    const { flags } = await this.parse(Bench);
    const { host } = this;
    const plan = { prompts: flags.prompt, generate: flags.generate, repetitions: flags.repetitions };
    const { result, text } = await host.ui.step('Measuring', (progress) =>
      bench(host, plan, { progress, signal: host.signal }),
    );
    this.log(text);
    return result;
  }
}
