import module from 'node:module';
import type { Host } from '@hermes-ops/contract';
import { render } from 'ink';
import { type Front, holdTalk } from '../chat/hold-talk.ts';
import type { OpenOptions } from '../chat/open-conversation.ts';
import { terminalStyle } from '../markdown/style.ts';
import { terminalPaint } from '../render/paint.ts';
import { App, type Handle } from './app.tsx';
import { JobControl } from './job-control.ts';
import { beforeErasing, reflowOf } from './reflow.ts';
import { Screen } from './screen.ts';
import { Ticker } from './ticker.ts';
import type { Size, View } from './view.ts';

/** How long a text of megabytes may hold up who leaves, in ms; the session has all of it. */
const PATIENCE_MS = 2_000;

/** When what V8 has compiled for the start is written down, in ms from the first prompt: where a signal ends the chat Node does not. */
const COMPILED_MS = 100;

/** A conversation on the terminal's screen. Ends as `holdTalk` does, the terminal given back. */
export async function runScreen(host: Host, options: OpenOptions): Promise<void> {
  const { stdout, stdin } = process;
  const broken = Promise.withResolvers<never>();
  const left = Promise.withResolvers<NodeJS.Signals>();
  const sizeNow = (): Size => ({ columns: stdout.columns ?? 80, rows: stdout.rows ?? 24 });
  let handle: Handle = { lend: (work) => work(), write: (text) => void stdout.write(text) };
  /** What stands on the terminal below what is printed. */
  let frame: Pick<View, 'lines' | 'cursor'> | undefined;
  const ticker = new Ticker(() => screen.ticking);
  const screen = new Screen({
    paint: terminalPaint(stdout),
    style: terminalStyle(stdout),
    size: sizeNow,
    changed: (typed) => ticker.change(typed),
    lend: (work) => jobs.lend(work),
    suspend: () => jobs.suspend(),
    writeAbove: (text) => handle.write(text),
    leave: () => left.resolve('SIGINT'),
  });
  const jobs = new JobControl({
    lend(work) {
      frame = undefined;
      return handle.lend(work);
    },
    rows: () => frame?.lines.length ?? 0,
    back: () => screen.back(),
  });
  let size = sizeNow();
  /** Takes what is drawn away, and draws it again in whole. */
  const drawAnew = (): void => {
    ink.clear();
    ticker.draw();
    ink.rerender(app);
  };
  let heard = false;
  /** Before ink hears of it, which would erase as many rows as it wrote, and draw what was made for the larger terminal once more. */
  const resized = (): void => {
    heard = true;
    const before = size;
    size = sizeNow();
    if (!frame || (size.columns >= before.columns && size.rows >= before.rows)) return;
    if (size.columns < before.columns)
      stdout.write(beforeErasing(frame, before.columns, size.columns, reflowOf(process.env)));
    drawAnew();
  };
  /** Node, which listens first, tells nothing of a terminal that has its size again; what it has torn is drawn once more. */
  const signalled = (): void => {
    if (!heard && frame) drawAnew();
    heard = false;
  };
  stdout.on('resize', resized);
  process.on('SIGWINCH', signalled);
  const app = (
    <App
      screen={screen}
      size={sizeNow}
      subscribe={ticker.subscribe}
      version={ticker.version}
      onBroken={broken.reject}
      onHandle={(given) => {
        handle = given;
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
    onRender: () => {
      frame = screen.frame;
    },
  });
  const front: Front = {
    surface: screen,
    broken: broken.promise,
    opened(talk) {
      screen.attach(talk);
      setTimeout(() => module.flushCompileCache?.(), COMPILED_MS).unref();
    },
    next: () => screen.next(),
    async close() {
      screen.close();
      // What is printed last may take several drawings; it ends also where nothing is drawn any more.
      const limit = Date.now() + PATIENCE_MS;
      for (let drawn: readonly string[] | undefined; drawn !== screen.prints.all && Date.now() < limit; ) {
        drawn = screen.prints.all;
        ticker.draw();
        await ink.waitUntilRenderFlush();
      }
      ticker.stop();
      jobs.close();
      stdout.removeListener('resize', resized);
      process.removeListener('SIGWINCH', signalled);
      ink.unmount();
      await ink.waitUntilExit();
    },
  };
  await holdTalk(host, options, front, left);
}
