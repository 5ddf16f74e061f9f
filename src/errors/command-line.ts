/** One word of a POSIX shell command line, quoted where the shell would read it as more or less than that word. */
const shellWord = (text: string): string =>
  /^[\p{L}\p{N}_@%+=:,./-]+$/u.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

/** A command line that can be pasted: each argument is one word, whatever it holds. */
export const commandLine = (...words: string[]): string => words.map(shellWord).join(' ');
