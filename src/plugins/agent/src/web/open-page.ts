import { count } from '@hermes-ops/plugin-kit/numbers';
import { decodeText, isHtml, isTextual, mediaType } from './decode.ts';
import { type FetchOptions, fetchUrl } from './fetch-url.ts';
import { type Page, seenText } from './page-result.ts';
import { readPage } from './read-page.ts';

export type OpenedPage =
  | { ok: true; page: Page }
  | { ok: false; why: string }
  /** It leads elsewhere: what the model is told. */
  | { ok: true; elsewhere: string };

/** Fetches a URL that was agreed to and makes readable text of what it answers. Never rejects. */
export async function openPage(url: URL, options: Omit<FetchOptions, 'wanted'>): Promise<OpenedPage> {
  const fetched = await fetchUrl(url, { ...options, wanted: isTextual });
  if (fetched.kind === 'failed') return { ok: false, why: fetched.why };
  if (fetched.kind === 'elsewhere') {
    const told = `[${fetched.url.href} redirects to another site: ${fetched.to}. Nothing was fetched from there: fetch that URL if it is wanted]`;
    return { ok: true, elsewhere: told };
  }
  const { answer, url: from } = fetched;
  if (answer.status !== 200) return { ok: false, why: `${from.href} answers with status ${answer.status}` };
  const { contentType, bytes, cut, length } = answer;
  const no = (why: string): OpenedPage => ({ ok: false, why: `${from.href} is ${why}` });
  const size = length === undefined ? '' : `, ${count(length)} bytes`;
  if (!isTextual(contentType)) return no(`no page but a file (${mediaType(contentType)}${size}); only text is read`);
  const decoded = decodeText(bytes, contentType, cut);
  if (decoded === undefined)
    return no(`no text (${mediaType(contentType) || 'no type'}, ${count(bytes.length)} bytes)`);
  const { text, note } = decoded;
  const notes = [...(cut ? [`only its first ${count(bytes.length)} bytes were fetched`] : []), ...(note ? [note] : [])];
  if (!isHtml(contentType, text)) return { ok: true, page: { url: from.href, title: '', text: seenText(text), notes } };
  const read = await readPage(text, from.href, options.signal);
  if (!read.ok) return no(`a page that cannot be read: ${read.why}`);
  const readable = seenText(read.text);
  const empty = readable === '' ? ['it shows no text without running its scripts'] : [];
  return {
    ok: true,
    page: { url: from.href, title: seenText(read.title), text: readable, notes: [...notes, ...empty] },
  };
}
