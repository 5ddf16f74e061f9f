import type { Check } from '../contract/index.ts';
import { configSchema } from './checks/config-schema.ts';
import { configSyntax } from './checks/config-syntax.ts';
import { endpointContext } from './checks/endpoint-context.ts';
import { endpointGeneration } from './checks/endpoint-generation.ts';
import { endpointHealth } from './checks/endpoint-health.ts';
import { endpointModels } from './checks/endpoint-models.ts';
import { endpointReachable } from './checks/endpoint-reachable.ts';
import { endpointTemplate } from './checks/endpoint-template.ts';
import { endpointToolCall } from './checks/endpoint-tool-call.ts';
import { envPermissions } from './checks/env-permissions.ts';
import { installPath } from './checks/install-path.ts';

export { runChecks } from './runner.ts';

/** The doctor's own checks, in the order of the report. A check comes after those it names in `after`. */
export const CORE_CHECKS: readonly Check[] = [
  installPath,
  configSyntax,
  configSchema,
  envPermissions,
  endpointReachable,
  endpointHealth,
  endpointModels,
  endpointContext,
  endpointTemplate,
  endpointGeneration,
  endpointToolCall,
];
