import { Flags } from '@oclif/core';
import { HermesCommand } from '../base-command.ts';
import type { ModelResult } from '../services/model-types.ts';
import { err } from '../ui/output.ts';

/** Chooses the provider and model that everything else uses. */
export default class Model extends HermesCommand {
  static override summary = 'Choose the provider and model: asked, verified, written to config.yaml.';
  static override description =
    'Without flags it asks. Every flag answers one question; --yes takes the defaults for the rest. A key is never given as an argument: it is typed, read from standard input, or named by its variable.';
  static override examples = [
    '<%= config.bin %> model',
    '<%= config.bin %> model --base-url http://127.0.0.1:8000/v1 --context-length 65536 --yes',
    '<%= config.bin %> model --provider deepseek --model deepseek-v4-flash --yes',
  ];
  static override flags = {
    provider: Flags.string({ description: 'built-in provider, saved endpoint, or `custom`', helpValue: 'ID' }),
    'base-url': Flags.string({ description: 'address of a custom endpoint, normally ending in /v1', helpValue: 'URL' }),
    'api-key-env': Flags.string({
      description: 'variable in the environment or .env that holds the key',
      helpValue: 'NAME',
      exclusive: ['api-key-stdin'],
    }),
    'api-key-stdin': Flags.boolean({ description: 'read the key from standard input; it is kept in .env' }),
    'api-mode': Flags.option({
      options: ['auto', 'chat_completions', 'codex_responses', 'anthropic_messages'] as const,
      description: 'how to talk to the endpoint',
    })(),
    model: Flags.string({ description: 'model to use', helpValue: 'NAME' }),
    'context-length': Flags.string({ description: 'tokens (65536, 64k) or `auto`', helpValue: 'N' }),
    name: Flags.string({ description: 'display name of a new custom endpoint', helpValue: 'NAME' }),
    yes: Flags.boolean({ char: 'y', description: 'take the default for every open question' }),
    'no-verify': Flags.boolean({ description: 'send no request: believe what is given' }),
  };

  async run(): Promise<ModelResult> {
    const { flags } = await this.parse(Model);
    const { setUpModel } = await import('../services/model-setup.ts');
    const { openDialogue } = await import('../ui/dialogue.ts');
    const { paths, signal, interrupts } = this.host;
    const questions = !flags.yes && !this.jsonEnabled();
    const dialogue = openDialogue({ questions, say: (line) => this.log(line), signal });
    try {
      const apiKey = flags['api-key-stdin'] ? await dialogue.readSecret('API key: ') : undefined;
      return await setUpModel({
        paths,
        env: process.env,
        endpoint: await this.host.endpoint(),
        answers: {
          provider: flags.provider,
          baseUrl: flags['base-url'],
          apiKeyEnv: flags['api-key-env'],
          apiKey,
          apiMode: flags['api-mode'],
          model: flags.model,
          contextLength: flags['context-length'],
          name: flags.name,
          yes: flags.yes,
          verify: !flags['no-verify'],
        },
        dialogue,
        signal: dialogue.signal,
        beforeWriting: () => dialogue.close(),
      });
    } catch (error) {
      if (dialogue.signal.aborted) {
        interrupts.exitCode ??= 130;
        err('Cancelled, nothing was written.');
      }
      throw error;
    } finally {
      dialogue.close();
    }
  }
}
