import { HermesCommand } from '@hermes-ops/plugin-kit';
import { Flags } from '@oclif/core';

/** The agent: one question, a pipe, or a conversation on a terminal. */
export default class Chat extends HermesCommand {
  static override summary = 'Talk to the configured model as an agent with tools, memory and sessions.';
  static override description =
    'On a terminal it is a conversation; with -q, or when something is piped in, one answer. Commands and changes are ' +
    'asked about first, except what only reads; without a terminal what would ask is denied. Approvals are no sandbox: ' +
    'what you allow can do whatever you can. Exit code 1: the turn did not come to an end by itself.';
  static override examples = [
    '<%= config.bin %> chat',
    '<%= config.bin %> chat -q "what is the compression threshold?"',
    'git diff | <%= config.bin %> chat -q "review this" --json',
    '<%= config.bin %> chat --continue -q "and now in Chinese"',
    { command: '<%= config.bin %> chat --prompt-size', description: 'What the first request costs, by part' },
  ];
  static override flags = {
    query: Flags.string({ char: 'q', description: 'ask this and print the answer', helpValue: 'PROMPT' }),
    continue: Flags.boolean({
      char: 'c',
      description: 'go on with the last session of this folder',
      exclusive: ['resume'],
    }),
    resume: Flags.string({ char: 'r', description: 'go on with a session', helpValue: 'ID|TITLE' }),
    'max-turns': Flags.integer({ description: 'most rounds of tool calls for a message', helpValue: 'N', min: 1 }),
    'json-stream': Flags.boolean({ description: 'print events as JSON Lines, the result last', exclusive: ['json'] }),
    plain: Flags.boolean({ description: 'on a terminal: line by line, without the screen' }),
    'prompt-size': Flags.boolean({ description: 'print what the first request is made of, and ask the model nothing' }),
  };

  async run() {
    const { flags } = await this.parse(Chat);
    const { host } = this;
    if (flags['prompt-size']) {
      const { promptSize, promptSizeLines } = await import('../chat/prompt-size.ts');
      const size = await promptSize(host);
      for (const line of promptSizeLines(host, size)) this.log(line);
      return size;
    }
    const { readPrompt } = await import('../chat/read-prompt.ts');
    const options = {
      continue: flags.continue,
      ...(flags.resume === undefined ? {} : { resume: flags.resume }),
      ...(flags['max-turns'] === undefined ? {} : { maxTurns: flags['max-turns'] }),
    };
    const prompt = await readPrompt(host, flags.query);
    if (prompt === undefined && !this.jsonEnabled() && !flags['json-stream']) {
      const { talkOnTerminal } = await import('../chat/terminal.ts');
      await talkOnTerminal(host, options, { plain: flags.plain });
      return;
    }
    if (prompt === undefined)
      throw host.errors.user('usage.invalid', 'nothing was asked', { try: ['hermes chat -q PROMPT'] });
    const { oneShot } = await import('../chat/one-shot.ts');
    const form = flags['json-stream'] ? 'events' : this.jsonEnabled() ? 'json' : 'text';
    const document = await oneShot(host, { ...options, prompt, form });
    if (document.error && form === 'text')
      host.failed(host.errors.user(document.error.code, document.error.message, { try: document.error.try, exit: 1 }), {
        json: false,
      });
    if (document.error) this.problems();
    return form === 'events' ? undefined : document;
  }
}
