/** As `skillMessage` writes it; the skill's own text has no end mark in it. */
const SKILL = /^<skill name="([^"]*)" folder="[^"]*">\n[\s\S]*?\n<\/skill>\n\n([\s\S]*)$/;

/** The command that put a skill before the model, of a message that holds one. */
export function skillLineOf(message: string): string | undefined {
  const [, name, words] = SKILL.exec(message) ?? [];
  return name === undefined ? undefined : `/skill:${name} ${words}`;
}

/** What can be typed to send a message once more: the skill's command, and one slash more where it begins with one. */
export const typedLine = (message: string): string =>
  skillLineOf(message) ?? (message.startsWith('/') ? `/${message}` : message);
