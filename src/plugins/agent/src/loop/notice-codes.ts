/** Codes of what the user should know and what ends no turn; the README says what each means. */
export const NOTICE_CODES = [
  'agent.answer-cut',
  'agent.auxiliary-silent',
  'agent.calls-left-out',
  'agent.compressed',
  'agent.effort-not-sent',
  'agent.endpoint-slow',
  'agent.engine-failed',
  'agent.fallback',
  'agent.file-cut',
  'agent.mcp-changed',
  'agent.mcp-damaged',
  'agent.mcp-declined',
  'agent.mcp-failed',
  'agent.mcp-left-out',
  'agent.no-tools',
  'agent.not-compressed',
  'agent.not-kept',
  'agent.other-folder',
  'agent.other-model',
  'agent.results-masked',
  'agent.skills-left-out',
  'agent.tool-left-out',
  'agent.tools-left-out',
] as const;

export type NoticeCode = (typeof NOTICE_CODES)[number];
