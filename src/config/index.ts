import type { LoadedConfig, Paths, Target } from '../contract/index.ts';
export declare function loadConfig(paths: Paths, env: NodeJS.ProcessEnv): Promise<LoadedConfig>;
export declare function requireTarget(config: LoadedConfig): Target;
