import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classOf } from '../../src/web/address-class.ts';
import { allowedAddresses, type Resolve } from '../../src/web/resolve.ts';
import { hostOf, parseWebUrl, staysThere } from '../../src/web/url.ts';

const RUNS = { numRuns: Number(process.env['HERMES_TEST_N'] ?? 300) };

describe('classes of addresses', () => {
  test.each([
    ['loopback', '127.0.0.1', '127.255.1.2', '::1'],
    ['private networks', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fc00::1', 'fd12:3456::1'],
    ['nothing and everybody', '0.0.0.0', '0.1.2.3', '::', '255.255.255.255', '224.0.0.1', 'ff02::1'],
    ['shared by carriers', '100.64.0.1', '100.127.255.255'],
    ['reserved', '192.0.0.8', '192.0.2.1', '198.18.0.1', '198.51.100.1', '203.0.113.1', '240.0.0.1', '2001:db8::1'],
    [
      'IPv4 inside IPv6',
      '::ffff:127.0.0.1',
      '::ffff:10.0.0.1',
      '::7f00:1',
      '::808:808',
      '64:ff9b::7f00:1',
      '2002:7f00:1::',
    ],
    ['old ways from IPv6 to IPv4', '2002:808:808::', '2001:0::1', '64:ff9b:1::808:808'],
    ['old site-local', 'fec0::1'],
  ])('%s: private', (_what, ...addresses) => {
    for (const address of addresses) expect(classOf(address), address).toBe('private');
  });

  test.each([
    [
      'links',
      '169.254.1.1',
      'fe80::1',
      'fe80::1%eth0',
      '::ffff:169.254.169.254',
      '64:ff9b::a9fe:a9fe',
      '2002:a9fe:a9fe::',
    ],
    ['services of clouds', '169.254.169.254', '168.63.129.16', '100.100.100.200', '192.0.0.192', 'fd00:ec2::254'],
    ['no addresses', '', 'example.com', '1.2.3', '1.2.3.4.5', '::g'],
  ])('%s: never', (_what, ...addresses) => {
    for (const address of addresses) expect(classOf(address), address).toMatch(/^(?:never|private)$/);
    expect(classOf('169.254.169.254')).toBe('never');
  });

  test('public', () => {
    for (const address of [
      '8.8.8.8',
      '1.1.1.1',
      '172.15.0.1',
      '172.32.0.1',
      '2606:4700::1111',
      '::ffff:8.8.8.8',
      '64:ff9b::808:808',
    ])
      expect(classOf(address), address).toBe('public');
  });
});

const octet = fc.integer({ min: 0, max: 255 });
const inside = fc.oneof(
  fc.tuple(fc.constant(127), octet, octet, octet),
  fc.tuple(fc.constant(10), octet, octet, octet),
  fc.tuple(fc.constant(192), fc.constant(168), octet, octet),
  fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), octet, octet),
  fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), octet, octet),
  fc.tuple(fc.constant(169), fc.constant(254), octet, octet),
  fc.tuple(fc.constant(0), octet, octet, octet),
);

/** A number in one of the bases that `inet_aton` takes. */
const inBase = (value: number, base: number): string =>
  base === 8 ? `0${value.toString(8)}` : base === 16 ? `0x${value.toString(16)}` : String(value);

/** One of the ways to write an IPv4 address: 1 to 4 numbers, the last one filling up, each in its own base. */
function spelling([a, b, c, d]: number[], numbers: number, bases: number[]): string {
  const [w, x, y, z] = [a ?? 0, b ?? 0, c ?? 0, d ?? 0];
  const parts = [
    [((w * 256 + x) * 256 + y) * 256 + z],
    [w, (x * 256 + y) * 256 + z],
    [w, x, y * 256 + z],
    [w, x, y, z],
  ];
  return (parts[numbers - 1] ?? []).map((part, at) => inBase(part, bases[at] ?? 10)).join('.');
}

const never: Resolve = () => Promise.reject(new Error('nothing may be looked up'));

