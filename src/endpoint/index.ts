import type { EndpointRoom } from '../contract/index.ts';
export declare function createEndpointRoom(): EndpointRoom;
