import { describe, expect, test } from 'vitest';
import type { Question } from '../../src/approvals/approver.ts';
import { questionText } from '../../src/approvals/question-text.ts';
import type { Review } from '../../src/tools/tool.ts';

const ask = (detail: string, more: Partial<Review> = {}, summary = ''): Question => ({
  tool: 'terminal',
  summary,
  offers: ['once', 'deny'],
  review: { action: 'run a command', detail, reasons: ['why'], ...more },
});
const lines = (...given: Parameters<typeof ask>): string[] => questionText(ask(...given)).lines;

describe('attack 52: what is asked about is seen', () => {
  test('escape sequences and invisible characters are spelled', () => {
    const text = lines('rm x\x1b[2K\rls\u202e\u200b\x9b1A', { action: 'run\x1b[2J', reasons: ['a\nb\x07'] }).join('\n');
    expect(text).toContain('| rm x\\u{1b}[2K\\u{0d}ls\\u{202e}\\u{200b}\\u{9b}1A');
    expect(text).toContain('run\\u{1b}[2J');
    expect(text).toContain('because a b\\u{07}');
  });

  test('long runs of blanks and empty lines are counted', () => {
    const shown = lines(`ls${' '.repeat(500)}; rm x${'\n'.repeat(300)}rm y\u00a0z`);
    expect(shown).toContain('  | ls ⟨500 blanks⟩ ; rm x');
    expect(shown).toContain('  | ⟨299 empty lines⟩');
    expect(shown.at(-1)).toBe('  | rm y\\u{a0}z');
    expect(shown[0]).toBe('terminal: run a command, 301 lines below');
  });

  test('of ten thousand lines, the flagged one in the middle is shown, and the number', () => {
    const all = Array.from({ length: 10_000 }, (_none, at) => (at === 5_000 ? 'rm -rf src' : `echo ${at}`));
    const shown = lines(all.join('\n'));
    expect(shown[0]).toContain('10000 lines');
    expect(shown).toContain('  ! rm -rf src');
    expect(shown).toContain('  | echo 0');
    expect(shown).toContain('  | echo 9999');
    expect(shown.length).toBeLessThan(40);
    expect(
      shown
        .filter((line) => line.includes('rows not shown'))
        .map((line) => Number(/\d+/.exec(line)?.[0]))
        .reduce((a, b) => a + b),
    ).toBe(10_000 - 17);
  });

  test('lines that the classifier flagged are shown, and no others are marked', () => {
    const all = Array.from({ length: 100 }, (_none, at) => (at === 50 ? './evil' : `rm ${at}`));
    const shown = lines(all.join('\n'), { flagged: [51] });
    expect(shown).toContain('  ! ./evil');
    expect(shown).not.toContain('  | rm 40');
  });

  test('a long line takes rows, and a flagged one all of them', () => {
    const shown = lines(`echo ${'x'.repeat(8_000)}; rm -rf src`);
    expect(shown.filter((line) => line.includes('! ')).length).toBeGreaterThan(40);
    expect(shown.join('')).toContain('rm -rf src');
  });

  test('when too many are flagged it says how many are not shown', () => {
    const shown = lines(Array.from({ length: 1_000 }, (_none, at) => `rm ${at}`).join('\n'));
    expect(shown.length).toBeLessThan(110);
    expect(shown.at(-1)).toMatch(/924 rows are not shown: refuse it/);
  });

  test('whatever is left out is said, also where nothing was noticed', () => {
    const detail = Array.from({ length: 600 }, (_none, at) => `+line ${at}`).join('\n');
    const few = questionText(ask(detail));
    expect(few.hidden).toBe(584);
    expect(few.lines.at(-1)).toBe('  584 rows are not shown: refuse it unless you know what they hold');
    const all = questionText(ask(detail), true);
    expect(all.hidden).toBe(0);
    expect(all.lines).toContain('  | +line 300');
  });

  test.each([
    "+  require('child_process').execSync(x)",
    '+os.system(x)',
    '+subprocess.run(x)',
    '+shutil.rmtree(x)',
    '+await fetch(url)',
    '+s = socket.socket()',
    '+touch /tmp/x',
    '+mv a b',
  ])('code that does something is noticed in a long text: %j', (line) => {
    const detail = Array.from({ length: 600 }, (_none, at) => (at === 300 ? line : `+line ${at}`)).join('\n');
    expect(lines(detail, { flagged: [] })).toContain(`  ! ${line}`);
  });

  test('a summary that is not in the detail is shown', () =>
    expect(lines('--- a\n+++ b', {}, 'src/a.ts')).toContain('  src/a.ts'));
});
