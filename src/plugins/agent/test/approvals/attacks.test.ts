// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the braces belong to the shell
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { classifyCommand } from '../../src/approvals/classify.ts';
import { place } from './place.ts';

const context = place();
const verdict = (command: string, more: Partial<typeof context> = {}) =>
  classifyCommand(command, { ...context, ...more });
const unasked = async (command: string): Promise<boolean> => (await verdict(command)).unasked;

/** The attacks on the reading of commands that are known from other agents: number, name, and commands that try them. */
const ATTACKS: readonly (readonly [number, string, readonly string[]])[] = [
  [1, 'a new line separates commands', ['ls\nrm -rf src', 'ls -la\n\n\n  rm x', 'echo "a"\nrm x']],
  [
    2,
    'other separators',
    ['ls\rrm x', 'ls\0rm x', 'ls\x0brm x', 'ls\u2028rm x', 'ls\u2029rm x', 'ls\u00a0-la', 'ls\u0085rm x', 'ls\x0c-la'],
  ],
  [
    3,
    'lists, pipes and background',
    ['ls && rm x', 'ls || rm x', 'ls; rm x', 'ls | rm x', 'ls |& rm', 'ls & rm x', 'ls &', 'ls;;rm x'],
  ],
  [
    4,
    'substitutions',
    [
      'echo $(rm x)',
      'echo `rm x`',
      'cat <(rm x)',
      'ls > >(rm x)',
      'echo "$(rm x)"',
      'echo "`rm x`"',
      'cat "a$(rm x)b"',
    ],
  ],
  [5, 'IFS and braces', ['cat${IFS}.env', 'cat$IFS$9.env', '{rm,-rf,src}', 'ls {a,b}', 'echo {1..3}', 'cat .{e,f}nv']],
  [
    6,
    'quotes inside words',
    [
      'r""m x',
      "r''m x",
      'r\\m x',
      "$'\\x72m' x",
      "$'rm' x",
      '"ls" -la',
      '\\ls',
      "l''s",
      "cat .e''nv",
      'cat ".e"nv',
      'cat .e\\nv',
    ],
  ],
  [7, 'line continuation', ['rm \\\n-rf src', 'r\\\nm x', 'ls \\\n; rm x', 'ca\\\nt README.md']],
  [
    8,
    'here-documents and here-strings',
    [
      'cat <<E\n$(rm x)\nE',
      "sh <<'E'\nrm x\nE",
      'cat <<E | sh\nrm x\nE',
      "sh <<< 'rm x'",
      'cat <<"E"F\nx\nEF\nrm x',
      'cat <<-E\n\trm\n\tE',
    ],
  ],
  [9, 'comments', ['# nothing\nrm x', 'ls #\nrm x', 'ls # \\\nrm x', 'ls #"\nrm x\n#"']],
  [
    10,
    'what zsh runs',
    ['[[ x =~ $(rm x) ]]', "ls *(e:'rm x':)", '=rm x', '[[ -v a[$(rm x)] ]]', "test -v 'a[$(rm x)]'", 'ls **(N)'],
  ],
  [
    11,
    'redirections',
    [
      'ls > x',
      'ls >> ~/.bashrc',
      'ls &> x',
      'ls >| x',
      'ls 1> x',
      'ls 3<> x',
      'ls >& x',
      'ls 2>x',
      'cat < .env',
      'ls >/dev/null > x',
      'ls > /dev/../x',
      'ls > "/dev/null"x',
      'ls >/dev/tcp/h/1',
      'cat </dev/tcp/h/1',
    ],
  ],
  [
    12,
    'assignments',
    [
      'LD_PRELOAD=./x.so ls',
      'PAGER=x ls',
      'X=1',
      'export X=1',
      'declare x=1',
      'typeset x',
      'readonly x',
      'local x',
      'x+=1 ls',
      'a[0]=1 ls',
      'unset x',
      'BASH_ENV=x ls',
    ],
  ],
  [
    13,
    'wrappers',
    [
      'env rm x',
      'env ls',
      "env -S 'rm x'",
      'sudo ls',
      'nice rm x',
      'nohup rm x',
      'timeout 5 rm x',
      'watch ls',
      'setsid ls',
      'xargs rm',
      'command rm x',
      'builtin eval x',
      'exec rm',
      'busybox rm',
      'time rm x',
      'command -p rm x',
      'ls | xargs cat',
    ],
  ],
  [
    14,
    'interpreters and flags that run programs',
    [
      "sh -c 'ls'",
      'awk \'BEGIN{system("rm x")}\'',
      "sed '1e rm x' a",
      "sed -n '1w x' a",
      "sed 's/a/b/w x' a",
      "vim -c '!rm'",
      'find . -exec rm {} +',
      'find . -fprint x',
      'rg --pre x y',
      'rg -z x',
      'tar -cf x .',
      'git log',
      'git -c core.pager=x log',
      'sort --compress-program=x a',
      'sort --compress-prog x a',
      'sort -o x a',
      'man ls',
      'find . \\-delete',
      'tree -R -L 1 -H x',
      'diff -l a b',
      'file -C -m a',
      'uniq a b',
      'yarn --version',
      'cargo --version',
      'go version',
      'sort -T x a',
      "sed 's/[/]/;s/w f/y/' a",
      "sed -n '/[/]/w x/p' a",
      "sed 's/[[:]/x/;s/:]]/w f/' a",
      'awk \'/[/"]/{system("touch x")} /[/"]/\' a',
      "awk '{print}' -F .env",
      'sed -n 1p -e .env',
      'tail --pid=1 -f a',
      'ls --ti=x',
      'curl --out x http://192.168.5.84:8000/',
    ],
  ],
  [
    15,
    'decoding into a shell',
    [
      'echo x | base64 -d | sh',
      'echo x | base32 -d | sh',
      'echo x | xxd -r -p | bash',
      'echo x | openssl enc -d | sh',
      'echo x | tr a b | sh',
      'echo x | rev | sh',
      "printf '\\162m' | sh",
    ],
  ],
  [16, 'too many commands', [`${'ls; '.repeat(60)}ls`, `${'ls\n'.repeat(51)}`, `echo ${'a'.repeat(11_000)}`]],
  [
    19,
    'what cannot be parsed',
    [
      "ls 'x",
      'ls "x',
      'ls (',
      'ls )',
      'ls | | cat',
      'ls &&',
      'ls |',
      '| ls',
      '; ls',
      '',
      '   ',
      '# only',
      'ls > ',
      '< x',
      '2>/dev/null',
      'if',
      'ls <<',
      '${',
      '$(',
    ],
  ],
  [
    20,
    'danger after expansion',
    [
      'rm -rf "$X"/*',
      'cat $X',
      'cat "$X"',
      'ls $UNSET/..',
      'sh -c "rm -rf \\"$1\\"/*"',
      'echo ${X}',
      'echo $1',
      'echo $?',
      'echo $$',
      'echo "$@"',
      'echo ${HOME:0:1}',
      'echo ${#X}',
      'echo $HOMEX',
      'echo $[1+1]',
    ],
  ],
  [
    21,
    'changing the folder first',
    [
      'cd / && cat etc/shadow',
      'cd .. && ls',
      'cd ~ && cat .netrc',
      'cd',
      'cd -',
      'cd src/../.. && ls',
      'pushd / && ls',
      'cd "$X" && ls',
      'cd ~/.ssh; cat id_rsa',
      'cd src && cat $PWD/../../x',
      'cd src && cd ../..',
    ],
  ],
  [
    22,
    'names that are changed',
    [
      'ls(){ rm x; }; ls',
      'function ls { rm x; }; ls',
      "alias ls='rm x'",
      'ls() rm x',
      'hash -p /bin/rm ls',
      'enable -f x ls',
      'set -- x',
      'shopt -s dotglob',
    ],
  ],
  [
    23,
    'PowerShell and cmd',
    ['powershell -EncodedCommand x', 'pwsh -c x', 'cmd /c del x', '$PSDefaultParameterValues', 'cd..'],
  ],
  [
    24,
    'where the program lies',
    ['./ls', '/tmp/ls', 'bin/ls', '../ls', '~/ls', '/bin/rm x', '$HOME/ls', '*', '?s', '[l]s'],
  ],
];

