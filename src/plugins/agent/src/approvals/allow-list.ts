import { matchesText } from './shell/glob.ts';

/** Anything that could end a command, begin another one, or hide where it ends. */
const PLAIN = /^[^;&|<>()`$\\{}\n\r"'#!~]$/u;

/**
 * Whether `command_allowlist` of the config has a command: the very same text, or a pattern in which `*` stands for
 * characters that cannot begin another command. Compared with the whole of it, never with its beginning.
 */
export function isAllowed(command: string, list: readonly string[]): boolean {
  const text = command.trim();
  return list.some((entry) => {
    const wanted = entry.trim();
    if (wanted === '') return false;
    return wanted.includes('*')
      ? matchesText(oneBlank(text), oneBlank(wanted), (char) => PLAIN.test(char))
      : text === wanted;
  });
}

/** Only blanks: a line break is another command. */
const oneBlank = (text: string): string => text.replace(/[ \t]+/g, ' ');

/** Whether a text can stand in the list and mean only itself. */
export const canBeListed = (command: string): boolean =>
  !command.includes('*') && command.trim() === command && command !== '';
