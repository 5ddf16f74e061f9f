import type { Host } from '@hermes-ops/contract';
import { render } from 'ink';
import { leave } from '../chat/leave.ts';
import type { OpenOptions } from '../chat/open-conversation.ts';
import { startTalk } from '../chat/start-talk.ts';
import type { Talk } from '../chat/talk.ts';
import { terminalStyle } from '../markdown/style.ts';
import { App, type Lender } from './app.tsx';
import { terminalPaint } from './paint.ts';
import { Screen } from './screen.ts';
import { Ticker } from './ticker.ts';

/**
 * A conversation on the terminal's screen, until the user leaves or the terminal goes away. Ends as `converse` does. Rejects
 * as `startTalk` does, the terminal given back.
 */
export async function runScreen(host: Host, options: OpenOptions): Promise<void> {
  const { stdout, stdin } = process;
  const left = Promise.withResolvers<NodeJS.Signals>();
  const ticker = new Ticker(() => screen.ticking);
  const screen = new Screen({
    paint: terminalPaint(stdout),
    style: terminalStyle(stdout),
    size: () => ({ columns: stdout.columns ?? 80, rows: stdout.rows ?? 24 }),
    changed: (typed) => ticker.change(typed),
    lend: (work) => lender(work),
    leave: () => left.resolve('SIGINT'),
  });
  let lender: Lender = (work) => work();
  const app = (
    <App
      screen={screen}
      subscribe={ticker.subscribe}
      version={ticker.version}
      onLender={(given) => {
        lender = given;
      }}
    />
  );
  const ink = render(app, {
    stdout,
    stdin,
    exitOnCtrlC: false,
    patchConsole: false,
    incrementalRendering: true,
    interactive: true,
    maxFps: 30,
  });
  const onSignal = (signal: NodeJS.Signals): void => left.resolve(signal);
  const told = (): void => left.resolve('SIGTERM');
  process.on('SIGINT', onSignal);
  process.on('SIGHUP', onSignal);
  host.signal.addEventListener('abort', told);
  let talk: Talk | undefined;
  try {
    talk = await startTalk(host, screen, options);
    screen.attach(talk);
    const end = untilTheEnd(talk, screen);
    const signal = await Promise.race([end.then(() => undefined), left.promise]);
    if (signal) {
      ink.unmount();
      await leave(talk, end, signal);
    }
  } finally {
    process.removeListener('SIGINT', onSignal);
    process.removeListener('SIGHUP', onSignal);
    host.signal.removeEventListener('abort', told);
    await talk?.close();
    ticker.stop();
    ink.unmount();
    await ink.waitUntilExit();
  }
}

async function untilTheEnd(talk: Talk, screen: Screen): Promise<void> {
  for (;;) {
    const line = await screen.next();
    if (line === undefined || !(await talk.take(line))) return;
  }
}
