import { Args, Flags } from '@oclif/core';
import { HermesCommand } from '../../base-command.ts';
import { writtenInPlace } from '../../errors/words.ts';

/** Gives a background task a model of its own. */
export default class AuxiliarySet extends HermesCommand {
  static override summary = 'Give a background task a model, once its provider has said that it lists it.';
  static override description =
    'PROVIDER is one that hermes knows or an endpoint of your own from config.yaml; MODEL may hold slashes. `main` is ' +
    'the main model, `auto` the first provider that has a key. The provider is asked with a GET request; where it does ' +
    'not list the model, or cannot be asked, nothing is written. Provider and model are written together, and the rest ' +
    'of the file keeps every byte.';
  static override examples = [
    '<%= config.bin %> auxiliary set compression deepseek/deepseek-chat',
    '<%= config.bin %> auxiliary set title_generation openrouter/google/gemini-3-flash-preview',
    '<%= config.bin %> auxiliary set vision main',
  ];
  static override args = {
    task: Args.string({ description: 'as `hermes auxiliary status` lists it', required: true, ignoreStdin: true }),
    model: Args.string({ description: 'PROVIDER/MODEL, `main` or `auto`', required: true, ignoreStdin: true }),
  };
  static override flags = {
    'no-verify': Flags.boolean({ description: 'send no request: believe that the provider has the model' }),
  };

  async run() {
    const { args, flags } = await this.parse(AuxiliarySet);
    const { setAuxiliary } = await import('../../services/auxiliary-set.ts');
    const { paths, signal, ui } = this.host;
    const tasks = await (await this.host.auxiliary()).tasks();
    const { task, model: wanted } = args;
    const done = await setAuxiliary({
      paths,
      env: process.env,
      tasks,
      task,
      wanted,
      verify: !flags['no-verify'],
      signal,
    });
    this.log(`auxiliary.${done.task}: ${done.provider}${done.model === null ? '' : `, ${done.model}`}`);
    this.log(done.changed ? `written to ${done.file}` : `unchanged: ${done.file} says so already`);
    if (done.verified === 'listed') ui.err(`${done.provider} lists ${done.model}`);
    if (done.verified === 'not-verified') ui.err('note: nobody was asked whether the provider lists this model');
    for (const note of done.notes) ui.err(`note: ${note}`);
    if (done.inPlace) ui.err(`note: ${writtenInPlace(done.file)}`);
    return { schemaVersion: 1 as const, ...done };
  }
}
