import { HermesCommand } from '@hermes-ops/plugin-kit';
import { Args, Flags } from '@oclif/core';

export default class McpForget extends HermesCommand {
  static override summary = 'Take back what you agreed to about an MCP server, and delete its login.';
  static override description =
    'The command line or address and the tools are asked about again by the next chat; tokens are deleted here, and the ' +
    'login server is not told. Also for servers that the config does not name any more. Open sessions go on as they began.';
  static override examples = [
    '<%= config.bin %> mcp forget filesystem',
    { command: '<%= config.bin %> mcp forget --all', description: 'Of every server' },
  ];
  static override args = {
    server: Args.string({ description: 'its name', ignoreStdin: true }),
  };
  static override flags = { all: Flags.boolean({ description: 'what is kept of every server' }) };

  async run() {
    const { args, flags } = await this.parse(McpForget);
    const { server } = args;
    if ((server === undefined) !== (flags.all === true))
      throw this.host.errors.user('usage.invalid', 'name one server, or use --all', {
        exit: 2,
        try: ['hermes mcp forget NAME', 'hermes mcp forget --all'],
      });
    const { forget } = await import('../../mcp/forget.ts');
    const { text, result } = await forget(this.host, server);
    this.log(text);
    return result;
  }
}
