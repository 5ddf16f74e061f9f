import { HermesCommand } from '@hermes-ops/plugin-kit';

export default class McpList extends HermesCommand {
  static override summary =
    'List the MCP servers of the config: what would be started, whether you agreed, their tools.';
  static override description = 'Nothing is started. Servers with `enabled: false` are not listed.';
  static override examples = ['<%= config.bin %> mcp list', '<%= config.bin %> mcp list --json'];

  async run() {
    await this.parse(McpList);
    const { listed } = await import('../../mcp/list.ts');
    const { text, result } = await listed(this.host);
    this.log(text);
    return result;
  }
}
