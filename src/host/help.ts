import { Help } from '@oclif/core';
import { FIRST_PARTY_PLUGINS } from '../catalog/plugins.ts';

/** oclif's help, plus the commands that an uninstalled plugin would add. */
export default class HermesHelp extends Help {
  override async showRootHelp(): Promise<void> {
    await super.showRootHelp();
    const missing = FIRST_PARTY_PLUGINS.filter((plugin) => !this.config.plugins.has(plugin.package));
    if (missing.length === 0) return;
    this.log(
      this.section(
        'INSTALLABLE',
        missing.flatMap((plugin) =>
          plugin.commands.map((command): [string, string] => [
            command,
            `${plugin.summary} (hermes plugins install ${plugin.name})`,
          ]),
        ),
      ),
    );
    this.log('');
  }
}
