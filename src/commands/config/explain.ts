import { Args } from '@oclif/core';
import { HermesCommand } from '../../base-command.ts';
import type { ExplainResult } from '../../services/explain.ts';
import { explanationLines } from '../../ui/config-explain.ts';
import { screenWidth } from '../../ui/output.ts';

/** Says everything that is known about a key. */
export default class ConfigExplain extends HermesCommand {
  static override summary = 'Explain a key of config.yaml: meaning, type, default, what is in force and why.';
  static override description =
    'Also: who reads the key, allowed words, range and unit, older spellings, related keys, checks of `hermes doctor` ' +
    'and what `hermes config validate` finds there. Of a section its keys; without KEY all sections. ' +
    'Where you choose the name, any name will do: servers.NAME.ctx_size.';
  static override examples = [
    '<%= config.bin %> config explain compression.threshold',
    '<%= config.bin %> config explain servers.qwen.ctx_size',
    '<%= config.bin %> config explain auxiliary',
  ];
  static override args = {
    key: Args.string({ description: 'a key or section; all sections if left out', ignoreStdin: true }),
  };

  async run(): Promise<ExplainResult> {
    const { args } = await this.parse(ConfigExplain);
    const { toLine } = await import('../../config/index.ts');
    const { explainConfig } = await import('../../services/explain.ts');
    const result = await explainConfig(this.host, args.key ?? '', process.env);
    const width = Math.min(100, Number.isFinite(screenWidth()) ? screenWidth() : 80);
    const lines = explanationLines(result, { yaml: toLine, file: this.host.paths.config, width });
    for (const line of lines) this.log(line);
    return result;
  }
}
