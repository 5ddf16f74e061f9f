import { isLocal } from '../catalog/addresses.ts';
import type { EndpointRoom } from '../contract/index.ts';
import { serverMessage } from './answer.ts';
import { applyTemplate } from './apply-template.ts';
import { describeEndpoint, fetchHealth } from './describe.ts';
import { request } from './http.ts';
import { fetchModels } from './models.ts';
import { probeModes } from './modes.ts';
import { fetchProps } from './props.ts';
import { tokenize } from './tokenize.ts';
import { displayUrl } from './url.ts';

export { isLocal, isLoopback } from '../catalog/addresses.ts';
export { describeNonJson, isObject, jsonObject, oneLine, printable, serverMessage } from './answer.ts';
export { anthropicHeaders } from './auth.ts';
export { clientFor, flatHeaders, unsendable } from './http.ts';
export { describeNetworkError } from './network-error.ts';
export { type Slots, slotsOf } from './slots.ts';
export { displayUrl, hostLabel, normaliseBaseUrl, rootOf, withoutV1, withV1 } from './url.ts';
export { workOf } from './work.ts';

/** The room: nothing is kept between calls, no call throws, the key goes to the configured host only. */
export const createEndpointRoom = (): EndpointRoom => ({
  request,
  models: async (target, options) => (await fetchModels(target, options)).result,
  health: fetchHealth,
  props: fetchProps,
  apiModes: probeModes,
  describe: describeEndpoint,
  applyTemplate,
  tokenize,
  isLocal,
  displayUrl,
  serverMessage,
});
