import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import type { Host } from '@hermes-ops/contract';
import { configNow } from '../tools/setting-of.ts';
import { hostOf } from './url.ts';

/** Why the user's `security.website_blocklist` forbids a URL; undefined where it does not. */
export async function blockedBy(host: Host, url: URL): Promise<string | undefined> {
  const security = (await configNow(host))?.value['security'] as { website_blocklist?: unknown } | undefined;
  const list = (security?.website_blocklist ?? {}) as { enabled?: unknown; domains?: unknown; shared_files?: unknown };
  if (list.enabled !== true) return undefined;
  const name = hostOf(url);
  const found = texts(list.domains).find((rule) => covers(rule, name));
  if (found !== undefined) return `${name} is on your list of blocked sites (security.website_blocklist: ${found})`;
  for (const file of texts(list.shared_files)) {
    const path = resolve(host.paths.home, file.replace(/^~(?=\/)/, homedir()));
    const rules = await readFile(path, 'utf8').catch(() => undefined);
    // A list that cannot be read must not open what it closes.
    if (rules === undefined) return `${file} of security.website_blocklist.shared_files cannot be read`;
    if (rules.split('\n').some((line) => covers(line.replace(/#.*/, ''), name)))
      return `${name} is on a list of blocked sites (${file})`;
  }
  return undefined;
}

/** A domain covers itself and what is below it; with `*.` only what is below. */
function covers(rule: string, name: string): boolean {
  const domain = rule
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/[/:].*$/, '')
    .replace(/\.$/, '');
  if (domain.startsWith('*.')) return name.endsWith(domain.slice(1));
  return domain !== '' && (name === domain || name.endsWith(`.${domain}`));
}

const texts = (given: unknown): string[] => (Array.isArray(given) ? given.map(String) : []);
