import fc from 'fast-check';
import { expect, test } from 'vitest';
import { getValue } from '../../src/config/get.ts';
import { loadConfig } from '../../src/config/load.ts';
import { showConfig } from '../../src/config/show.ts';
import { unifiedDiff } from '../../src/config/unified-diff.ts';
import { validateText } from '../../src/config/validate.ts';
import { diagnosticLines } from '../../src/ui/diagnostics.ts';
import { tempHome } from '../helpers/home.ts';

const RUNS = Number(process.env['HERMES_TEST_N'] ?? 100);

/** Letters and digits to recognise it by, between characters that mean something in YAML, JSON or a pattern. */
const secrets = fc
  .tuple(
    fc.stringMatching(/^[a-z][0-9][a-z0-9]{6}$/),
    fc.constantFrom('', '}', ' ', '/', '=', '+', '.', ']', '~'),
    fc.stringMatching(/^[a-z][0-9][a-z0-9]{8}$/),
  )
  .map(([head, middle, tail]) => ({ head, tail, secret: `${head}${middle}${tail}` }));

/** Keys below `providers.box` or `mcp_servers.box` whose value is a secret. */
const keys = fc.constantFrom('api_key', 'apiKey', 'api-key', '"api_key"', 'token', 'password', 'GH_PAT', 'Cookie');

type Shape = (key: string, secret: string) => string;

/** Lines at an indentation of four. */
const SHAPES: readonly Shape[] = [
  (key, secret) => `${key}: ${secret.replace(/^~/, '')}`,
  (key, secret) => `${key}: "${secret}"`,
  (key, secret) => `${key}: '${secret}'`,
  (key, secret) => `${key}: |\n      ${secret}`,
  (key, secret) => `${key}: >-\n      ${secret}\n      ${secret}`,
  (key, secret) => `${key}: "${secret}\n      ${secret}"`,
  (key, secret) => `${key}:\n      ${secret}`,
  (key, secret) => `${key}: !!str ${secret}`,
  (key, secret) => `${key}: &k ${secret}\n    note: *k`,
  (key, secret) => `note: &k "${secret}"\n    ${key}: *k`,
  (key, secret) => `? ${key}\n    : "${secret}"`,
  (key, secret) => `extra: {${key}: "${secret}", enabledd: true}`,
  (key, secret) => `${key}: "${secret}" # before: ${secret.replace(/ /g, '')}`,
  (key, secret) => `extra: '{${JSON.stringify(key.replaceAll('"', ''))}: "${secret}"'`,
  (_key, secret) => `headers: {X-Own: "${secret}"}`,
  (_key, secret) => `args: [--api-key, "${secret.replace(/[ \]}~]/g, '')}"]`,
  (_key, secret) => `url: "https://h/mcp?api_key=${secret.replace(/[ =]/g, '')}"`,
  (_key, secret) => `base_url: "https://user:${secret.replace(/[ /]/g, '')}@h"`,
];

const sections = fc.constantFrom('providers', 'mcp_servers', 'own_section');

/** What stands behind it: nothing, something to find fault with, or what makes it no YAML. */
const endings = fc.constantFrom(
  '',
  '    timeout: soon\n',
  'compression: {threshold: 80}\n',
  'model: [\n',
  '>>>>>>> x\n',
);

const cases = fc
  .record({ it: secrets, key: keys, shape: fc.constantFrom(...SHAPES), section: sections, ending: endings })
  .map(({ it, key, shape, section, ending }) => ({
    ...it,
    text: `model:\n  default: m\n${section}:\n  box:\n    ${shape(key, it.secret)}\n${ending}`,
  }));

/** Of a secret the last four characters may be shown. */
const tells = (output: string, { head, tail }: { head: string; tail: string }): boolean =>
  output.includes(head) || output.includes(tail.slice(0, 6));

test('findings, excerpts and diffs never show a secret', { timeout: 60_000 + RUNS * 50 }, async () => {
  await fc.assert(
    fc.asyncProperty(cases, async ({ text, ...it }) => {
      const report = validateText(text, 'f', {});
      expect(report.text).toHaveLength(text.length);
      const { fixes, ...printed } = report;
      const titles = fixes.map(({ title, path }) => [title, path]);
      const lines = diagnosticLines({ ...report, diagnostics: everywhere(report.diagnostics, text) });
      const output = [JSON.stringify([printed, titles]), ...lines, await unifiedDiff('f', '', text)].join('\n');
      expect(tells(output, it), output).toBe(false);
    }),
    { numRuns: RUNS },
  );
});

/** The findings, and one at every line, so that each line is printed. */
const everywhere = <T extends object>(found: readonly T[], text: string) =>
  [
    ...found,
    ...text.split('\n').map((_line, i) => ({
      code: 'config.unknown-key',
      severity: 'warning' as const,
      message: 'm',
      path: '',
      line: i + 1,
      column: 1,
    })),
  ] as Parameters<typeof diagnosticLines>[0]['diagnostics'];

test('show and get never show a secret', { timeout: 60_000 + RUNS * 50 }, async () => {
  await fc.assert(
    fc.asyncProperty(cases, async ({ text, ...it }) => {
      const config = await loadConfig(tempHome({ 'config.yaml': text }), {}).catch((error: unknown) => error as Error);
      if (config instanceof Error) {
        expect(tells(config.message, it), config.message).toBe(false);
        return;
      }
      const section = Object.keys(config.raw)[1] ?? '';
      const got = [section, `${section}.box`].map((key) => getValue(config, key));
      const output = JSON.stringify([showConfig(config, { effective: true }), got]);
      expect(tells(output, it), text).toBe(false);
    }),
    { numRuns: RUNS },
  );
});
