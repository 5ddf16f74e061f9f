import type { ToolSchema } from '../contract/index.ts';

/** The tool that the doctor offers. One short enumerated argument, so that any model can fill it and a grammar ends. */
export const PROBE_TOOL = {
  type: 'function',
  function: {
    name: 'get_temperature',
    description: 'Returns the current temperature of a city.',
    parameters: {
      type: 'object',
      properties: { city: { type: 'string', enum: ['Paris', 'London'] } },
      required: ['city'],
      additionalProperties: false,
    },
  },
} as const satisfies ToolSchema;

export const PROBE_QUESTION = 'What is the temperature in Paris right now? Call get_temperature to find out.';
export const PROBE_RESULT = '{"celsius": 21}';
