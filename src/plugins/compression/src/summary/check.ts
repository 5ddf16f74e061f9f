import type { ChatAnswer } from '@hermes-ops/contract';
import { textTokens } from '@hermes-ops/plugin-kit/estimate';
import { isOtherLanguage } from './language.ts';
import { SECTIONS } from './request.ts';

export type Checked = { ok: true; text: string } | { ok: false; why: string };

export interface Source {
  /** Tokens of what was to be summed up. */
  tokens: number;
  /** What the user wrote, to tell the language. */
  user: string;
  charsPerToken: number;
}

/** A line that gives orders to whoever reads the summary; the same words within a sentence may well be about the user's work. */
const ORDER =
  /^[\s\-*>#\d.]*(?:(?:please |now |system: ?)*(?:ignore|disregard|forget|override)\b.{0,40}\b(?:previous|above|prior|earlier|all)\b.{0,30}\b(?:instructions?|prompts?|rules?|messages?)\b|you are now\b|(?:请)?忽略.{0,6}(?:以上|之前|先前|所有).{0,8}(?:指令|指示|规则|提示))/i;

const HEADING = new RegExp(
  `^(?:#{1,4} *|\\*\\*)(?:${SECTIONS.join('|')})\\b|^(?:${SECTIONS.join('|')}) *(?:[:：]|$)`,
  'im',
);

/** A summary as it may stand in an account, or why an answer is none. Answers of small models are often not what was asked for. */
export function checkSummary(answer: ChatAnswer, source: Source): Checked {
  if (answer.toolCalls.length > 0) return { ok: false, why: 'it answered with a tool call' };
  const text = cleaned(answer.text);
  if (text === '') return { ok: false, why: 'its answer was empty' };
  if (textTokens(text, source.charsPerToken) > source.tokens) {
    return { ok: false, why: 'its summary was longer than what it was to sum up' };
  }
  if (!HEADING.test(text)) return { ok: false, why: 'its answer was no summary in the form that was asked for' };
  if (isOtherLanguage(withoutHeadings(text), source.user))
    return { ok: false, why: 'its summary was in another language than yours' };
  return { ok: true, text };
}

/** Thoughts, fences and everything that could be taken for the account's own marks or a template's are gone. */
function cleaned(text: string): string {
  return text
    .replace(/<think>[\s\S]*?(?:<\/think>|$)/gi, '')
    .replace(/^```\w*$/gm, '')
    .replace(/<\|/g, '< |')
    .replace(/\|>/g, '| >')
    .replace(/<\/?(?:summary|user-said|exact|done)>/gi, '')
    .split('\n')
    .filter((line) => !ORDER.test(line) && !/^\[(?:Account|End) of the/i.test(line.trim()))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

const withoutHeadings = (text: string): string => text.replace(/^#{1,3} .*$/gm, '');
