import type { Finding } from './finding.ts';
import type { KeyPath } from './key-path.ts';

/**
 * What to write instead of digits that are no whole IP address. Systems read them as one (`127.1` and `0x7f000001` are
 * 127.0.0.1, but 5 is 0.0.0.5, where nobody is), so only what is certain to be meant is proposed as a fix.
 */
export function hostRemedy(path: KeyPath, value: string | number): Pick<Finding, 'suggestion' | 'fix'> {
  const text = String(value).trim();
  const read = addressOf(text);
  // Four parts that are not read as they are written have zeros in front, which mean 8 and not 10 to some.
  if (read === undefined || read.startsWith('0.') || text.split('.').length > 3) {
    const taken = read === undefined || read === '0.0.0.0' ? '' : `; ${text} is taken for ${read}`;
    return { suggestion: `write an address in full, such as 127.0.0.1 for this machine alone${taken}` };
  }
  const suggestion = `write ${read}, which is what ${text} stands for`;
  return { suggestion, fix: { title: `write ${read}`, edits: [{ path, value: read }] } };
}

/** Digits as systems read them (WHATWG URL, 4.5, like inet_aton); undefined where they do not, and for a list. */
function addressOf(text: string): string | undefined {
  const url = `http://${text}/`;
  return !text.includes(',') && URL.canParse(url) ? new URL(url).hostname : undefined;
}
