import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { freePort } from '../../scripts/free-port.ts';
import type { ApiMode, ChatRequest } from '../../src/contract/index.ts';
import { createLlmRoom } from '../../src/llm/index.ts';
import { tempDir } from '../helpers/home.ts';
import { MODES } from '../helpers/llm-stream.ts';
import { LOADING } from '../helpers/scripted-llama.ts';
import { type Reply, scriptedServer } from '../helpers/scripted-server.ts';

/** An answer that is read in each API mode. */
const GOOD: Reply = {
  body: {
    model: 'x',
    choices: [{ finish_reason: 'stop', message: { content: 'fine' } }],
    output: [{ type: 'message', content: [{ type: 'output_text', text: 'fine' }] }],
    content: [{ type: 'text', text: 'fine' }],
  },
};

async function ask(replies: Reply[], options: Partial<ChatRequest> & { apiMode?: ApiMode; baseUrl?: string } = {}) {
  const list = [...replies];
  const server = await scriptedServer({ '*': () => (list.length > 1 ? list.shift() : list[0]) ?? GOOD });
  const ops = join(tempDir(), 'ops');
  const { apiMode = 'chat_completions', baseUrl = server.baseUrl, ...more } = options;
  const request = { task: 'test', messages: [{ role: 'user' as const, content: 'hi' }], maxTokens: 8, timeoutMs: 5000 };
  const room = createLlmRoom({ ops, timing: { backoffMs: 5 } });
  const result = await room.chat({ baseUrl, model: 'm', apiMode }, { ...request, ...more });
  const lines = readdirSync(join(ops, 'usage')).flatMap((file) =>
    readFileSync(join(ops, 'usage', file), 'utf8')
      .trimEnd()
      .split('\n'),
  );
  return { result, sent: server.seen.length, ledger: lines.map((line) => (JSON.parse(line) as { ok: boolean }).ok) };
}

describe.each(MODES)('a request of %s that is not streamed', (apiMode) => {
  const PASSING: [string, Reply, string][] = [
    ['429', { status: 429, headers: { 'retry-after': '0' }, body: { error: { message: 'slow' } } }, 'rate-limited'],
    ['500', { status: 500, body: '' }, 'server-error'],
    ['loading', LOADING, 'loading'],
    ['hang-up', { fault: 'close' }, 'unreachable'],
    ['half a body', { fault: 'half' }, 'unreachable'],
  ];
  test.each(PASSING)('%s: sent again where that is asked for, else told at once', async (_name, reply, failure) => {
    const again = await ask([reply, GOOD], { apiMode, retries: 2 });
    expect(again).toMatchObject({ result: { ok: true, text: 'fine' }, sent: 2, ledger: [false, true] });
    const often = await ask([reply], { apiMode, retries: 2 });
    expect(often).toMatchObject({ result: { ok: false, failure }, sent: 3, ledger: [false, false, false] });
    expect(await ask([reply, GOOD], { apiMode })).toMatchObject({ result: { failure }, sent: 1, ledger: [false] });
  });

  test.each([
    ['what repeating does not mend', { status: 400, body: { error: { message: 'no' } } }, 'server-error'],
    ['a wrong key', { status: 401, body: { error: { message: 'no' } } }, 'unauthorized'],
    ['more patience than a user has', { status: 429, headers: { 'retry-after': '3600' } }, 'rate-limited'],
    ['nonsense', { body: { fine: true } }, 'bad-answer'],
  ])('%s is told at once', async (_name, reply, failure) => {
    expect(await ask([reply, GOOD], { apiMode, retries: 3 })).toMatchObject({ result: { failure }, sent: 1 });
  });
});

test('nobody there: one more try', async () => {
  const baseUrl = `http://127.0.0.1:${await freePort()}/v1`;
  const { result, ledger } = await ask([GOOD], { baseUrl, retries: 3 });
  expect([result, ledger]).toMatchObject([{ failure: 'unreachable' }, [false, false]]);
});

test('an abort ends the pause', async () => {
  const busy: Reply = { status: 503, headers: { 'retry-after': '30' }, body: '' };
  const { result, sent } = await ask([busy], { retries: 3, signal: AbortSignal.timeout(1_500) });
  expect([result, sent]).toMatchObject([{ ok: false, failure: 'aborted' }, 1]);
});
