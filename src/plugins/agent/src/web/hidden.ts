import type { DomDocument, DomElement } from './dom.ts';

/** What is no text of a page, or is there for programs alone. */
const NO_TEXT =
  'script, style, link, meta, noscript, template, iframe, frame, object, embed, svg, canvas, audio, video, map, dialog:not([open]), [hidden], [aria-hidden="true"]';

/** Inline style that keeps a reader from seeing a text, after blanks have been taken out. */
const UNSEEN = [
  /(?:^|;)display:none/,
  /(?:^|;)visibility:(?:hidden|collapse)/,
  /(?:^|;)opacity:0*(?:\.0*)?%?(?:;|$|!)/,
  /(?:^|;)font(?:-size)?:0*(?:\.[0-4]\d*)?(?:px|pt|em|rem|%)?(?:;|$|!|\/)/,
  /(?:^|;)font-size:[01](?:px|pt)(?:;|$|!)/,
  /(?:^|;)color:(?:transparent|rgba\([^)]*,0*(?:\.0*)?\)|#(?:[0-9a-f]{3}0|[0-9a-f]{6}00))(?:;|$|!)/,
  /(?:^|;)(?:left|top|right|bottom|text-indent|margin-(?:left|top)):-\d{3,}/,
  /(?:^|;)(?:clip:rect\(0|clip-path:(?:inset\((?:50|100)%|circle\(0))/,
  /(?:^|;)(?:transform:scale\(0)/,
  /(?:^|;)(?:max-)?(?:height|width):0(?:px)?;.*overflow:hidden|overflow:hidden;.*(?:height|width):0(?:px)?(?:;|$)/,
];

/** Takes out of a page what a person in front of a browser would not see, as far as that shows without a browser. */
export function removeHidden(document: DomDocument): void {
  const rules = hidingSelectors(document);
  for (const element of [...document.querySelectorAll(NO_TEXT)]) element.remove();
  for (const selector of rules) for (const element of [...document.querySelectorAll(selector)]) element.remove();
  for (const element of [...document.querySelectorAll('[style], [color]')]) if (isUnseen(element)) element.remove();
}

function isUnseen(element: DomElement): boolean {
  const style = (element.getAttribute('style') ?? '')
    .slice(0, 2_000)
    .toLowerCase()
    .replace(/\/\*.*?\*\//g, '')
    .replace(/\s+/g, '');
  if (UNSEEN.some((form) => form.test(style))) return true;
  const color = /(?:^|;)color:([^;!]+)/.exec(style)?.[1] ?? element.getAttribute('color')?.trim().toLowerCase();
  if (color === undefined) return false;
  const behind =
    /(?:^|;)background(?:-color)?:([^;!]+)/.exec(style)?.[1] ?? element.getAttribute('bgcolor')?.toLowerCase();
  // White on what nobody names is white on white for most pages.
  return behind === undefined ? WHITE.test(color) : plainColor(color) === plainColor(behind);
}

const WHITE = /^(?:white|#fff(?:fff)?|rgb\(255,255,255\))$/;
const plainColor = (color: string): string =>
  WHITE.test(color) ? 'white' : color.replace(/^#(.)(.)(.)$/, '#$1$1$2$2$3$3');

/** Names alone, such as `.sr-only` or `#note`, that the page's own rules hide for every medium. */
function hidingSelectors(document: DomDocument): string[] {
  const found = new Set<string>();
  for (const sheet of document.querySelectorAll('style')) {
    const text = (sheet.textContent ?? '').slice(0, 200_000).replace(/\/\*[\s\S]*?\*\//g, '');
    for (const rule of rulesOf(text)) {
      const body = rule.body.slice(0, 2_000).toLowerCase().replace(/\s+/g, '');
      if (!UNSEEN.some((form) => form.test(body))) continue;
      for (const name of rule.selector.split(',').map((one) => one.trim()))
        if (/^[.#][\w-]{1,100}$/.test(name)) found.add(name);
    }
    if (found.size > MOST_SELECTORS) break;
  }
  return [...found].slice(0, MOST_SELECTORS);
}

const MOST_SELECTORS = 200;

/** Rules outside of `@media` and the like: what is hidden on paper is seen on a screen. */
function* rulesOf(text: string): Generator<{ selector: string; body: string }> {
  let [depth, from, open] = [0, 0, 0];
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '{') {
      if (depth === 0) open = at;
      depth += 1;
    } else if (text[at] === '}' && depth > 0) {
      depth -= 1;
      if (depth > 0) continue;
      const selector = text.slice(from, open).trim();
      if (!selector.startsWith('@')) yield { selector, body: text.slice(open + 1, at) };
      from = at + 1;
    }
  }
}
