/** What the user types to look at the server, whatever its name is: one word of the shell, and no flag. */
export function approveCommand(name: string): string {
  const word = /^[\p{L}\p{N}_@%+=:,./-]+$/u.test(name) ? name : `'${name.replaceAll("'", `'\\''`)}'`;
  return `hermes mcp approve ${name.startsWith('-') ? '-- ' : ''}${word}`;
}
