import type { Finding } from './finding.ts';
import type { KeyPath } from './key-path.ts';

/** Words for "nothing" that are no address. */
const NOTHING = /^(?:none|nil|null|undefined|false|no|off|n\/a|na|empty|default|auto|-)$/i;

/** What to write instead of a text that is no URL. */
export function urlRemedy(path: KeyPath, value: string): Pick<Finding, 'suggestion' | 'fix'> {
  const text = value.trim();
  if (NOTHING.test(text)) {
    const suggestion = 'remove it: a key that is left out means none';
    return { suggestion, fix: { title: 'remove it', edits: [{ path, remove: true }] } };
  }
  const meant = addressIn(text);
  if (meant === undefined) return {};
  // Only what stands in the text as a whole address is certain.
  const whole = text.includes(meant);
  return {
    suggestion: `did you mean ${meant}?`,
    ...(whole ? { fix: { title: `write ${meant}`, edits: [{ path, value: meant }] } } : {}),
  };
}

/** The address that a text stands for: in a Markdown link or brackets, with a slip in its scheme, or without one. */
function addressIn(text: string): string | undefined {
  const [, inner] = /^(?:\[[^\]]*\]\(|[<("'“‘])(https?:\/\/[^\s)>"'”’]+)[)>"'”’]$/.exec(text) ?? [];
  if (inner) return inner;
  const [, secure, rest] = /^(?:h?t*ps?|h?tt?p?|ws)(s?)[:;]?\/{1,3}([^\s/][^\s]*)$/i.exec(text) ?? [];
  if (rest && !/^\w+:\/\/\//.test(text) && rest.length > 0) {
    const scheme = secure || /^\w*ps[:;/]/i.test(text) ? 'https' : 'http';
    return `${scheme}://${rest}`;
  }
  const host = /^(?:localhost|[\w-]+(?:\.[\w-]+)+|[\w.-]+(?=:\d))(?::\d{1,5})?(?:\/\S*)?$/.test(text);
  return host ? `http://${text.replace(/^[^/]+$/, '$&/v1')}` : undefined;
}
