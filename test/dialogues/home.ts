import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { agentHome as homeWithPlugin } from '../helpers/agent-home.ts';
import { tempDir } from '../helpers/home.ts';

export interface AgentHome {
  home: string;
  config: string;
  /** The workspace, outside the home. */
  cwd: string;
}

/** A home of its own that has the agent plugin (and others that are named) and the given files, and a workspace with the others. */
export async function agentHome(
  files: Record<string, string>,
  workspaceFiles: Record<string, string> = {},
  workspace = 'work',
  plugins: { compression?: boolean } = {},
): Promise<AgentHome> {
  const { home, config } = await homeWithPlugin(files, plugins);
  const cwd = join(tempDir(), workspace);
  mkdirSync(cwd, { recursive: true });
  for (const [name, content] of Object.entries(workspaceFiles)) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    writeFileSync(join(cwd, name), content);
  }
  return { home, config, cwd };
}
