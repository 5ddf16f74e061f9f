import { resolve } from 'node:path';
import { isInside } from '../tools/shell/environment.ts';
import { matchesText } from './shell/glob.ts';
import { type Inner, nameOf } from './shell/inner.ts';

export interface RefusalContext {
  home: string;
  workspace: string;
  /** `approvals.deny` of the config. */
  deny: readonly string[];
}

/** Folders whose loss takes the system or everybody's files with it. Folders directly below the last four count too. */
const ROOTS =
  '/ /bin /boot /dev /etc /lib /lib32 /lib64 /opt /proc /root /sbin /srv /sys /usr /usr/bin /usr/lib /usr/lib64 /usr/local /usr/sbin /usr/share /var /var/lib /var/spool /run /home /Users /mnt /media'.split(
    ' ',
  );
const PARENTS = ['/home', '/Users', '/mnt', '/media'];
const DEVICE = /^\/dev\/(?:sd|hd|vd|xvd|nvme|mmcblk|disk|mapper\/|md|dm-|loop|rdisk|mem|kmem)/;
const FORK_BOMB = /([\w:.]{1,40})\s*\(\s*\)\s*\{[^{}]{0,200}\1\s*\|\s*\1\s*&[^{}]{0,200}\}/;

/**
 * Why a command never runs, even with approvals switched off. A short list of what nobody gets over: removing or giving
 * away the system's or the user's files, writing over disks, fork bombs, switching the machine off, and what
 * `approvals.deny` names. No protection against somebody who hides what a command does: what a program prints, reads
 * from files or gets through a pipe (`find ~ | xargs rm -rf`), other languages, other programs that delete, and other
 * machines are not looked at.
 */
export function whyRefused(command: string, inner: readonly Inner[], context: RefusalContext): string | undefined {
  const denied = deniedBy(command, inner, context.deny);
  if (denied !== undefined) return `\`approvals.deny\` has \`${denied}\``;
  if (FORK_BOMB.test(command)) return 'it starts itself without end (a fork bomb)';
  for (const one of inner) {
    const why = refusedCommand(one, context);
    if (why) return why;
  }
  return undefined;
}

function deniedBy(command: string, inner: readonly Inner[], deny: readonly string[]): string | undefined {
  if (deny.length === 0) return undefined;
  const texts = new Set([oneSpace(command)]);
  for (const { words } of inner) {
    texts.add(oneSpace(words.join(' ')));
    texts.add(oneSpace([nameOf(words), ...words.slice(1)].join(' ')));
  }
  return deny.find((pattern) => [...texts].some((text) => matchesText(text, oneSpace(pattern))));
}

const oneSpace = (text: string): string => text.trim().replace(/\s+/g, ' ');

function refusedCommand({ words, writes, cwd }: Inner, context: RefusalContext): string | undefined {
  const name = nameOf(words);
  const args = words.slice(1);
  const flags = args.filter((arg) => arg.startsWith('-'));
  const operands = args.filter((arg) => !arg.startsWith('-'));
  const device = writes.find((file) => DEVICE.test(file));
  if (device) return `it writes over the device ${device}`;
  if (writes.includes('/proc/sysrq-trigger')) return 'it stops the machine';
  const root = operands.find((operand) => isRoot(operand, cwd, context));
  const recursive = flags.some((flag) => /^-[a-zA-Z]*[rR]/.test(flag) || /^--rec/.test(flag));
  // The folder of the session, by its name; what is in it may be made again.
  const gone =
    root ?? operands.find((operand) => !operand.includes('*') && resolve(cwd, operand) === context.workspace);
  switch (name) {
    case 'rm':
      if (flags.some((flag) => flag.startsWith('--no-preserve-r'))) return 'rm with --no-preserve-root';
      return recursive && gone !== undefined ? `it removes \`${shown(gone)}\` with everything below` : undefined;
    case 'chmod':
    case 'chown':
    case 'chgrp':
      return recursive && root !== undefined
        ? `it changes who may use \`${shown(root)}\` and everything below`
        : undefined;
    case 'mv':
      return operands.slice(0, -1).some((operand) => isRoot(operand, cwd, context))
        ? 'it moves a folder away that everything needs'
        : undefined;
    case 'find':
      return refusedFind(args, root);
    case 'dd':
      return args.some((arg) => arg.startsWith('of=') && DEVICE.test(arg.slice(3)))
        ? 'dd writes over a device'
        : undefined;
    case 'shutdown':
    case 'reboot':
    case 'halt':
    case 'poweroff':
      return flags.some((flag) => /^(?:--help|--version|-c)$/.test(flag)) ? undefined : 'it switches the machine off';
    case 'init':
    case 'telinit':
      return /^[06]$/.test(operands[0] ?? '') ? 'it switches the machine off' : undefined;
    case 'systemctl':
      return /^(?:poweroff|reboot|halt|kexec|rescue|emergency|suspend|hibernate)$/.test(operands[0] ?? '')
        ? 'it switches the machine off'
        : undefined;
    case 'kill':
      return args.length > 1 && args.at(-1) === '-1' ? 'it ends every process' : undefined;
  }
  if (
    /^(?:mkfs(?:\..*)?|mke2fs|mkswap|wipefs|blkdiscard|shred|sgdisk|sfdisk|fdisk|parted|cryptsetup|hdparm|tee|cp|truncate)$/.test(
      name,
    )
  ) {
    const target = operands.find((operand) => DEVICE.test(operand));
    const writesIt = name !== 'cp' || DEVICE.test(operands.at(-1) ?? '');
    const looks = flags.some((flag) => /^(?:-l|--list|--help|--version|-I|-p|--print)$/.test(flag));
    if (target && writesIt && !looks) return `it writes over the device ${target}`;
  }
  return /^mkfs(?:\.|$)/.test(name) && operands.length > 0 ? 'it makes a new file system' : undefined;
}

function refusedFind(args: readonly string[], root: string | undefined): string | undefined {
  const removes =
    args.includes('-delete') ||
    args.some((arg, at) => /^-(?:exec|ok)(?:dir)?$/.test(arg) && /(?:^|\/)(?:rm|shred)$/.test(args[at + 1] ?? ''));
  const chooses = args.some((arg) =>
    /^-(?:i?name|i?path|i?regex|size|[acm](?:time|min)|newer.*|empty|user|samefile|inum)$/.test(arg),
  );
  return removes && !chooses && root !== undefined ? `it removes everything below \`${shown(root)}\`` : undefined;
}

/** Whether a target is one of the roots, or everything in one: `/`, `/*`, `~/.`, `../*` above the workspace. */
function isRoot(target: string, cwd: string, { home, workspace }: RefusalContext): boolean {
  if (target === '') return false;
  const folder = target.replace(/(?:\/(?:\.?\*+|\.\??\*|\.))+$/, '/').replace(/^(?:\.?\*+)$/, '.');
  const path = resolve(cwd, folder === '' ? '/' : folder);
  if (ROOTS.includes(path) || path === home || (path !== workspace && isInside(workspace, path))) return true;
  return PARENTS.some((parent) => isInside(path, parent) && path.split('/').length === 3);
}

const shown = (target: string): string => (target.length > 60 ? `${target.slice(0, 60)}…` : target);
