import type { PageCache } from '../web/page-cache.ts';
import type { Resolve } from '../web/resolve.ts';
import { settingOf } from './setting-of.ts';
import { failed, ok, type Tool } from './tool.ts';

/** Most characters of one part of a page where the config says nothing. */
const CHARS = 15_000;

/** Everything that fetches and reads is loaded with the first call. `resolve`: another resolver than the system's. */
export function webFetchTool(options: { resolve?: Resolve } = {}): Tool {
  let cache: PageCache | undefined;
  return {
    name: 'web_fetch',
    description: 'Read a web page or text by its URL.',
    parameters: {
      type: 'object',
      properties: { url: { type: 'string' }, offset: { type: 'integer', minimum: 1, description: 'first character' } },
      required: ['url'],
    },
    summary: ({ url, offset }) => `${url}${offset === undefined ? '' : ` from character ${offset}`}`,
    async review({ url }, { host }) {
      const { reviewUrl } = await import('../web/review-url.ts');
      return reviewUrl(String(url), host);
    },
    async run(args, run) {
      const [{ parseWebUrl }, { createPageCache }, { openPage }, { pageResult }] = await Promise.all([
        import('../web/url.ts'),
        import('../web/page-cache.ts'),
        import('../web/open-page.ts'),
        import('../web/page-result.ts'),
      ]);
      const parsed = parseWebUrl(String(args['url']));
      if (!parsed.ok) return failed(parsed.why);
      const offset = Number(args['offset'] ?? 1);
      cache ??= createPageCache();
      let page = await cache.get(run.host, parsed.url);
      if (!page) {
        const opened = await openPage(parsed.url, { host: run.host, signal: run.signal, ...options });
        if (!opened.ok) return failed(opened.why);
        if ('elsewhere' in opened) return ok(opened.elsewhere);
        page = opened.page;
        cache.put(parsed.url, page);
      }
      if (offset > Math.max(1, page.text.length))
        return failed(`the page's text ends at character ${page.text.length}`);
      const limit = (await settingOf(run.host, 'web', 'extract_char_limit', CHARS)) || Number.POSITIVE_INFINITY;
      // Room for the line before and the title.
      return ok(pageResult(page, offset, Math.max(200, Math.min(limit, run.maxChars - 800))));
    },
  };
}
