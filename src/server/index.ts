import type { EndpointRoom, Paths, ServerRoom } from '../contract/index.ts';
export interface ServerRoomApi extends ServerRoom {}
export declare function createServerRoom(options: {
  paths: Paths;
  env: NodeJS.ProcessEnv;
  endpoint: EndpointRoom;
}): ServerRoomApi;
