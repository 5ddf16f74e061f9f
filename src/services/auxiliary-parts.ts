import { isLoopback } from '../catalog/addresses.ts';
import type { LoadedFile } from '../config/index.ts';
import type { AuxiliaryRoute, BackgroundTask, EndpointRoom, LlmRoom, Paths } from '../contract/index.ts';
import type { Choice } from './auxiliary-choice.ts';

/** What the room needs of the host. */
export interface AuxiliaryHost {
  paths: Paths;
  /** The config as it is now. */
  config(): Promise<LoadedFile>;
  llm(): Promise<LlmRoom>;
  endpoint(): Promise<EndpointRoom>;
  /** Background tasks that plugins declare. */
  pluginTasks(): Promise<BackgroundTask[]>;
}

/** Who is asked, in this order. */
export interface Routes {
  choice: Choice;
  all: AuxiliaryRoute[];
}

/** Host and port, all names of this machine being one: `localhost` and `127.0.0.1` are the same server. */
export function serverName(baseUrl: string): string {
  if (!URL.canParse(baseUrl)) return baseUrl;
  const { hostname, port, protocol } = new URL(baseUrl);
  return `${isLoopback(baseUrl) ? 'localhost' : hostname}:${port || (protocol === 'https:' ? '443' : '80')}`;
}
