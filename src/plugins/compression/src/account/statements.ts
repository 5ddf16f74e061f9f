import type { SessionMessage } from '@hermes-ops/contract';
import { type Identifier, identifiersIn } from './identifiers.ts';
import { isAccount, isReply } from './marks.ts';

/** A sentence of the user or the model that names something exact, or decides, demands or corrects something. */
export interface Statement {
  seq: number;
  by: 'user' | 'model';
  text: string;
  identifiers: Identifier[];
  decides: boolean;
  /** The model brings a value that nobody had given it: neither the user nor a tool of this turn. */
  introduces: boolean;
  /** It, or the sentence before it, says that something said earlier does not hold any more. */
  corrects: boolean;
}

/** Of longer messages only beginning and end are looked through: what is pasted is data, not what the user says. */
const LOOKED_THROUGH = 4_000;

/** Of older messages of the model only what it decided or corrected counts: what it mentioned by the way is found by a search. */
const RECENT = 600;

/** Longest sentence; longer ones are tables and lists, taken in parts. */
const SENTENCE = 320;

const DECIDES =
  /\b(decision|decided?|we(?:'ll| will| should)|let'?s|go with|agreed|must(?: not)?|never|always|do not|don't|only use|prefer|instead of|rather than|chosen?|chose)\b|决定|采用|就用|必须|不要|不得|一律|务必|改用|选用|约定/i;

/** Says that what was said before does not hold; weaker words ("update", "instead") stand in too many sentences. */
const CORRECTS =
  /\b(correction|corrected|correcting|actually|(?:i|we) (?:was|were) wrong|was wrong|(?:has|have|was|were)? ?changed to|moved to|renamed to|replaced by|no longer|not .{1,40} any ?more|(?:is|are) now|(?:is|are) \S+ now|on second thought|scratch that|(?:take|took) (?:it |that |this )?back|update (?:about|on|to|regarding)|change of plans?|(?:has|have) changed|make that|scrap|forget (?:what|about|the)|turns? out|typo|should read|bumped|moved again|after all|hm+,? no|small fix|superseded)\b|更正|纠正|改为|改成|变成|不再|其实|现在是|换成|说错|有变动|变更为|为准|不对|搞错|写错|记错|往后|以后都|作废|换(?!行)|挪/i;

/** Results of a turn that are held against what the model says, the newest ones. */
const HEARD = 6;

/** What was said in a conversation, sentence by sentence and in order. Linear in its length. */
export function statementsOf(messages: readonly SessionMessage[]): Statement[] {
  const found: Statement[] = [];
  let heard: string[] = [];
  for (const [i, message] of messages.entries()) {
    const { role, content, seq } = message;
    if (!content || isAccount(message) || isReply(message)) continue;
    if (role === 'user') {
      heard = [content];
      statementsIn(content, { seq, by: 'user', heard, all: true }, found);
    } else if (role === 'tool') {
      heard.push(content);
      if (heard.length > HEARD) heard.splice(1, 1);
    } else if (role === 'assistant') {
      statementsIn(content, { seq, by: 'model', heard, all: i >= messages.length - RECENT }, found);
    }
  }
  return found;
}

interface Source extends Pick<Statement, 'seq' | 'by'> {
  heard: readonly string[];
  /** Also sentences that only name something. */
  all: boolean;
}

function statementsIn(content: string, { seq, by, heard, all }: Source, found: Statement[]): void {
  let corrected = false;
  for (const text of sentencesOf(ends(content))) {
    const own = CORRECTS.test(text);
    const corrects = own || corrected;
    // A word alone in its sentence ("Correction.") is about the next one.
    corrected = own;
    const decides = DECIDES.test(text);
    const identifiers = identifiersIn(text);
    const introduces =
      by === 'model' && identifiers.some(({ value }) => !heard.some((result) => result.includes(value)));
    if (!all && !decides && !corrects && !introduces) continue;
    if (identifiers.length > 0 || decides || own) {
      found.push({ seq, by, text, identifiers, decides, introduces, corrects });
    }
  }
}

const ends = (text: string): string =>
  text.length <= LOOKED_THROUGH
    ? text
    : `${text.slice(0, LOOKED_THROUGH / 2).toWellFormed()}\n${text.slice(-LOOKED_THROUGH / 2).toWellFormed()}`;

const LONG = new RegExp(`.{1,${SENTENCE}}(?:\\s|$)|.{1,${SENTENCE}}`, 'gu');

export function sentencesOf(text: string): string[] {
  const found: string[] = [];
  for (const sentence of text.split(/(?<=[.!?])\s+|(?<=[。！？；])|\n+/u)) {
    const line = sentence.replace(/\s\s+|[\t\r]/g, ' ').trim();
    if (line.length > SENTENCE) found.push(...(line.match(LONG) ?? []).map((part) => part.trim()));
    else if (line !== '') found.push(line);
  }
  return found;
}
