import { createHash } from 'node:crypto';

/** Longest parts, so that `mcp_SERVER_TOOL` with a mark behind each stays within 64 characters. */
const SERVER = 20;
const TOOL = 32;

/**
 * How the model calls the tools of the servers: `mcp_SERVER_TOOL` of plain letters, digits, `_` and `-`, unique. The server's
 * part has no `_`, so that no tool of one server can take the name of another's. A tool whose own name is not plain, or
 * too long, gets a mark made of it: a look-alike never has the name that it imitates.
 */
export function toolNames(servers: readonly { name: string; tools: readonly { name: string }[] }[]): string[][] {
  const slugs = servers.map(({ name }) => serverSlug(name));
  return servers.map(({ name, tools }, at) => {
    const slug = slugs[at] ?? '';
    const server = slugs.indexOf(slug) === slugs.lastIndexOf(slug) ? slug : `${slug}-${mark(name)}`;
    return tools.map((tool) => `mcp_${server}_${toolSlug(tool.name)}`);
  });
}

function serverSlug(name: string): string {
  const slug = name.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'server';
  return slug.length > SERVER ? `${slug.slice(0, SERVER)}-${mark(name)}` : slug;
}

function toolSlug(name: string): string {
  const slug = name.replace(/[^A-Za-z0-9_-]+/g, '_');
  return slug === name && slug.length <= TOOL && slug !== '' ? slug : `${slug.slice(0, TOOL)}_${mark(name)}`;
}

const mark = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 4);
