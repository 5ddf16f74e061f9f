import type { Host } from '@hermes-ops/contract';
import { settingOf } from '../tools/setting-of.ts';
import type { Page } from './page-result.ts';
import { hostOf } from './url.ts';

const MOST_PAGES = 10;
const MOST_CHARS = 2_000_000;

/** Pages of this session, so that a long one is fetched once however many parts of it are read. */
export interface PageCache {
  get(host: Host, url: URL): Promise<Page | undefined>;
  put(url: URL, page: Page): void;
}

export function createPageCache(now: () => number = Date.now): PageCache {
  const kept = new Map<string, { page: Page; at: number }>();
  return {
    async get(host, url) {
      const found = kept.get(url.href);
      if (!found || (await settingOf(host, 'web', 'cache_enabled', true)) === false) return undefined;
      const minutes = await settingOf(host, 'web', 'cache_ttl_minutes', 20);
      const exempt = await settingOf<unknown[]>(host, 'web', 'cache_exempt_hosts', []);
      const always = exempt
        .map(String)
        .some((name) => `.${hostOf(url)}`.endsWith(`.${name.replace(/^\*\./, '').toLowerCase()}`));
      return !always && now() - found.at < minutes * 60_000 ? found.page : undefined;
    },
    put(url, page) {
      kept.delete(url.href);
      kept.set(url.href, { page, at: now() });
      const chars = (): number => [...kept.values()].reduce((sum, one) => sum + one.page.text.length, 0);
      while (kept.size > MOST_PAGES || (kept.size > 1 && chars() > MOST_CHARS)) {
        const [oldest] = kept.keys();
        kept.delete(oldest ?? '');
      }
    },
  };
}
