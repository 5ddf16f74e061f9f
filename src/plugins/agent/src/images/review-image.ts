import { reviewReading } from '../tools/files/access.ts';
import type { FileMemory } from '../tools/files/file-memory.ts';
import type { Review, ToolEnvironment } from '../tools/tool.ts';
import { isWebAddress } from './take-image.ts';

/**
 * What is asked before an image is looked at: what reading or fetching it would ask, and whether it may leave for a
 * server that the conversation itself does not go to.
 */
export async function reviewImage(
  path: string,
  environment: ToolEnvironment,
  memory: FileMemory,
): Promise<Review | undefined> {
  const review = isWebAddress(path)
    ? await (await import('../web/review-url.ts')).reviewUrl(path, environment.host)
    : await reviewReading('look at', path, environment, memory);
  const away = isWebAddress(path) ? undefined : await leavesFor(environment);
  if (away === undefined) return review;
  const reason = `the image is sent to ${away} (auxiliary.vision)`;
  if (!review)
    return {
      action: `look at ${path} ("session" covers all images sent there)`,
      detail: path,
      reasons: [reason],
      remember: `images to ${away}`,
    };
  return { ...review, reasons: [...review.reasons, reason] };
}

/** The server outside of the own network that would get the image, where the conversation stays inside. */
async function leavesFor({ host }: ToolEnvironment): Promise<string | undefined> {
  const resolution = await (await host.auxiliary()).resolve('vision').catch(() => undefined);
  if (!resolution?.ok) return undefined;
  const [main, room] = await Promise.all([host.target().catch(() => undefined), host.endpoint()]);
  if (main && !room.isLocal(main.baseUrl)) return undefined;
  const outside = [resolution.route, ...resolution.fallbacks].find(({ local }) => !local);
  return outside && new URL(outside.target.baseUrl).host;
}
