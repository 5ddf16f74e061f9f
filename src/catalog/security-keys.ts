/**
 * Sections of config.yaml that decide what may run, what is asked before, who is let in, and what costs money. Whoever
 * changes them changes what a program on this machine may do.
 */
const SECTIONS = new Set(
  `
  approvals command_allowlist hooks hooks_auto_accept mcp mcp_servers ops plugins quick_commands security secrets vault
  server_actions terminal code_execution servers tools toolsets platform_toolsets known_plugin_toolsets
  tool_gateway_declined_tools computer_use browser cron lsp auth oauth api_server dashboard gateway profile_routes
  unauthorized_dm_behavior proxy network privacy skills instructions prefill_messages_file provider_routing delegation
  `
    .trim()
    .split(/\s+/),
);

/** Keys, wherever they stand, that say where requests and keys go or name a program that is run. */
const NAMES =
  /^(?:base_url|api_base|api|url|endpoint|key_env|api_key_env|key_cmd|command|cmd|args|extra_args|env|headers|default_headers|extra_headers|allow_\w+|allowed_\w+|require_\w+|yolo\w*|\w+_allowlist|\w+_(?:command|cmd|script))$/;

/**
 * Single keys (and what is below them) of sections that else are the user's taste: where conversations go, what every
 * conversation begins with, what is kept without asking, and the model that judges commands.
 */
const KEYS =
  /^(?:model\.(?:provider|api_mode)|memory\.(?:provider|write_approval)|auxiliary\.approval|agent\.(?:system_prompt|environment_hint)|context\.engine|checkpoints\.enabled|web\.backend)(?:\.|$)/;

/** Whether a change of this key (its parts, outermost first) is one that the user should be asked about. */
export const isSecurityKey = (path: readonly (string | number)[]): boolean =>
  SECTIONS.has(String(path[0])) ||
  KEYS.test(path.join('.')) ||
  path.some((step) => typeof step === 'string' && NAMES.test(step));
