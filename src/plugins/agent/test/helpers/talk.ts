import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Config } from '@oclif/core';
import { onTestFinished } from 'vitest';
import { stringify } from 'yaml';
import { ROOT } from '../../../../../test/helpers/cli.ts';
import { tempDir, tempHome } from '../../../../../test/helpers/home.ts';
import type { Script } from '../../../../../test/helpers/scripted-model/types.ts';
import { startScriptedModel } from '../../../../../test/helpers/scripted-model.ts';
import { createHost } from '../../../../host/core-host.ts';
import type { Answer } from '../../src/approvals/approver.ts';
import type { OpenOptions } from '../../src/chat/open-conversation.ts';
import { startTalk } from '../../src/chat/start-talk.ts';
import type { Surface } from '../../src/chat/talk.ts';
import type { AgentEvent } from '../../src/loop/events.ts';
import type { Status } from '../../src/render/status-line.ts';

export interface TalkOptions {
  /** Sections of config.yaml besides `model`. */
  config?: Record<string, unknown>;
  /** Lines that are typed while the model works, each taken once. */
  steer?: string[];
  open?: OpenOptions;
  /** To every question; `deny` where nothing is said. */
  answer?: Answer | (() => Answer);
  /** Files of the workspace. */
  work?: Record<string, string>;
  /** Files of the home. */
  files?: Record<string, string>;
  /** What config.yaml says that the window has, in tokens; as many as the server says where nothing is said. */
  window?: number;
  /** A home with sessions in it, whose files are written over; a new one where none is named. */
  home?: string;
}

/** A conversation with a scripted model, the core's own rooms and a store on disk; what it shows is kept. */
export async function openTalk(
  script: Script,
  { config = {}, steer, open = {}, answer = 'deny', files = {}, work = {}, ...more }: TalkOptions = {},
) {
  const model = await startScriptedModel(script);
  onTestFinished(() => model.close());
  const main = {
    default: script.models?.[0] ?? 'scripted.gguf',
    provider: 'custom',
    base_url: model.baseUrl,
    context_length: more.window ?? script.nCtx ?? 65_536,
  };
  const cwd = realpathSync(tempDir('hermes-work-'));
  for (const [name, text] of Object.entries(work)) {
    mkdirSync(join(cwd, dirname(name)), { recursive: true });
    writeFileSync(join(cwd, name), text);
  }
  const sections = {
    model: main,
    approvals: { mode: 'off' },
    terminal: { cwd },
    ...config,
  };
  const texts = { 'config.yaml': stringify(sections), ...files };
  const home = more.home ?? tempHome(texts).home;
  if (more.home !== undefined) for (const [name, text] of Object.entries(texts)) writeFileSync(join(home, name), text);
  const before = process.env['HERMES_HOME'];
  process.env['HERMES_HOME'] = home;
  const host = createHost(await Config.load({ root: ROOT }));
  if (before === undefined) delete process.env['HERMES_HOME'];
  else process.env['HERMES_HOME'] = before;
  const shown: {
    lines: string[];
    events: AgentEvent[];
    offered: string[];
    failed: (string | undefined)[];
    status?: Status;
  } = {
    lines: [],
    events: [],
    offered: [],
    failed: [],
  };
  const surface: Surface = {
    out: (line) => void shown.lines.push(line),
    begins: () => undefined,
    emit: (event) => void shown.events.push(event),
    ask: async () => (typeof answer === 'function' ? answer() : answer),
    askText: async () => '',
    status: (status) => {
      shown.status = status;
    },
    lend: (work) => work(),
    waits: () => undefined,
    columns: () => 80,
    keys: [],
    ...(steer ? { steer: () => steer.shift() } : {}),
    offer: (text) => void shown.offered.push(text),
    failed: (unsent) => void shown.failed.push(unsent),
    opened: () => undefined,
  };
  const talk = await startTalk(host, surface, open);
  onTestFinished(() => talk.close());
  return { talk, model, shown, host, home };
}
