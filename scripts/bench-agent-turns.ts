import { mkdirSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { dirname, join } from 'node:path';
import { Config } from '@oclif/core';
import type { Host } from '../src/contract/index.ts';
import { createHost } from '../src/host/core-host.ts';
import { openChat } from '../src/plugins/agent/src/chat/open-chat.ts';
import type { Conversation } from '../src/plugins/agent/src/loop/conversation.ts';
import { runTurn } from '../src/plugins/agent/src/loop/turn.ts';

const TURNS = Number(process.env['HERMES_BENCH_TURNS'] ?? 15);

/**
 * Prints what a turn costs beyond a bare exchange of the same bytes, in sessions of 100 and 2,000 messages: wall time in
 * ms, medians, the two measured in turn. The store is on disk, as always.
 */
export async function measureTurns(baseUrl: string, home: string): Promise<void> {
  const host = await hostAt(baseUrl, home);
  console.log(`${TURNS} turns each; wall time in ms, medians`);
  console.log(
    `${'messages'.padEnd(10)} ${'turn'.padStart(8)} ${'bare'.padStart(8)} ${'ours'.padStart(8)}   aim: ours under 15, flat`,
  );
  for (const size of [100, 2_000]) {
    const chat = await openChat(host, {});
    const { conversation } = chat.deps;
    fill(conversation, size);
    const approver = { decide: async () => ({ allowed: false as const, by: 'rule' as const, why: '' }) };
    const deps = { ...chat.deps, approver, interactive: false, emit: () => undefined };
    const [turns, bares]: [number[], number[]] = [[], []];
    for (let i = -2; i < TURNS; i++) {
      const turn = await timed(async () => {
        const { error } = await runTurn(deps, `And now, ${i}?`, new AbortController().signal);
        if (error) throw new Error(`the turn failed: ${error.message}`);
      });
      const { system, messages } = conversation;
      const body = JSON.stringify({
        model: 'scripted',
        messages: [{ role: 'system', content: system }, ...messages.slice(0, -1)],
        stream: true,
        tools: conversation.tools,
      });
      const bare = await timed(() => exchange(`${baseUrl}/chat/completions`, body));
      if (i >= 0) {
        turns.push(turn);
        bares.push(bare);
      }
    }
    await chat.close();
    const [turn, bare] = [median(turns), median(bares)];
    console.log(
      `${String(size).padEnd(10)} ${[turn, bare, turn - bare].map((ms) => ms.toFixed(1).padStart(8)).join(' ')}`,
    );
  }
}

async function hostAt(baseUrl: string, home: string): Promise<Host> {
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'config.yaml'), `model:\n  default: scripted\n  provider: custom\n  base_url: ${baseUrl}\n`);
  process.env['HERMES_HOME'] = home;
  return createHost(await Config.load({ root: dirname(import.meta.dirname) }));
}

/** A stored session of so many messages; returns its id. */
export async function longSession(baseUrl: string, home: string, size: number): Promise<string> {
  const chat = await openChat(await hostAt(baseUrl, home), {});
  fill(chat.deps.conversation, size);
  await chat.close();
  return chat.deps.conversation.id;
}

function fill(conversation: Conversation, size: number): void {
  for (let i = 0; i < size / 2; i++) {
    conversation.append({ role: 'user', content: `Question ${i}: ${'what is the state of the build? '.repeat(4)}` });
    conversation.append({ role: 'assistant', content: `Answer ${i}: ${'it passed with two warnings. '.repeat(8)}` });
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function exchange(url: string, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const request = http.request(url, { method: 'POST', agent: false, headers }, (answer) => {
      answer.resume().once('end', resolve).once('error', reject);
    });
    request.once('error', reject);
    request.end(body);
  });
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
