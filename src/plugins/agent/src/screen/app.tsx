import { Static, Text, useApp, useCursor, useInput, usePaste, useStdout, useWindowSize } from 'ink';
import { useEffect, useLayoutEffect, useSyncExternalStore } from 'react';
import type { Screen } from './screen.ts';
import type { Size, View } from './view.ts';

export interface AppProps {
  screen: Screen;
  /** Of the terminal, now. */
  size(): Size;
  /** Calls the listener when there is something else to draw. */
  subscribe(listener: () => void): () => void;
  /** Another number each time. */
  version(): number;
  /** Told of a defect in what is drawn or in what a key does. */
  onBroken(error: unknown): void;
  /** Told what can be done with the terminal besides. */
  onHandle(handle: Handle): void;
}

/** What can be done with the terminal besides drawing. */
export interface Handle {
  /** Gives it to the work and takes it back. */
  lend(work: () => Promise<void>): Promise<unknown>;
  /** Writes in place of the live rows, which are drawn again behind it. */
  write(text: string): void;
}

const NOTHING: Pick<View, 'lines' | 'cursor'> = { lines: [], cursor: undefined };

/** Draws the screen: what is final once and above, the rest below it as lines that are made elsewhere. */
export function App({ screen, size, subscribe, version, onBroken, onHandle }: AppProps) {
  useSyncExternalStore(subscribe, version);
  // Drawn again when it changes.
  useWindowSize();
  const { suspendTerminal } = useApp();
  const { write } = useStdout();
  useEffect(() => onHandle({ lend: suspendTerminal, write }), [onHandle, suspendTerminal, write]);
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
  const { lines, cursor } = guarded(() => screen.view(size(), Date.now())) ?? NOTHING;
  setCursorPosition(cursor);
  return (
    <>
      <Static items={[...printed]}>{(batch, at) => <Text key={at}>{batch === '' ? ' ' : batch}</Text>}</Static>
      {/* Every row fits; should ink draw old ones in a narrower terminal, they may not become more. */}
      <Text wrap="truncate">{lines.join('\n')}</Text>
    </>
  );
}
