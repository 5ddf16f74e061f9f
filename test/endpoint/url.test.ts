import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createEndpointRoom,
  displayUrl,
  hostLabel,
  isLocal,
  isLoopback,
  normaliseBaseUrl,
  rootOf,
  withoutV1,
  withV1,
} from '../../src/endpoint/index.ts';

test.each([
  ['http://192.168.5.84:8000/v1', 'http://192.168.5.84:8000/v1'],
  [' http://h:8000/v1/ ', 'http://h:8000/v1'],
  ['http://h:8000/v1/chat/completions', 'http://h:8000/v1'],
  ['http://h/v1/models?x=1#y', 'http://h/v1'],
  ['HTTPS://API.OpenAI.com/v1', 'https://api.openai.com/v1'],
  ['http://h:80', 'http://h'],
  ['http://u:p@h/v1', 'http://u:p@h/v1'],
  ['http://[::1]:8000/v1', 'http://[::1]:8000/v1'],
  ['192.168.5.84:8000/v1', undefined],
  ['localhost:8000', undefined],
  ['ftp://h/v1', undefined],
  ['http://', undefined],
  ['http:///v1', undefined],
  ['', undefined],
])('normaliseBaseUrl(%j)', (text, expected) => {
  expect(normaliseBaseUrl(text)).toBe(expected);
});

test('normalising twice changes nothing', () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
      const once = normaliseBaseUrl(url) ?? '';
      // A path that consists of pasted routes only is peeled off one at a time.
      fc.pre(!/\/(completions|responses|messages|models)$/.test(once));
      expect(normaliseBaseUrl(once)).toBe(once);
    }),
    { numRuns: Number(process.env['HERMES_TEST_N'] ?? 100) },
  );
});

test('with and without /v1', () => {
  expect(withV1('http://h:8000')).toBe('http://h:8000/v1');
  expect(withV1('http://h:8000/v1/')).toBe('http://h:8000/v1');
  expect(withV1('https://g/v1beta/openai')).toBe('https://g/v1beta/openai');
  expect(withoutV1('http://h/v1')).toBe('http://h');
  expect(withoutV1('http://h/api/v1/')).toBe('http://h/api');
  expect(rootOf('http://h:8000/v1/')).toBe('http://h:8000');
});

describe('where an address is', () => {
  test.each([
    'http://127.0.0.1:8000',
    'http://localhost/v1',
    'http://[::1]:1',
    'http://0.0.0.0:8000',
    'http://127.8.9.1',
  ])('%s is this machine', (url) => {
    expect(isLoopback(url)).toBe(true);
    expect(isLocal(url)).toBe(true);
  });
  test.each([
    'http://192.168.5.84:8000/v1',
    'http://10.1.2.3',
    'http://172.16.0.1',
    'http://172.31.255.1',
    'http://169.254.1.1',
    'http://100.64.0.1',
    'http://100.127.1.1',
    'http://gpu.local',
    'http://gpubox:8000',
    'http://[fe80::1]',
    'http://[fd00::1]',
  ])('%s is on the own network', (url) => {
    expect(isLocal(url)).toBe(true);
    expect(isLoopback(url)).toBe(false);
  });
  test.each([
    'https://api.openai.com/v1',
    'http://172.32.0.1',
    'http://100.128.0.1',
    'http://8.8.8.8',
    'http://[2001:db8::1]',
    'http://localhost.example.com',
    'nonsense',
  ])('%s is elsewhere', (url) => {
    expect(isLocal(url)).toBe(false);
  });
});

test('the room shows addresses without a login', () => {
  expect(createEndpointRoom().displayUrl('http://u:secret@h:1/v1')).toBe('http://h:1/v1');
});

test('labels carry no login', () => {
  expect(hostLabel('http://u:secret@192.168.5.84:8000/v1')).toBe('192.168.5.84:8000');
  expect(displayUrl('http://u:secret@192.168.5.84:8000/v1')).toBe('http://192.168.5.84:8000/v1');
  expect(displayUrl('http://h/v1')).toBe('http://h/v1');
});
