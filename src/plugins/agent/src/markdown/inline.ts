import { neutralise } from '@hermes-ops/plugin-kit/neutral';
import { Lexer, type MarkedToken, type Token } from 'marked';
import { decodeEntities } from './entities.ts';
import type { Style } from './style.ts';

/** Longer text is shown as it stands: the lexer needs the square of the length for some (160 ms for 16 KB of `a*a*…`). */
const LONGEST = 8_192;

export interface Inline {
  style: Style;
  /** Told how many characters the lexer is given. */
  lexed?: ((characters: number) => void) | undefined;
}

type Paint = (text: string) => string;

/** Emphasis, code, links and images of one block, styled. Line breaks stay: models write them where they mean them. */
export function inline(text: string, { style, lexed }: Inline, paint: Paint = same): string {
  if (text.length > LONGEST) return text;
  lexed?.(text.length);
  try {
    return show(Lexer.lexInline(text), style, paint);
  } catch {
    // The lexer calls itself for what is nested, and the stack ends.
    return text;
  }
}

const same: Paint = (text) => text;

/**
 * Each piece of text is styled on its own, so that the end of an inner style never ends an outer one (bold and dim share theirs),
 * and made harmless again: entities, which the lexer decodes in part, can stand for anything.
 */
const lines = (text: string, paint: Paint): string =>
  text
    .split('\n')
    .map((line) => (line === '' ? '' : paint(neutralise(line))))
    .join('\n');

function show(tokens: readonly Token[], style: Style, paint: Paint): string {
  const within = (inner: readonly Token[] | undefined, next: Paint): string =>
    show(inner ?? [], style, (text) => paint(next(text)));
  return (tokens as readonly MarkedToken[])
    .map((token) => {
      switch (token.type) {
        case 'strong':
          return within(token.tokens, style.bold);
        case 'em':
          return within(token.tokens, style.italic);
        case 'del':
          return within(token.tokens, style.strike);
        case 'codespan':
          return lines(token.text, (text) => paint(style.code(text)));
        case 'br':
          return '\n';
        case 'image':
          return `${lines(`[image: ${decodeEntities(token.text)}]`, paint)} ${address(token.href, style)}`;
        case 'link': {
          const href = harmless(token.href);
          const plain = decodeEntities(token.text);
          if (plain === href || `mailto:${plain}` === href) return lines(plain, (text) => paint(style.link(text)));
          const shown = within(token.tokens, style.link);
          return shown === '' ? address(token.href, style) : `${shown} ${address(token.href, style)}`;
        }
        case 'text':
          return token.tokens ? show(token.tokens, style, paint) : lines(decodeEntities(token.text), paint);
        case 'escape':
          return lines(token.text, paint);
        default:
          return lines(token.raw, paint);
      }
    })
    .join('');
}

const address = (href: string, style: Style): string => style.dim(`(${harmless(href)})`);

const harmless = (href: string): string => neutralise(decodeEntities(href));