test('no spelling of a private IPv4 address is fetched from, in any base, shortened, mapped or with a dot behind', async () => {
  const base = fc.constantFrom(8, 10, 16);
  await fc.assert(
    fc.asyncProperty(
      inside,
      fc.integer({ min: 1, max: 4 }),
      fc.array(base, { minLength: 4, maxLength: 4 }),
      fc.constantFrom('%', '%.', 'FULL', '[::ffff:%]', '[64:ff9b::%]'),
      async (address, numbers, bases, form) => {
        const spelled = form.startsWith('[') ? address.join('.') : spelling(address, numbers, bases);
        const wide = spelled.replace(/[0-9.]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0));
        const host = form === 'FULL' ? wide : form.replace('%', spelled);
        const parsed = parseWebUrl(`http://${host}:8080/x`);
        if (!parsed.ok) return;
        expect(await allowedAddresses(parsed.url, never, false), host).toMatchObject({ ok: false });
      },
    ),
    RUNS,
  );
});

test('a name is refused where one of its addresses is private, and where it names this machine', async () => {
  const url = (text: string) => new URL(text);
  const resolve: Resolve = async () => [
    { address: '93.184.215.14', family: 4 },
    { address: '127.0.0.1', family: 4 },
  ];
  const mixed = await allowedAddresses(url('https://mixed.example/'), resolve, false);
  expect(mixed).toMatchObject({ ok: false, why: expect.stringContaining('127.0.0.1') });
  for (const name of ['localhost', 'LOCALHOST.', 'a.localhost', 'b.localhost..'])
    expect(await allowedAddresses(url(`http://${name}/`), never, false), name).toMatchObject({ ok: false });
  expect(await allowedAddresses(url('https://none.example/'), async () => [], false)).toMatchObject({ ok: false });
  expect(
    await allowedAddresses(url('http://localhost/'), async () => [{ address: '127.0.0.1', family: 4 }], true),
  ).toMatchObject({ ok: true });
});

test('the metadata service of clouds is never opened, also where private addresses are allowed', async () => {
  for (const host of [
    '169.254.169.254',
    '0xa9fea9fe',
    '2852039166',
    '[::ffff:a9fe:a9fe]',
    '[fd00:ec2::254]',
    '168.63.129.16',
  ])
    expect(await allowedAddresses(new URL(`http://${host}/latest/`), never, true), host).toMatchObject({ ok: false });
  const rebound: Resolve = async () => [{ address: '169.254.169.254', family: 4 }];
  expect(await allowedAddresses(new URL('http://metadata.example/'), rebound, true)).toMatchObject({ ok: false });
});

test.each([
  'example.com',
  'file:///etc/passwd',
  'ftp://example.com/',
  'data:text/html,x',
  'javascript:alert(1)',
  'https://user:pass@example.com/',
  'https://user@example.com/',
  'http://',
  `https://example.com/${'x'.repeat(2_000)}`,
])('%s is no address of a page', (text) => {
  expect(parseWebUrl(text)).toMatchObject({ ok: false });
});

test('an address is taken without its fragment, and its host without brackets and the last dot', () => {
  expect(parseWebUrl(' https://Example.com/a?b=c#secret ')).toMatchObject({
    ok: true,
    url: { href: 'https://example.com/a?b=c' },
  });
  expect(hostOf(new URL('http://[::1]/'))).toBe('::1');
  expect(hostOf(new URL('http://Example.COM./'))).toBe('example.com');
});

test.each([
  ['https://a.example/x', 'https://a.example/y', true],
  ['http://a.example/', 'https://a.example/', true],
  ['https://a.example/', 'https://www.a.example/', true],
  ['https://www.a.example/', 'https://a.example/', true],
  ['https://a.example/', 'http://a.example/', false],
  ['https://a.example/', 'https://b.example/', false],
  ['https://a.example/', 'https://a.example.evil.example/', false],
  ['https://www.com/', 'https://com/', false],
  ['https://a.example/', 'https://a.example:8443/', false],
  ['http://a.example:8080/', 'https://a.example/', false],
])('%s to %s stays: %s', (from, to, stays) => {
  expect(staysThere(new URL(from), new URL(to))).toBe(stays);
});