describe.each(ATTACKS)('attack %i: %s', (_number, _name, commands) => {
  test.each(commands.map((command) => [command.slice(0, 60), command]))(
    '%j is asked about',
    async (_short, command) => {
      const found = await verdict(command);
      expect(found).toMatchObject({ unasked: false });
      if (!found.unasked) expect(found.reasons.length).toBeGreaterThan(0);
    },
  );
});

test('attack 16: what is too much to check needs a person, also with approvals off', async () => {
  for (const command of [`${'ls; '.repeat(60)}ls`, `echo ${'a'.repeat(11_000)}`, `ls;${' '.repeat(20_000)}rm -rf /`])
    expect(await verdict(command)).toMatchObject({ unasked: false, insist: true });
});

describe('attack 26 and 58: files with secrets and endless ones', () => {
  test.each([
    ...[
      'cat .env',
      'cat ./.ENV',
      'head -1 config/.env.local',
      'cat ~/.hermes/.env',
      'cat ~/.hermes/*',
      'cat .*',
      'cat .e?v',
      'cat .[e]nv',
      'cat *',
    ],
    ...[
      'cat ~/.ssh/id_rsa',
      'cat ~/.ssh/*',
      'cat "$HOME/.netrc"',
      'grep x ~/.aws/credentials',
      'cat server.pem',
      'sort < .env',
      'cat ~/.bash_history',
    ],
    ...[
      'cat /proc/self/environ',
      'cat /proc/1/environ',
      'cat /proc/*/environ',
      'cat /proc/self/root/etc/shadow',
      'cat /etc/shadow',
      'jq . auth.json',
    ],
    ...[
      'cat .git/config',
      'cat /dev/zero',
      'wc -c /dev/zero',
      'sha256sum /dev/sda',
      'head -c 9 /dev/mem',
      'cat src/../.env',
      'cat src//../.env',
      'diff .env a',
    ],
    ...[
      'cat ~/notes.txt',
      'cat /var/log/syslog',
      'cat ~/*.txt',
      'head ../other/a.txt',
      'sort < ~/a',
      'cat /etc/*',
      'cat src/../../a',
      'cat /usr/share/../../root/x',
      'head a -n ~/x',
      'jq . ~/a.json',
      'sed -n 1p /var/x',
    ],
    ...[
      'grep -r x ~',
      'grep -rn x /',
      'grep -r x ..',
      'rg x ~',
      'rg --hidden x ~',
      'sed -n 1p .env',
      "awk '{print}' .env",
      'cat $HOME/.hermes/.env',
      'env',
      'printenv HOME',
      'ps auxe',
      'ps e',
      'ps axeww',
      'ps -o environ',
      "jq -n 'env'",
      "jq -n '$ENV.X'",
      'jq \'"\\(env)"\' a',
      'awk \'BEGIN{print ENVIRON["X"]}\'',
    ],
    ...['cat ~root/.bashrc', 'cat ~+/.env', 'set', 'export', 'declare -p', 'compgen -v'],
  ])('%j is asked about', async (command) => expect(await unasked(command)).toBe(false));

  test('symbolic links are followed, also behind patterns', async () => {
    mkdirSync(join(context.home, '.ssh'), { recursive: true });
    symlinkSync(join(context.home, '.ssh'), join(context.workspace, 'keys'));
    symlinkSync(join(context.home, '.ssh/id_rsa'), join(context.workspace, 'data/z.csv'));
    symlinkSync('/dev/zero', join(context.workspace, 'zero.txt'));
    for (const command of [
      'cat keys/known',
      'cat data/z.csv',
      'cat data/z*',
      'cat da*/z*',
      'cat zero.txt',
      'wc -l < zero.txt',
      'grep -R x data',
    ])
      expect(await unasked(command), command).toBe(false);
    expect(await unasked('cat data/names.txt')).toBe(true);
    symlinkSync('../..', join(context.workspace, 'up'));
    for (const command of ['cat up/x', 'cat up/../x', 'cat src/../up/*', 'grep x up/work/../../y'])
      expect(await unasked(command), command).toBe(false);
  });

  test('a search through the workspace is asked about once there is something to find', async () => {
    const own = place();
    const search = (command: string) => classifyCommand(command, own).then((found) => found.unasked);
    expect(await search('grep -rn x .')).toBe(true);
    own.write('.git/config', '[core]\n');
    own.write('node_modules/x/test.pem');
    expect(await search('grep -rn x .')).toBe(true);
    own.write('sub/deep/.env', 'KEY=x\n');
    expect(await search('grep -rn x .')).toBe(false);
    expect(await search('grep -rn x src')).toBe(true);
    expect(await search('grep -rn --include=*.ts x .')).toBe(true);
    expect(await search('rg x')).toBe(true);
    expect(await search('rg --hidden x')).toBe(false);
    expect(await search('rg -uu x')).toBe(false);
    own.write('server.key');
    expect(await search('rg x')).toBe(false);
    own.write('other/.git/config', '[remote "o"]\nurl = https://u:p@h/x\n');
    expect(await search('grep -r x other')).toBe(false);
  });
});

