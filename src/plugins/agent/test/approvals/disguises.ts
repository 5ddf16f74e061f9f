// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the braces belong to the shell
export interface Disguise {
  name: string;
  dress(command: string): string;
}

const first = (command: string): [string, string] => {
  const end = /[\s;|&<>(){}'"`$]/.exec(command.slice(1))?.index;
  const at = end === undefined ? command.length : end + 1;
  return [command.slice(0, at), command.slice(at)];
};

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** What is done to every dangerous command by code; the commands that come out need not make sense. */
export const DISGUISES: readonly Disguise[] = [
  {
    name: 'quotes inside words',
    dress: (command) => command.replace(/[A-Za-z]{2,}/, (word) => `${word[0]}""${word.slice(1)}`),
  },
  {
    name: '$IFS for blanks',
    dress: (command) => (command.includes(' ') ? command.replaceAll(' ', '${IFS}') : `${command}\${IFS}`),
  },
  {
    name: 'a variable holds the program',
    dress: (command) => {
      const [program, rest] = first(command);
      return `c=${quoted(program)}; $c${rest}`;
    },
  },
  { name: 'base64', dress: (command) => `echo ${Buffer.from(command).toString('base64')} | base64 -d | sh` },
  { name: 'a new line after a harmless command', dress: (command) => `ls -la\n${command}` },
  { name: 'env', dress: (command) => `env ${command}` },
  { name: 'xargs', dress: (command) => `echo x | xargs ${command}` },
  { name: 'find -exec', dress: (command) => `find . -name README.md -exec ${command} \\;` },
];
