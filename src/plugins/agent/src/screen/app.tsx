import { Static, Text, useApp, useCursor, useInput, usePaste, useWindowSize } from 'ink';
import { useEffect, useSyncExternalStore } from 'react';
import type { Screen } from './screen.ts';

export interface AppProps {
  screen: Screen;
  /** Calls the listener when there is something else to draw. */
  subscribe(listener: () => void): () => void;
  /** Another number each time. */
  version(): number;
  /** Told how to take the terminal away and give it back. */
  onLender(lender: Lender): void;
}

/** Gives the terminal to the work and takes it back. */
export type Lender = (work: () => Promise<void>) => Promise<unknown>;

/** Draws the screen: what is final once and above, the rest below it as lines that are made elsewhere. */
export function App({ screen, subscribe, version, onLender }: AppProps) {
  useSyncExternalStore(subscribe, version);
  const { columns, rows } = useWindowSize();
  const { suspendTerminal } = useApp();
  useEffect(() => onLender(suspendTerminal), [onLender, suspendTerminal]);
  const { setCursorPosition } = useCursor();
  useInput((input, key) => screen.key(input, key));
  usePaste((text) => screen.pasted(text));
  const printed = screen.prints.all;
  useEffect(() => screen.prints.drawn(printed.length), [screen, printed]);
  const { lines, cursor } = screen.view({ columns, rows }, Date.now());
  setCursorPosition(cursor);
  return (
    <>
      <Static items={[...printed]}>{(batch, at) => <Text key={at}>{batch === '' ? ' ' : batch}</Text>}</Static>
      <Text>{lines.join('\n')}</Text>
    </>
  );
}
