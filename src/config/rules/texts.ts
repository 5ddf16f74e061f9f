import type { Finding } from '../finding.ts';
import { type KeyPath, valueAt } from '../key-path.ts';
import { textOf } from './places.ts';
import type { Rule, RuleContext } from './rule.ts';

/** A text of the file and where it stands. The path is shared between calls: copy what is kept. */
export interface TextPlace {
  text: string;
  path: readonly (string | number)[];
  /** The innermost name in the path: of the key itself, or of the list that the text is an item of. */
  key: string;
  data: Readonly<Record<string, unknown>>;
}

/** Looks at one text. */
export type TextRule = (place: TextPlace, context: RuleContext) => Finding | undefined;

/** Deeper than any config; what lies below is not looked at. */
const DEPTH = 64;

/** Rules about single texts, asked in one walk; the first that has something to say about a text is the only one. */
export const textRules =
  (rules: readonly TextRule[]): Rule =>
  (data, context) => {
    const findings: Finding[] = [];
    const path: KeyPath = [];
    const visit = (value: unknown, key: string): void => {
      if (typeof value === 'string') {
        const place = { text: value, path, key, data };
        for (const rule of value === '' ? [] : rules) {
          const found = rule(place, context);
          if (!found) continue;
          findings.push(found);
          return;
        }
      } else if (path.length < DEPTH && typeof value === 'object' && value !== null) {
        const list = Array.isArray(value);
        for (const [step, item] of list ? value.entries() : Object.entries(value)) {
          path.push(step);
          visit(item, list ? key : String(step));
          path.pop();
        }
      }
    };
    visit(data, '');
    return findings;
  };

/** Sections that hold prose or commands: anything may be in them. */
const FREE_SECTIONS = new Set([
  'personalities',
  'quick_commands',
  'hooks',
  'platform_hints',
  'channel_prompts',
  'command_allowlist',
]);

/** Keys, in any section, whose text is prose or a command. */
const FREE_KEYS =
  /(?:^|_)(?:prompts?|personalit(?:y|ies)|instructions?|hints?|descriptions?|policy|commands?|cmd|scripts?|templates?|phrases|cursor|stop|reactions?|deny|soul)$|^docker_/i;

/**
 * Whether a text is prose or meant for a shell or a template, so that `$`, `<` and the like say nothing about it. A
 * command of an MCP server is a program's name, unless it is a shell.
 */
export function isFreeText({ path, data }: TextPlace): boolean {
  if (path[0] === 'mcp_servers') {
    const command = valueAt(data, [...path.slice(0, 2), 'command']);
    return path[2] === 'args' && /(?:^|[\\/])(?:ba|z|da|fi)?sh(?:\.exe)?$/.test(textOf(command) ?? '');
  }
  return path.some(
    (step, i) => typeof step === 'string' && ((i === 0 && FREE_SECTIONS.has(step)) || FREE_KEYS.test(step)),
  );
}
