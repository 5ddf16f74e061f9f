import { awk } from './awk.ts';
import { curl } from './curl.ts';
import { find } from './find.ts';
import { hermes } from './hermes.ts';
import { jq } from './jq.ts';
import { ps } from './ps.ts';
import { python } from './python.ts';
import { type Rule, table } from './rule.ts';
import { grep, ripgrep } from './search.ts';
import { sed } from './sed.ts';
import { builtinCommand, date, diff, echo, only, printf, seq, sleep, subcommand, test } from './small.ts';

/** `--check` prints lines of a file that are no sums, and opens files that it names. */
const SUMS = table('sum', 'btz', 'tag binary text zero', { looks: true });

/** Shown by programs that do nothing else then. `yarn`, `cargo` and `go` are not here: they run what the folder names. */
const VERSION = only('--version', '-V', '-v');

/**
 * Programs that only read, with the flags of which that holds. Whatever is not in here is asked about, and so is every
 * flag that is not: `-o` of sort, `-s` of date, `-R` of tree write or change something; `-f` of tail never ends.
 */
export const PROGRAMS: Readonly<Record<string, Rule>> = {
  // Files: names
  ls: table(
    'name',
    'aAbBcCdfFgGhHiI:klLmnNopqQrRsStT:uUvw:xXZ1',
    'all almost-all author block-size= classify? color? directory dereference full-time group-directories-first human-readable ignore= inode no-group numeric-uid-gid recursive reverse si size sort= time= time-style= width=',
    { bare: true },
  ),
  stat: table('name', 'c:fLt', 'format= printf= file-system dereference terse', { bare: true }),
  du: table(
    'name',
    'abchHkmsSxLPD0d:t:',
    'all apparent-size bytes count-links exclude= human-readable inodes max-depth= one-file-system si summarize threshold= total',
    { looks: true },
  ),
  df: table(
    'name',
    'aB:hHiklPTt:x:',
    'all block-size= human-readable inodes local output? portability print-type si total type= exclude-type=',
    { bare: true },
  ),
  tree: table(
    'name',
    'adfhspugDCnJiFL:I:P:',
    'dirsfirst noreport filelimit= prune gitignore du si matchdirs ignore-case sort=',
  ),
  basename: table('text', 'as:z', 'multiple suffix= zero', { bare: true }),
  dirname: table('text', 'z', 'zero', { bare: true }),
  realpath: table(
    'name',
    'emLPqsz',
    'canonicalize-existing canonicalize-missing relative-to= relative-base= no-symlinks',
    { bare: true },
  ),
  readlink: table('name', 'femnqsvz', 'canonicalize canonicalize-existing canonicalize-missing no-newline', {
    bare: true,
  }),
  find,
  test,
  '[': test,
  // Files: content
  cat: table(
    'show',
    'AbeEnstTuv',
    'show-all number-nonblank show-ends number squeeze-blank show-tabs show-nonprinting',
    { bare: true },
  ),
  head: table('show', 'c:n:qvz', 'bytes= lines= quiet silent verbose', { bare: true, digits: true }),
  tail: table('show', 'c:n:qvz', 'bytes= lines= quiet silent verbose', { digits: true }),
  tac: table('show', 'brs:', 'before regex separator=', { bare: true }),
  rev: table('show', '0', 'zero', { bare: true }),
  nl: table('show', 'b:d:f:h:i:l:n:ps:v:w:', 'body-numbering= number-format= number-width= starting-line-number=', {
    bare: true,
  }),
  od: table('show', 'A:abcdfj:lN:ost:vx', 'address-radix= format= read-bytes= skip-bytes='),
  hexdump: table('show', 'bcCdn:os:vx'),
  fold: table('show', 'bsw:', 'bytes spaces width=', { bare: true }),
  wc: table('count', 'cmlwL', 'bytes chars lines words max-line-length', { looks: true }),
  file: table('count', 'bihkLNnr0', 'brief mime mime-type mime-encoding dereference no-dereference no-pad'),
  grep,
  egrep: grep,
  fgrep: grep,
  rg: ripgrep,
  sort: table(
    'show',
    'bcCdfghiMmnRrsuVzk:t:',
    'check ignore-leading-blanks dictionary-order ignore-case field-separator= general-numeric-sort human-numeric-sort key= month-sort numeric-sort random-sort reverse stable unique version-sort zero-terminated',
  ),
  uniq: table(
    'show',
    'cdDuizf:s:w:',
    'count repeated unique ignore-case skip-fields= skip-chars= check-chars= zero-terminated',
    { most: 1 },
  ),
  cut: table(
    'show',
    'b:c:d:f:nsz',
    'bytes= characters= complement delimiter= fields= only-delimited output-delimiter=',
    { bare: true },
  ),
  tr: table('text', 'cCdst', 'complement delete squeeze-repeats truncate-set1', { most: 2 }),
  column: table(
    'show',
    'c:eH:JlN:no:R:s:tx',
    'columns= output-separator= separator= table table-columns= table-right= json',
  ),
  paste: table('show', 'd:sz', 'delimiters= serial zero-terminated', { bare: true }),
  comm: table('show', '123z', 'check-order nocheck-order output-delimiter= total zero-terminated', { most: 2 }),
  cmp: table('show', 'bi:ln:s', 'print-bytes verbose silent quiet bytes= ignore-initial=', { most: 2 }),
  diff,
  md5sum: SUMS,
  sha1sum: SUMS,
  sha224sum: SUMS,
  sha256sum: SUMS,
  sha384sum: SUMS,
  sha512sum: SUMS,
  b2sum: SUMS,
  cksum: table('sum', '', '', { looks: true }),
  jq,
  awk,
  gawk: awk,
  mawk: awk,
  sed,
  // Text
  echo,
  printf,
  true: echo,
  false: echo,
  seq,
  // The machine
  pwd: table('none', 'LP'),
  date,
  uname: table('none', 'asnrvmpio', 'all kernel-name kernel-release kernel-version machine nodename operating-system'),
  arch: table('none'),
  whoami: table('none'),
  groups: table('text'),
  id: table('text', 'augGnrzZ', 'user group groups name real zero'),
  hostname: table('none', 'AdfIis', 'all-ip-addresses fqdn short ip-address domain'),
  uptime: table('none', 'ps', 'pretty since'),
  who: table('none', 'abdHlmpqrsTtu', 'all boot heading count'),
  free: table('none', 'bkmghltw', 'bytes kibi mebi gibi kilo mega giga human lohi si total wide'),
  ps,
  pgrep: table('text', 'aflxcnou:', 'full list-full list-name exact count newest oldest', { most: 1 }),
  pidof: table('text', 'sx'),
  nproc: table('none', '', 'all ignore='),
  lscpu: table('none', 'aBbcJe?p?', 'all bytes json extended? parse?'),
  lsblk: table('none', 'abdfiJlmno:OpPrsSt', 'all bytes fs json list noheadings output= output-all paths tree'),
  lspci: table('none', 'kmntvD'),
  lsusb: table('none', 'tv'),
  lsmod: table('none'),
  locale: table('none', 'am'),
  getconf: table('text', 'a'),
  ss: table('none', '46aeHilmnoprstuwx', 'all listening numeric processes summary tcp udp no-header'),
  'nvidia-smi': table(
    'none',
    'Lqi:d:',
    'list-gpus query id= display= query-gpu= query-compute-apps= format= help-query-gpu',
  ),
  sleep,
  // Which program a name is
  which: table('text', 'as', 'all'),
  type: table('text', 'aftpP'),
  command: builtinCommand,
  // Programs with a language of their own
  curl,
  python3: python,
  python,
  hermes,
  'hermes-ops': hermes,
  git: VERSION,
  node: VERSION,
  'llama-server': only('--version', '--help', '-h'),
  'llama-cli': only('--version', '--help', '-h'),
  ollama: subcommand('list', 'ps', 'show', '--version', '-v'),
  pip: subcommand('list', 'show', '--version'),
  pip3: subcommand('list', 'show', '--version'),
  npm: VERSION,
  docker: VERSION,
  gcc: VERSION,
  'g++': VERSION,
  cmake: VERSION,
  make: VERSION,
  nvcc: VERSION,
  bash: only('--version'),
};
