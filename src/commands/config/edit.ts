import { HermesCommand } from '../../base-command.ts';
import { writtenInPlace } from '../../errors/words.ts';
import { diagnosticLines, verdictLine } from '../../ui/diagnostics.ts';
import { openDialogue } from '../../ui/dialogue.ts';
import { canPrompt, screenWidth } from '../../ui/output.ts';

/** The user's editor on a copy, checked before it counts. */
export default class ConfigEdit extends HermesCommand {
  static override summary = 'Open config.yaml in your editor, and check it before it is saved.';
  static override description =
    'The editor is $VISUAL, else $EDITOR (arguments allowed), else nano, vim or vi. It works on a copy. With errors in ' +
    'it you are asked whether to edit again, save or discard; without a terminal such a copy is not saved (exit code 1). ' +
    'What you wrote is never lost: where it is not saved, the message names the file that holds it.';
  static override examples = ['<%= config.bin %> config edit', 'EDITOR="code --wait" <%= config.bin %> config edit'];

  async run() {
    await this.parse(ConfigEdit);
    const { paths, ui, interrupts } = this.host;
    const { editConfig } = await import('../../services/edit-config.ts');
    const say = this.jsonEnabled() ? ui.err : (line?: string) => this.log(line);
    // While the editor runs, Ctrl-C is its own; at a question it ends the run.
    const dialogueOver = new AbortController();
    const result = await editConfig({
      paths,
      env: process.env,
      sections: () => this.host.sections(),
      ...(this.jsonEnabled() ? { stdout: 2 } : {}),
      interactive: canPrompt() && !this.jsonEnabled(),
      show: (report) => {
        for (const line of diagnosticLines(report, { width: screenWidth() })) say(line);
      },
      kept: (copy) => ui.err(`What you wrote is kept in ${copy}`),
      ask: async (question) => {
        const dialogue = openDialogue({ questions: true, say, signal: dialogueOver.signal });
        try {
          return await dialogue.askFresh(question);
        } catch (error) {
          if (dialogue.signal.aborted) interrupts.exitCode ??= 130;
          throw error;
        } finally {
          dialogue.close();
        }
      },
    });
    const { file, changed, discarded, errors, warnings, inPlace } = result;
    if (discarded) this.log(`discarded: ${file} is as it was`);
    else if (!changed) this.log(`unchanged: ${file}`);
    else {
      this.log(`written to ${file}`);
      this.log(verdictLine({ file, errors, warnings, notes: 0, diagnostics: [] }));
    }
    if (inPlace) ui.err(`note: ${writtenInPlace(file)}`);
    return { schemaVersion: 1 as const, file, changed, discarded, errors, warnings, inPlace: inPlace === true };
  }
}
