// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the braces belong to the shell
import { describe, expect, test } from 'vitest';
import { classifyCommand } from '../../src/approvals/classify.ts';

const context = { cwd: '/home/ana/code/app', workspace: '/home/ana/code/app', home: '/home/ana' };
const refusal = async (command: string, deny: string[] = []): Promise<string | undefined> => {
  const found = await classifyCommand(command, { ...context, deny });
  return found.unasked ? undefined : found.refuse;
};

test('a danger behind a word that grows beyond any bound is found', async () => {
  const doubled = `a=${'x'.repeat(2_000)}; ${'a="$a$a"; '.repeat(20)}`;
  for (const rest of ['bash -c ": $a; rm -rf /"', 'eval ": $a; rm -rf ~"', 'rm -rf "$a$a" /'])
    expect([rest, await refusal(doubled + rest)]).toEqual([rest, expect.stringContaining('removes')]);
});

describe('never carried out', () => {
  test.each([
    ...[
      'rm -rf /',
      'rm -fr /',
      'rm -r -f /*',
      'rm --recursive --force /',
      'rm --rec /',
      '/bin/rm -rf /',
      'sudo -n rm -rf /',
      'sudo -u root -- rm -rf /usr',
      'rm -rf ~',
      'rm -rf ~/',
      'rm -rf "$HOME"',
      'rm -rf $HOME/*',
      'rm -rf ~/.',
      'rm -rf /home/ana',
      'rm -rf /home/bob',
      'rm -rf /mnt/disk',
    ],
    ...[
      'rm -rf ..',
      'rm -rf ../*',
      'rm -rf ../../',
      'cd .. && rm -rf *',
      'cd / && rm -rf *',
      'cd /; rm -rf ./*',
      'rm -rf /home/ana/code',
      'rm -rf src / ',
      'rm -rf --no-preserve-root /tmp/x',
      'rm -Rf /etc/',
    ],
    ...[
      'r""m -rf /',
      'r\\m -rf /',
      "$'\\x72\\x6d' -rf /",
      'rm${IFS}-rf${IFS}/',
      '{rm,-rf,/}',
      'X=rm; $X -rf /',
      'A=/; rm -rf "$A"',
      'rm -rf "$UNSET"/*',
      'rm -rf $UNSET/',
      'rm -rf "${UNSET}"/*',
      'for d in / ; do rm -rf $d; done',
    ],
    ...[
      "sh -c 'rm -rf /'",
      'bash -lc "rm -rf ~"',
      'sh -c "rm -rf \\"$1\\"/*"',
      "eval 'rm -rf /'",
      "env -S 'rm -rf /'",
      'env X=1 rm -rf /',
      'echo / | xargs rm -rf /',
      'nohup nice -n 5 rm -rf /',
      'timeout 5 rm -rf /',
      'find . -exec rm -rf / \\;',
      'busybox rm -rf /',
      'bash -c "sh -c \'rm -rf /\'"',
      "watch 'rm -rf /'",
    ],
    ...[
      'echo $(rm -rf /)',
      'echo `rm -rf /`',
      'cat <(rm -rf /)',
      '(rm -rf /)',
      '{ rm -rf /; }',
      'if true; then rm -rf /; fi',
      'f() { rm -rf /; }; f',
      'ls && rm -rf /',
      'ls\nrm -rf /',
      'true || rm -rf / &',
      '! rm -rf /',
      "sh <<'E'\nrm -rf /\nE",
      "sh <<< 'rm -rf /'",
      "trap 'rm -rf /' EXIT",
      '# x\nrm -rf /',
      'rm -rf / (',
      `${'ls; '.repeat(60)}rm -rf /`,
    ],
    ...[
      'find / -delete',
      'find ~ -type f -delete',
      'find / -exec rm -rf {} +',
      'chmod -R 777 /',
      'chown -R ana ~',
      'mv ~ /tmp',
      'mv /usr /x',
      'mkfs.ext4 /dev/sda1',
      'mkfs x',
      'dd if=/dev/zero of=/dev/sda',
      'dd of=/dev/nvme0n1 if=x',
      'echo x > /dev/sda',
      'cat x >/dev/nvme0n1',
      '(echo x) > /dev/sda',
      'shred /dev/sda',
      'wipefs -a /dev/sda',
      'cp x /dev/sda',
      'x | tee /dev/sda',
      'echo b > /proc/sysrq-trigger',
    ],
    ...[
      ':(){ :|:& };:',
      ':() { : | : & } ; :',
      'bomb(){ bomb|bomb& };bomb',
      'shutdown -h now',
      'sudo reboot',
      'systemctl poweroff',
      'init 0',
      'poweroff',
      'kill -9 -1',
    ],
  ])('%j', async (command) => expect(await refusal(command)).toBeTypeOf('string'));
});

describe('asked about, not refused', () => {
  test.each([
    ...[
      'rm -rf build',
      'rm -rf ./src',
      'rm -rf /home/ana/code/app/dist',
      'rm -rf node_modules',
      'rm README.md',
      'rm -rf /tmp/x',
      'rm -rf ~/code/app/x',
      'rm -rf "${DIR:?}"/*',
      'rm -rf ${DIR:-build}',
      'rm -rf /home/ana/code/other',
    ],
    ...[
      "find . -name '*.pyc' -delete",
      "find ~ -name '*.bak' -delete",
      'chmod -R u+w src',
      'dd if=a of=b',
      'echo x > /dev/null',
      'fdisk -l /dev/sda',
      'cp /dev/sda1 x',
      'shutdown -c',
      'systemctl status x',
      'kill -9 1234',
      'git commit -m "rm -rf /"',
      "echo 'rm -rf /'",
      'grep "rm -rf /" README.md > x',
    ],
  ])('%j', async (command) => {
    const found = await classifyCommand(command, context);
    if (!found.unasked) expect(found).not.toHaveProperty('refuse');
  });
});

describe('attack 17 and 65: approvals.deny', () => {
  const deny = ['git push --force*', 'npm publish', '*DROP TABLE*', 'terraform *destroy*'];
  test.each([
    ...[
      'git push --force',
      'git  push\t--force origin',
      'ls; git push --force',
      'sudo git push --force',
      'g""it push --force',
      'GIT_SSH=x git push --force',
      '/usr/bin/git push --force',
      'sh -c "git push --force"',
      'npm publish',
      'ls && npm publish',
      'echo $(npm publish)',
    ],
    ...[
      'psql -c "DROP TABLE x"',
      'terraform -chdir=x destroy -auto-approve',
      'X=push; git $X --force',
      "git push '--force'",
      'timeout 9 npm publish',
      `${'ls\n'.repeat(70)}npm publish`,
    ],
  ])('%j is refused', async (command) => expect(await refusal(command, deny)).toContain('approvals.deny'));
  test.each(['git push', 'npm publish --dry-run', 'echo git push --force', 'ls'])('%j is not', async (command) =>
    expect(await refusal(command, deny)).toBeUndefined(),
  );
  test('a pattern of many stars is answered', async () =>
    expect(await refusal(`echo ${'a'.repeat(5_000)}`, [`${'*a'.repeat(200)}*b`])).toBeUndefined());
});
