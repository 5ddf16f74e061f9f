import { pageMarkdown } from './page-markdown.ts';

/** Reads one page in a process of its own, which `readPage` ends when it takes too long or too much memory. */
process.once('message', ({ html, url }: { html: string; url: string }) => {
  process.send?.(pageMarkdown(html, url), undefined, undefined, () => process.disconnect());
});
