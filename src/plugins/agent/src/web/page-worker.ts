import { parentPort, workerData } from 'node:worker_threads';
import { pageMarkdown } from './page-markdown.ts';

/** Reads one page in a thread of its own, which `readPage` ends when it takes too long or too much memory. */
const { html, url } = workerData as { html: string; url: string };
parentPort?.postMessage(pageMarkdown(html, url));
