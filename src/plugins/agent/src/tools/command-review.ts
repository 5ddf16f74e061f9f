import { homedir } from 'node:os';
import type { Host } from '@hermes-ops/contract';
import { classifyCommand } from '../approvals/classify.ts';
import { configNow, settingOf } from './setting-of.ts';
import type { Review, ToolEnvironment } from './tool.ts';

/** What is asked before a command line runs in a folder; undefined for what only reads. */
export async function reviewCommand(
  command: string,
  { host, workspace }: ToolEnvironment,
  cwd: string,
): Promise<Review | undefined> {
  const review = {
    action: cwd === workspace ? 'run a command' : `run a command in ${cwd}`,
    detail: command,
    remember: command,
  };
  const backend = await settingOf(host, 'terminal', 'backend', 'local');
  if (backend !== 'local') {
    const refuse = `terminal.backend is ${backend}, and this agent runs commands on this machine only`;
    return { ...review, reasons: [refuse], refuse };
  }
  const deny = (await settingOf<unknown[]>(host, 'approvals', 'deny', [])).map(String);
  const endpoints = await endpointsOf(host);
  const readable = [host.paths.ops, host.paths.config];
  const verdict = await classifyCommand(command, { cwd, workspace, home: homedir(), readable, endpoints, deny });
  if (verdict.unasked) return undefined;
  const { reasons, flagged, refuse, insist } = verdict;
  return { ...review, reasons, flagged, ...(refuse === undefined ? {} : { refuse }), ...(insist ? { insist } : {}) };
}

/** Addresses that the config names: what listens there may be asked how it is. */
async function endpointsOf(host: Host): Promise<string[]> {
  const target = await host.target().catch(() => undefined);
  const config = await configNow(host);
  const providers = (config?.value.custom_providers ?? []).flatMap(({ base_url: url }) => url ?? []);
  return [...new Set([...(target ? [target.baseUrl] : []), ...providers])];
}
