import { styleText } from 'node:util';
import type { Host, SessionHit } from '@hermes-ops/contract';
import { plural } from '@hermes-ops/plugin-kit/numbers';
import { masked, type Plain, plainOf, shortened } from '@hermes-ops/plugin-kit/plain';
import type { SearchResult } from './types.ts';
import { named, readingSessions } from './use.ts';

const TITLE = 60;

/** `hermes sessions search`: lines and document. */
export async function found(host: Host, text: string, options: { limit: number; session?: string | undefined }) {
  if (text.trim() === '') {
    throw host.errors.user('usage.invalid', 'the text to look for is empty', {
      exit: 2,
      try: ['hermes sessions search WORD', 'hermes sessions list'],
    });
  }
  const result = await readingSessions(host, (store) => {
    const { session, limit } = options;
    return store.search(text, { limit, ...(session === undefined ? {} : { sessionId: named(store, session).id }) });
  });
  const document = { schemaVersion: 1 as const, ...(await masked(host, result)) };
  return { result: document, text: await render(plainOf(host), result) };
}

const LOOSENED = {
  all: [],
  beginning: ['No message has these words; these have words that begin so:'],
  any: ['No message has all the words; these have some of them:'],
};

async function render(plain: Plain, { hits, match, order, found }: SearchResult): Promise<string> {
  if (hits.length === 0) return 'Nothing was found.';
  const lines: string[] = [...LOOSENED[match]];
  for (const hit of hits) lines.push(...(await hitLines(plain, hit)));
  if (order === 'newest') lines.push('', 'More than 1,000 messages match: the newest are listed.');
  else if (found > hits.length) lines.push('', `${plural(found, 'message')} match; more of them: --limit ${found}`);
  return lines.join('\n').replace(/^\n/, '');
}

async function hitLines(plain: Plain, hit: SessionHit): Promise<string[]> {
  const title = shortened(await plain(hit.title), TITLE);
  // The marks around matches are marks of direction, which nothing that is printed may hold.
  const parts = await Promise.all(hit.excerpt.split(/[\u2068\u2069]/).map((part) => plain(part)));
  const excerpt = parts.map((part, i) => (i % 2 ? styleText('bold', part, { stream: process.stdout }) : part)).join('');
  return ['', `${hit.sessionId} #${hit.seq} ${hit.role} ${hit.time.slice(0, 16)}Z  ${title}`, `  ${excerpt}`];
}
