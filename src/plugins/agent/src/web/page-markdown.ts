import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import TurndownService from 'turndown';
import { type DomDocument, type DomElement, type DomNode, ELEMENT, TEXT, walk } from './dom.ts';
import { removeHidden } from './hidden.ts';

export interface PageText {
  title: string;
  /** Markdown; of pages that are nested too deep, plain text. */
  text: string;
}

/**
 * Readability takes time with the cube of the depth (measured: 1 s at 500, 15 s at 1,000), and Turndown calls itself for
 * each level.
 */
const DEEPEST = 200;
/** More elements than this are no article. */
const MOST_ELEMENTS = 20_000;
/** Share of a page's text that an article has to hold: of lists and references Readability keeps a piece only. */
const ARTICLE_SHARE = 0.3;
/** Longer addresses of links are left out: they carry data that nobody reads. */
const LONGEST_LINK = 300;

/** What a page says to its reader, without what it hides. For a process of its own: the time is not bounded here. */
export function pageMarkdown(html: string, url: string): PageText {
  const document = parseHTML(withBody(html)).document as unknown as DomDocument;
  const body = document.body as DomElement;
  const { depth, elements } = measure(document);
  if (depth > DEEPEST) {
    // Selectors would be looked for with recursion.
    return { title: '', text: plainText(body) };
  }
  removeHidden(document);
  const title = oneLine(textOf(document, 'title') || textOf(document, 'h1'));
  for (const element of [...body.querySelectorAll('title')]) element.remove();
  const visible = body.textContent?.trim().length ?? 0;
  const article = elements <= MOST_ELEMENTS ? articleOf(document) : undefined;
  const root = article && (article.textContent?.trim().length ?? 0) >= visible * ARTICLE_SHARE ? article : body;
  tidyLinks(root, url);
  return { title, text: markdownOf(root) };
}

/** The parser adds nothing that an author may leave out, and what reads the page looks for a document with a body. */
function withBody(html: string): string {
  const bare = html.replace(/<!doctype[^>]{0,300}>|<\/?(?:html|head)(?:\s[^>]{0,1000})?>|<\/body>/gi, '');
  const at = bare.search(/<body[\s>]/i);
  const [head, body] = at < 0 ? ['', `<body>${bare}`] : [bare.slice(0, at), bare.slice(at)];
  return `<html><head>${head}</head>${body}</body></html>`;
}

function measure(document: DomNode): { depth: number; elements: number } {
  let [deepest, elements] = [0, 0];
  for (const { node, depth, leave } of walk(document)) {
    if (leave) continue;
    if (depth > deepest) deepest = depth;
    if (node.nodeType === ELEMENT) elements += 1;
  }
  return { depth: deepest, elements };
}

function articleOf(document: DomDocument): DomElement | undefined {
  try {
    const reader = new Readability(document.cloneNode(true) as never, {
      serializer: (node: unknown) => node,
      keepClasses: true,
    });
    return (reader.parse()?.content as DomElement | undefined) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Links lead to whole web addresses or are text; pictures become their words: nothing here is fetched by showing it. */
function tidyLinks(root: DomElement, base: string): void {
  for (const image of [...root.querySelectorAll('img, picture')]) {
    const alt = oneLine(image.getAttribute('alt') ?? '');
    image.replaceWith(alt === '' ? '' : `[image: ${alt}]`);
  }
  for (const link of [...root.querySelectorAll('a')]) {
    const href = link.getAttribute('href') ?? '';
    const whole = URL.canParse(href, base) ? new URL(href, base) : undefined;
    const usable =
      whole && /^https?:$/.test(whole.protocol) && whole.href.length <= LONGEST_LINK && !href.startsWith('#');
    if (usable) link.setAttribute('href', whole.href);
    else link.replaceWith(link.textContent ?? '');
  }
}

function markdownOf(root: DomElement): string {
  const service = new TurndownService({
    headingStyle: 'atx',
    codeBlockStyle: 'fenced',
    bulletListMarker: '-',
    emDelimiter: '*',
  });
  // The text is read by a model, not rendered: `a\_b` would be another word.
  service.escape = (text) => text;
  const cell = (content: string): string => ` ${content.trim().replace(/\s*\n\s*/g, ' ')} |`;
  service.addRule('cell', { filter: ['td', 'th'], replacement: cell });
  service.addRule('row', { filter: 'tr', replacement: (content) => (content.trim() === '' ? '' : `|${content}\n`) });
  service.addRule('table', { filter: 'table', replacement: (content) => `\n\n${content.trim()}\n\n` });
  service.addRule('inTable', { filter: ['thead', 'tbody', 'tfoot'], replacement: (content) => content });
  return service
    .turndown(root as never)
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

const BLOCKS = /^(?:P|DIV|LI|TR|H[1-6]|SECTION|ARTICLE|BR|HR|UL|OL|TABLE|PRE|BLOCKQUOTE|HEADER|FOOTER|DD|DT)$/i;
const UNREAD = /^(?:SCRIPT|STYLE|NOSCRIPT|TEMPLATE|IFRAME|SVG|HEAD)$/i;

/** The text alone, without recursion. */
function plainText(root: DomNode): string {
  const parts: string[] = [];
  let skipping: DomNode | undefined;
  for (const { node, leave } of walk(root)) {
    if (skipping) {
      if (leave && node === skipping) skipping = undefined;
      continue;
    }
    if (node.nodeType === TEXT && !leave) parts.push((node.textContent ?? '').replace(/\s+/g, ' '));
    if (node.nodeType !== ELEMENT) continue;
    if (!leave && (UNREAD.test(node.nodeName) || isHidden(node as DomElement))) skipping = node;
    else if (BLOCKS.test(node.nodeName)) parts.push('\n');
  }
  return parts
    .join('')
    .replace(/ *\n */g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

const isHidden = (element: DomElement): boolean =>
  element.getAttribute('hidden') !== null ||
  element.getAttribute('aria-hidden') === 'true' ||
  /display\s*:\s*none|visibility\s*:\s*hidden/i.test(element.getAttribute('style') ?? '');

const textOf = (document: DomDocument, selector: string): string =>
  [...document.querySelectorAll(selector)][0]?.textContent ?? '';

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, 200);
