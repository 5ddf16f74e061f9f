import { AGENT_CONTEXT_FLOOR } from '../catalog/limits.ts';
import type { LlamaProps } from '../contract/index.ts';
import { type ServerPlan, smallWindow } from './plan.ts';
import type { Readback } from './records.ts';

export const readbackOf = (props: LlamaProps): Readback => ({
  build: props.build,
  model: props.model,
  contextPerSlot: props.contextPerSlot,
  slots: props.slots,
  templateTools: props.supportsTools ?? null,
});

/**
 * What the running server does differently from what was asked, each with the reason (llama.cpp divides the window
 * among slots unless they share it, rounds to 256 and caps at the training context), and the warning about small
 * windows. `trainContext` is the model's own, in tokens.
 */
export function differences(plan: ServerPlan, got: Readback | undefined, trainContext: number | undefined): string[] {
  if (!got) {
    const planned = plannedPerSlot(plan);
    return [
      'the server does not show its settings at /props, so what it really gives to a request is not known',
      ...(planned !== undefined && planned < AGENT_CONTEXT_FLOOR ? [smallWindow(planned)] : []),
    ];
  }
  return [
    ...slotDifference(plan, got),
    ...windowDifference(plan, got, trainContext),
    ...(got.templateTools === false
      ? [
          "the model's chat template cannot describe tools, so agents cannot call any: give one with --chat-template-file",
        ]
      : []),
    ...(got.contextPerSlot < AGENT_CONTEXT_FLOOR ? [smallWindow(got.contextPerSlot)] : []),
  ];
}

function plannedPerSlot({ context, slots, shared }: ServerPlan): number | undefined {
  if (context === undefined) return undefined;
  return shared || slots === undefined ? context : Math.floor(context / slots);
}

function slotDifference({ slots }: ServerPlan, got: Readback): string[] {
  if (slots === undefined || got.slots === slots) return [];
  return [`${slots} slots were asked for, it has ${got.slots}`];
}

function windowDifference(plan: ServerPlan, got: Readback, trainContext: number | undefined): string[] {
  const { context: asked, slots = 1 } = plan;
  const actual = got.contextPerSlot;
  const planned = plannedPerSlot(plan);
  if (asked === undefined || planned === undefined || actual === asked) return [];
  if (actual === trainContext && actual < planned) {
    return [`${planned} tokens per request were asked for, it gives ${actual}: the model was trained with no more`];
  }
  const whole = `for ${asked} each: --parallel 1, or -c ${asked * slots}`;
  if (!plan.shared && slots > 1) {
    return [`the window of ${asked} tokens is divided among ${slots} slots, so a request gets ${actual} (${whole})`];
  }
  return [`${asked} tokens were asked for, a request gets ${actual}`];
}
