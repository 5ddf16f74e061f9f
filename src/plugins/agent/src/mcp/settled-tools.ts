import type { Client, RequestOptions } from '@modelcontextprotocol/client';
import type { ServerSpec } from './config.ts';
import { type Listing, listedTools, toolsPrint } from './listed-tool.ts';

/** Listings of one that changes while it is listed. */
const MOST_LISTINGS = 4;
/** Of one connection, because of what a server says later. */
const MOST_LOOKS = 20;

/**
 * The tools once the server says of no change any more: some complete their list when they know what the client can do. Later
 * changes are looked at: not every one that is told is one.
 */
export async function settledTools(
  client: Client,
  spec: ServerSpec,
  options: RequestOptions,
  onChanged: () => void,
): Promise<Listing> {
  let [told, looking, looks] = [false, false, 0];
  client.setNotificationHandler('notifications/tools/list_changed', () => {
    told = true;
  });
  const list = async () => listedTools((await client.listTools(undefined, options)).tools, spec);
  let listing = await list();
  for (let tries = 1; told && tries < MOST_LISTINGS; tries += 1) {
    told = false;
    listing = await list();
  }
  const { signal: _over, ...later } = options;
  client.setNotificationHandler('notifications/tools/list_changed', async () => {
    told = true;
    if (looking) return;
    looking = true;
    for (; told && looks < MOST_LOOKS; looks += 1) {
      told = false;
      const now = await client.listTools(undefined, later).catch(() => undefined);
      if (now && toolsPrint(listedTools(now.tools, spec).tools) !== toolsPrint(listing.tools)) onChanged();
    }
    looking = false;
  });
  return listing;
}
