import { placesOf, stands } from './texts.ts';

/** A message as the prompt has it. */
export interface PromptText {
  text: string;
  /** As somebody said it; otherwise an account of several messages. */
  verbatim: boolean;
}

/** So far around the value something may say that it is outdated, in characters. */
const AROUND = 80;

/** Says of what stands beside it that it no longer holds. */
const OUTDATED =
  /(?<!\b(?:not|never|the|un)[ -]?)\b(corrected|outdated|superseded|obsolete|formerly|previously|no longer (right|valid|true|current)|was wrong|(?:old|former|earlier) value)\b|已更正|已过时|过时的?值|已作废|已被取代|旧值|原为|原来是|不再有效|不再使用/iu;
/** Right before the value. */
const NOT_THIS =
  /(\b(not|no longer|instead of|rather than|was|used to be|formerly|replaces)(?: (?:the|a|an|port|on|at|with|version))? |\b(?:old|former):? |→ ?not |不是|而不是|别再用|不再用|不再是|不用|代替|取代|原为|原来是)[\s`"'“「(]*$/iu;
/** Between the value and the one that took its place. */
const BECAME =
  /^[\s`"'”」)]*(→|->|=>|,? ?(is|was|has been|have been)? ?(now|changed to|replaced by|replaced with|corrected to|superseded by)\b|(已|现)?(更正为|改为|改成|换成))[\s`"'“「:：(]*$/iu;
/** A note that names the message which says otherwise. */
const BY_MESSAGE = /(corrected|superseded|outdated|replaced|changed|更正|取代|作废|过时|改)[^\n#]{0,24}#\d+/iu;

/** Lines in which an old value stands as if it still held; none where it is absent or marked wherever it stands. */
export function staleLines(texts: readonly PromptText[], old: string, now: string): string[] {
  return texts.flatMap(({ text, verbatim }) => {
    if (!stands(text, old)) return [];
    return itemsOf(text).flatMap(({ item, heading, start }) =>
      [...placesOf(item, old)]
        .filter((at) => {
          const rest = text.slice(start + at + old.length);
          return !(verbatim && stands(rest, now)) && !OUTDATED.test(heading) && !isMarked(item, at, old, now);
        })
        .map(() => item),
    );
  });
}

function isMarked(item: string, at: number, old: string, now: string): boolean {
  const [before, after] = [item.slice(0, at), item.slice(at + old.length)];
  if (BY_MESSAGE.test(item) || NOT_THIS.test(before)) return true;
  const next = placesOf(after, now).next();
  if (!next.done && BECAME.test(after.slice(0, next.value))) return true;
  return OUTDATED.test(clauseAround(before, after));
}

/** Ends of a clause, and other values, behind which a remark is about those. */
const BORDER = /[;；。|\n]|[.!?] |(?<![#\w])[\w./:@-]*\d{3}[\w./:@-]*/gu;

/** What stands around a value without anything that may be about something else. */
function clauseAround(before: string, after: string): string {
  const last = [...before.slice(-AROUND).matchAll(BORDER)].at(-1);
  const head = last ? before.slice(-AROUND).slice(last.index + last[0].length) : before.slice(-AROUND);
  const [first] = after.slice(0, AROUND).matchAll(BORDER);
  return `${head} ${after.slice(0, first?.index ?? AROUND)}`;
}

interface Item {
  item: string;
  /** The heading above it. */
  heading: string;
  /** Where it begins in the text. */
  start: number;
}

/** Lines with those that continue them: indented ones that do not begin an item themselves. */
function itemsOf(text: string): Item[] {
  const items: Item[] = [];
  let heading = '';
  let start = 0;
  for (const line of text.split('\n')) {
    if (/^#{1,6} /.test(line)) heading = line;
    const last = items.at(-1);
    if (last && /^\s+(?![-*+>#[]|\d+[.)])\S/.test(line)) last.item += `\n${line}`;
    else items.push({ item: line, heading, start });
    start += line.length + 1;
  }
  return items;
}
