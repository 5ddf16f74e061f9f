import { Static, Text, useApp, useCursor, useInput, usePaste, useWindowSize } from 'ink';
import { useEffect, useLayoutEffect, useSyncExternalStore } from 'react';
import type { Screen } from './screen.ts';
import type { View } from './view.ts';

export interface AppProps {
  screen: Screen;
  /** Calls the listener when there is something else to draw. */
  subscribe(listener: () => void): () => void;
  /** Another number each time. */
  version(): number;
  /** Told of a defect in what is drawn or in what a key does. */
  onBroken(error: unknown): void;
  /** Told how to take the terminal away and give it back. */
  onLender(lender: Lender): void;
}

/** Gives the terminal to the work and takes it back. */
export type Lender = (work: () => Promise<void>) => Promise<unknown>;

const NOTHING: Pick<View, 'lines' | 'cursor'> = { lines: [], cursor: undefined };

/** Draws the screen: what is final once and above, the rest below it as lines that are made elsewhere. */
export function App({ screen, subscribe, version, onBroken, onLender }: AppProps) {
  useSyncExternalStore(subscribe, version);
  const { columns, rows } = useWindowSize();
  const { suspendTerminal } = useApp();
  useEffect(() => onLender(suspendTerminal), [onLender, suspendTerminal]);
  const { setCursorPosition } = useCursor();
  const guarded = <T,>(work: () => T): T | undefined => {
    try {
      return work();
    } catch (error) {
      onBroken(error);
      return undefined;
    }
  };
  useInput((input, key) => guarded(() => screen.key(input, key)));
  usePaste((text) => guarded(() => screen.pasted(text)));
  const printed = screen.prints.all;
  useLayoutEffect(() => screen.printed(printed.length), [screen, printed]);
  const { lines, cursor } = guarded(() => screen.view({ columns, rows }, Date.now())) ?? NOTHING;
  setCursorPosition(cursor);
  return (
    <>
      <Static items={[...printed]}>{(batch, at) => <Text key={at}>{batch === '' ? ' ' : batch}</Text>}</Static>
      <Text>{lines.join('\n')}</Text>
    </>
  );
}