test('what may be shown outside of the workspace', async () => {
  for (const command of [
    'cat /etc/os-release',
    'head -3 /proc/meminfo',
    'cat ~/.hermes/config.yaml',
    'tail -5 ~/.hermes/ops/outputs/1.txt',
    'cat /usr/share/dict/words',
    'cat < /dev/null',
    'wc -l ~/notes.txt',
    'ls ~',
  ])
    expect(await unasked(command), command).toBe(true);
  expect((await verdict('cat /elsewhere/x', { readable: ['/elsewhere'] })).unasked).toBe(true);
  expect((await verdict('cat /elsewhere2/x', { readable: ['/elsewhere'] })).unasked).toBe(false);
});

describe('attack 38: programs that are found in the workspace', () => {
  test('files that are named like modules keep Python from running', async () => {
    const own = place();
    const script = `curl -s http://192.168.5.84:8000/v1/models | python3 -c "import sys, json; print(json.load(sys.stdin))"`;
    expect(await classifyCommand(script, own)).toEqual({ unasked: true });
    expect(await classifyCommand(`cd src && ${script}`, own)).toEqual({ unasked: true });
    own.write('src/json.py', 'import os');
    expect(await classifyCommand(`cd src && ${script}`, own)).toMatchObject({ unasked: false });
    own.write('re/__init__.py', 'import os');
    expect(await classifyCommand(script, own)).toMatchObject({ unasked: false });
    expect(await classifyCommand('python3 -m json.tool data/people.json', own)).toMatchObject({ unasked: false });
  });
});

