import type { Host } from '@hermes-ops/contract';

/** Whether the address is that of a server that `hermes server` knows: then the remedy is one of its commands. */
export async function isOwnServer(host: Host, baseUrl: string): Promise<boolean> {
  if (!URL.canParse(baseUrl)) return false;
  const { hostname, port } = new URL(baseUrl);
  const { value, env } = await host.config();
  const room = await host.server();
  const rows = await room.status({ declared: value.servers, env }).catch(() => []);
  return rows.some(({ state, url }) => {
    const own = new URL(url);
    return (
      state !== 'foreign' &&
      own.port === port &&
      (own.hostname === hostname || [own.hostname, hostname].every(isLoopback))
    );
  });
}

const isLoopback = (name: string): boolean =>
  name === 'localhost' || name === '[::1]' || /^(127\.|0\.0\.0\.0$)/.test(name);
