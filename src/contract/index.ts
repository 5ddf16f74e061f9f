/** The public types of hermes: what a plugin may contribute and what it is given. No behaviour lives here. */
export type * from './agent.ts';
export type * from './auxiliary.ts';
export type * from './check.ts';
export type * from './config.ts';
export type * from './config-file.generated.ts';
export type * from './contribution.ts';
export type * from './endpoint.ts';
export type * from './errors.ts';
export type * from './explain.ts';
export type * from './host.ts';
export type * from './llm.ts';
export type * from './paths.ts';
export type * from './server.ts';
export type * from './settings.ts';