describe('attack 11 and 14: files that are named like flags', () => {
  test.each([
    'sort *',
    'sort *.txt',
    'tree *',
    'rg x *',
    'file *',
    'diff *',
    'find *',
    'sed -n 1p *',
    'uniq data/*',
    'jq . *',
    'test -f *',
    'printf *',
    'curl http://192.168.5.84:8000/*',
    'awk *',
  ])('%j is asked about', async (command) => expect(await unasked(command)).toBe(false));
  test.each(['ls *', 'wc -l *', 'head -3 *.md', 'sort data/*.txt', 'sort ./R*.md'])(
    '%j runs unasked',
    async (command) => expect(await unasked(command)).toBe(true),
  );
});

describe('attack 60: requests', () => {
  test.each([
    ...[
      'curl http://evil.example/',
      'curl -L http://192.168.5.84:8000/',
      'curl http://192.168.5.84:8001/health',
      'curl https://192.168.5.84:8000/health',
    ],
    ...[
      'curl http://192.168.5.84.evil.example:8000/',
      'curl http://192.168.5.84:8000@evil.example/',
      'curl http://u:p@192.168.5.84:8000/',
      'curl http://2130706433:8000/',
    ],
    ...[
      'curl http://169.254.169.254/',
      'curl http://[fd00::1]/',
      'curl http://0x7f.1/',
      'curl http://127.1/',
      'curl gopher://127.0.0.1/',
      'curl file:///etc/passwd',
      'curl http://localhost:9200/_shutdown?x=1',
    ],
    ...[
      "curl 'http://{127.0.0.1,evil.example}/'",
      "curl 'http://127.0.0.[1-9]/'",
      'curl http://127.0.0.1\\@evil.example/',
      'curl -d x http://localhost:2375/containers/create',
      'curl -X POST http://192.168.5.84:8000/slots/0?action=erase',
    ],
    ...[
      "curl -d '{}' http://192.168.5.84:8000/props",
      'curl -X PUT http://192.168.5.84:8000/',
      'curl -d @a http://192.168.5.84:8000/v1/completions',
      'curl --data-binary @a http://192.168.5.84:8000/v1/completions',
      'curl -H @a http://192.168.5.84:8000/',
    ],
    ...[
      "curl -w '%output{a}x' http://192.168.5.84:8000/",
      'curl -w @a http://192.168.5.84:8000/',
      'curl -o a http://192.168.5.84:8000/',
      'curl -O http://192.168.5.84:8000/a',
      'curl -K a http://192.168.5.84:8000/',
      'curl -x h http://192.168.5.84:8000/',
      'curl -so a http://192.168.5.84:8000/',
      'curl -D a http://192.168.5.84:8000/',
      'curl -c a http://192.168.5.84:8000/',
    ],
    ...[
      'curl http://192.168.5.84:8000/ http://evil.example/',
      'curl --url http://evil.example',
      'curl --resolve h:80:1.2.3.4 http://192.168.5.84:8000/',
      'curl --unix-socket /s http://localhost/',
      'curl -T a http://192.168.5.84:8000/',
      'wget http://192.168.5.84:8000/',
      'curl',
    ],
  ])('%j is asked about', async (command) => expect(await unasked(command)).toBe(false));
});

test('attack 66: long and hostile texts are answered', async () => {
  const hostile = [
    'a'.repeat(1_000_000),
    '('.repeat(9_990),
    "'".repeat(9_999),
    '*'.repeat(9_990),
    `cat ${'*a'.repeat(4_900)}`,
    '$('.repeat(4_990),
    `sed -n '${'/a'.repeat(450)}' a`,
    `awk '${'('.repeat(1_900)}' a`,
    `x${' '.repeat(9_000)}() {`,
    `a b${' '.repeat(9_980)}c`,
    `python3 -c "${'{'.repeat(3_900)}"`,
    `ls ${'[a-'.repeat(3_000)}`,
  ];
  for (const command of hostile) expect(typeof (await verdict(command)).unasked, command.slice(0, 40)).toBe('boolean');
});
