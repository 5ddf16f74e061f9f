import { asWord } from '../tools/shell/quote.ts';

/** What the user types to look at the server, whatever its name is: one word of the shell, and no flag. */
export const approveCommand = (name: string): string =>
  `hermes mcp approve ${name.startsWith('-') ? '-- ' : ''}${asWord(name)}`;
