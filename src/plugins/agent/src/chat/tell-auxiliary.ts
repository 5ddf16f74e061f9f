import type { AuxiliaryRoom, Host } from '@hermes-ops/contract';
import type { Emit } from '../loop/events.ts';

/** The host, whose background work tells this conversation what its user should know. */
export function tellAuxiliary(host: Host, emit: Emit): Host {
  const auxiliary = async (): Promise<AuxiliaryRoom> => {
    const room = await host.auxiliary();
    room.watch((text) =>
      emit({ type: 'notice', code: 'agent.auxiliary-silent', text, try: ['hermes auxiliary status'] }),
    );
    return room;
  };
  // Not by spreading: whoever reads `signal` has Ctrl-C for itself.
  return Object.defineProperties({} as Host, {
    ...Object.getOwnPropertyDescriptors(host),
    auxiliary: { value: auxiliary, enumerable: true },
  });
}
