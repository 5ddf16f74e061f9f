import root from '../../schemas/config.schema.json' with { type: 'json' };
import auxiliary from '../../schemas/sections/auxiliary.schema.json' with { type: 'json' };
import benchmark from '../../schemas/sections/benchmark.schema.json' with { type: 'json' };
import common from '../../schemas/sections/common.schema.json' with { type: 'json' };
import compression from '../../schemas/sections/compression.schema.json' with { type: 'json' };
import customProviders from '../../schemas/sections/custom_providers.schema.json' with { type: 'json' };
import doctor from '../../schemas/sections/doctor.schema.json' with { type: 'json' };
import fallbackProviders from '../../schemas/sections/fallback_providers.schema.json' with { type: 'json' };
import model from '../../schemas/sections/model.schema.json' with { type: 'json' };
import ops from '../../schemas/sections/ops.schema.json' with { type: 'json' };
import providers from '../../schemas/sections/providers.schema.json' with { type: 'json' };
import servers from '../../schemas/sections/servers.schema.json' with { type: 'json' };

export const ROOT_SCHEMA = 'config.schema.json';

/** The schema of config.yaml by file name; `$ref` in them is relative to these names. */
export const SCHEMAS: Readonly<Record<string, object>> = {
  [ROOT_SCHEMA]: root,
  'sections/auxiliary.schema.json': auxiliary,
  'sections/benchmark.schema.json': benchmark,
  'sections/common.schema.json': common,
  'sections/compression.schema.json': compression,
  'sections/custom_providers.schema.json': customProviders,
  'sections/doctor.schema.json': doctor,
  'sections/fallback_providers.schema.json': fallbackProviders,
  'sections/model.schema.json': model,
  'sections/ops.schema.json': ops,
  'sections/providers.schema.json': providers,
  'sections/servers.schema.json': servers,
};
