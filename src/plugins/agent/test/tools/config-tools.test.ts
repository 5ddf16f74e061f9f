import type { SettingChange, SettingsRoom } from '@hermes-ops/contract';
import { expect, test } from 'vitest';
import { toolBench } from '../helpers/tool-run.ts';

const noSuchKey = Object.assign(new Error('there is no key `compression.treshold`'), {
  code: 'config.no-such-key',
  try: ['Did you mean compression.threshold?'],
});

const room = (change: SettingChange, written: string[][] = []): Partial<SettingsRoom> => ({
  get: async (key) => {
    if (key === 'compression.treshold') throw noSuchKey;
    return { key, value: 0.5, text: '0.5\n', origin: 'file', known: true };
  },
  set: async (key, value) => {
    written.push([key, value]);
    return change;
  },
  needsApproval: (key) => key.startsWith('approvals'),
});

const done = (more = {}): SettingChange => ({
  ok: true,
  key: 'a.b',
  value: 7,
  changed: true,
  file: 'f',
  warnings: [],
  ...more,
});

test('config_get says the value and where it comes from, unasked; a wrong key says the nearest', async () => {
  const { call } = toolBench({ settings: room(done()) });
  expect(await call('config_get', { key: 'compression.threshold' })).toEqual({
    status: 'ok',
    text: 'compression.threshold: 0.5 (from config.yaml)',
  });
  expect(await call('config_get', { key: 'compression.treshold' })).toEqual({
    status: 'error',
    text: 'there is no key `compression.treshold`\nDid you mean compression.threshold?',
  });
});

test('a defect is not turned into an answer', async () => {
  const settings = { get: async () => Promise.reject(new TypeError('x')) };
  await expect(toolBench({ settings }).call('config_get', { key: 'a' })).rejects.toThrow(TypeError);
});

test('config_set always asks, showing what stands there and what would', async () => {
  const written: string[][] = [];
  const { call, review } = toolBench({ settings: room(done(), written), secrets: ['hunter2'] });
  expect(await review('config_set', { key: 'a.b', value: 'hunter2' })).toEqual({
    action: 'set a.b',
    detail: 'a.b: 0.5 -> sk-…last',
    reasons: ['it changes config.yaml'],
    remember: 'a.b: hunter2',
  });
  expect(written).toEqual([]);
  const guard = await review('config_set', { key: 'approvals.mode', value: 'off' });
  expect(guard).not.toHaveProperty('remember');
  expect(guard?.insist).toBe(true);
  expect((await review('config_set', { key: 'compression.treshold', value: '1' }))?.detail).toContain('(not set) -> 1');
  expect((await call('config_set', { key: 'a.b', value: '7' })).text).toBe('a.b is now 7');
  expect(written).toEqual([['a.b', '7']]);
});

test('what the core says of a change reaches the model', async () => {
  const say = async (change: SettingChange) =>
    (await toolBench({ settings: room(change) }).call('config_set', { key: 'a', value: 'b' })).text;
  expect(await say(done({ changed: false, warnings: ['w'] }))).toBe('a.b is already 7\nwarning: w');
  expect(await say(done({ verified: { listed: true } }))).toBe('a.b is now 7');
  expect(await say(done({ verified: { listed: false, why: 'refused the connection' } }))).toContain(
    'not verified: refused',
  );
  expect(
    await say({ ok: false, code: 'model.not-listed', message: 'm is not listed', nearest: 'm2', try: ['t'] }),
  ).toBe('nothing was changed: m is not listed\nnearest: m2\nt');
});
