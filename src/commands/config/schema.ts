import { resolve } from 'node:path';
import { Flags } from '@oclif/core';
import { HermesCommand } from '../../base-command.ts';

type SchemaResult = { schemaVersion: 1 } & (
  | { schema: object }
  | { file: string; written: 'created' | 'updated' | 'kept' }
);

/** Prints or writes the JSON Schema of config.yaml. */
export default class ConfigSchema extends HermesCommand {
  static override summary = 'Print the JSON Schema of config.yaml for editors, or write it to a file.';
  static override description =
    'One document with all sections, those of installed plugins included. `hermes init` keeps one in ops/ of the home ' +
    'folder and points config.yaml to it: # yaml-language-server: $schema=ops/config.schema.json';
  static override examples = [
    '<%= config.bin %> config schema > config.schema.json',
    '<%= config.bin %> config schema --output ~/.hermes/ops/config.schema.json',
  ];
  static override flags = {
    output: Flags.string({ char: 'o', description: 'write it to this file; its folder must exist', helpValue: 'FILE' }),
  };

  async run(): Promise<SchemaResult> {
    const { flags } = await this.parse(ConfigSchema);
    const { publishedSchema, writeSchema } = await import('../../config/index.ts');
    const plugins = await this.host.sections();
    if (flags.output === undefined) {
      const schema = await publishedSchema(plugins);
      this.log(this.host.ui.json(schema));
      return { schemaVersion: 1, schema };
    }
    const file = resolve(this.host.paths.cwd, flags.output);
    const written = await writeSchema(file, plugins);
    this.log(written === 'kept' ? `unchanged: ${file} holds this schema already` : `${written} ${file}`);
    return { schemaVersion: 1, file, written };
  }
}
