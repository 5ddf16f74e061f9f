import { smallWindowWarning } from '../catalog/limits.ts';
import type { LlamaProps } from '../contract/index.ts';
import { count, plural } from '../errors/words.ts';
import type { ServerPlan } from './plan.ts';
import type { Readback } from './records.ts';

/** What a record holds of an earlier look; undefined where the server did not say. */
export const recordedReadback = ({ ready }: { ready: Readback | null }): Readback | undefined =>
  ready && ready.slots > 0 ? ready : undefined;

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
      ...smallWindow(planned),
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
    ...smallWindow(got.contextPerSlot),
  ];
}

function smallWindow(tokens: number | undefined): string[] {
  const warning = tokens === undefined ? undefined : smallWindowWarning(tokens);
  return warning === undefined ? [] : [warning];
}

function plannedPerSlot({ context, slots, shared }: ServerPlan): number | undefined {
  if (context === undefined) return undefined;
  return shared || slots === undefined ? context : Math.floor(context / slots);
}

function slotDifference({ slots }: ServerPlan, got: Readback): string[] {
  if (slots === undefined || got.slots === slots) return [];
  return [`${plural(slots, 'slot')} ${slots === 1 ? 'was' : 'were'} asked for, it has ${got.slots}`];
}

/** llama.cpp makes the window a multiple of 256. */
const roundedUp = (asked: number, actual: number): boolean => actual >= asked && actual - asked < 256;

function windowDifference(plan: ServerPlan, got: Readback, trainContext: number | undefined): string[] {
  const { context: asked, slots = 1 } = plan;
  const actual = got.contextPerSlot;
  const planned = plannedPerSlot(plan);
  if (asked === undefined || planned === undefined || roundedUp(asked, actual)) return [];
  if (actual === trainContext && actual < planned) {
    return [
      `${count(planned)} tokens per request were asked for, it gives ${count(actual)}: the model was trained with no more`,
    ];
  }
  const whole = `for ${count(asked)} each: --parallel 1, or -c ${asked * slots}`;
  if (!plan.shared && slots > 1) {
    return [
      `the window of ${count(asked)} tokens is divided among ${slots} slots, so a request gets ${count(actual)} (${whole})`,
    ];
  }
  return [`${count(asked)} tokens were asked for, a request gets ${count(actual)}`];
}
