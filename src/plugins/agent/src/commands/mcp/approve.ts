import { HermesCommand } from '@hermes-ops/plugin-kit';
import { Args } from '@oclif/core';

export default class McpApprove extends HermesCommand {
  static override summary = 'Look at an MCP server and its tools, and agree that sessions use them.';
  static override description =
    'Shows the command line or address before it is used, then the tools as the model will read them; asks about both, and ' +
    'again when one of them has changed. Logs in where the server has `auth: oauth`. Needs a terminal.';
  static override examples = ['<%= config.bin %> mcp approve filesystem'];
  static override args = {
    server: Args.string({ description: 'its name under mcp_servers', required: true, ignoreStdin: true }),
  };

  async run() {
    const { args } = await this.parse(McpApprove);
    const { approve } = await import('../../mcp/approve.ts');
    const { text, result } = await approve(this.host, args.server, { json: this.jsonEnabled() });
    this.log(text);
    if (!result.server.agreed) this.problems();
    return result;
  }
}
