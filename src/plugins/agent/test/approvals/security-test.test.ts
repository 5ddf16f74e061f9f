import { linkSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { classifyCommand } from '../../src/approvals/classify.ts';
import { whyNotAwk } from '../../src/approvals/programs/awk.ts';
import { isSecret } from '../../src/approvals/secrets.ts';
import { place, type TestPlace } from './place.ts';

/** What an independent tester found; the numbers are those of the report. */
const context = place();
context.write('.env', 'KEY=x\n');
const unasked = async (command: string, where: TestPlace = context): Promise<boolean> =>
  (await classifyCommand(command, where)).unasked;
const refused = async (command: string): Promise<boolean> => {
  const found = await classifyCommand(command, context);
  return !found.unasked && found.refuse !== undefined;
};

const asked = (commands: readonly string[]) =>
  test.each(commands)('%j is asked about', async (command) => expect(await unasked(command)).toBe(false));
const free = (commands: readonly string[]) =>
  test.each(commands)('%j runs unasked', async (command) => expect(await unasked(command)).toBe(true));

describe('1 and 2: awk', () => {
  test.each([
    'BEGIN{ if (0) n=1; else /x"/; print "touch pwned" | "sh"; if (0) n=1; else /"x/ }',
    'BEGIN{ if (1) /x"/; print "id" | "sh"; if (1) /"x/ }',
    'BEGIN{for(print "hello" > "pwn3"; n<0; n=n+1) n=n}',
    'BEGIN{ n++ /x"/; print "id" | "sh"; n++ /"x/ }',
    'BEGIN{ $1 /x"/ }',
    'BEGIN{ print length /x"/ ; print "id" | "sh"; length /"x/ }',
    '/"/{print}',
    'BEGIN{ if (print "x" > "y") n=1 }',
    'BEGIN{ for (k in a) print k > "x" }',
    'BEGIN{ for (;;) n=n }',
    '{ if ((print 1) > "x") n=1 }',
    '{ n = $1 > "x" }',
    '{ print (1) > "x" }',
    '{ print $1 }# /"\n{ print > "x" }',
    'BEGIN{ printf "%999999999d", 1 }',
    'BEGIN{ printf "%*d", 999999999, 1 }',
    '{ return /x/ }',
  ])('%j is not understood as harmless', (script) => expect(whyNotAwk(script)).toBeTypeOf('string'));
  test.each(['{s+=$1; n++} END {print s/n}', '$3/2 > 1', '{print a[1]/NR}', 'NF > 3 && !/^#/'])('%j is', (script) =>
    expect(whyNotAwk(script)).toBeUndefined(),
  );
});

describe('3: grep with --include', () => {
  asked([
    "grep -rh '' --include='*' .",
    "grep -rh '' --include='*env' .",
    "grep -rh '' --include='[.]env' .",
    "grep -rh '' --include='\\.env' .",
    "grep -rh '' --include='[[:punct:]]env' .",
    "grep -rh '' --include='*.env' .",
    "grep -rh '' --include=.env .",
    "grep -rh '' --exclude=zzz --include=README.md .",
    "grep -rh '' --include=README.md --exclude=zzz .",
  ]);
  free(["grep -rn x --include='*.ts' .", 'grep -rn x --include=README.md .']);
});

describe('4: ps', () => {
  asked([
    ...[
      'ps -auxe',
      'ps -aue',
      'ps -ef e',
      'ps auxe',
      'ps -eo nothing',
      'ps -e -f -o pid',
      'ps -e -u nobody9',
      'ps -ae -p 0',
    ],
    ...[
      'ps -e --sort=nothing',
      'ps -auxeww',
      'ps -E',
      'ps axo environ',
      'ps -o pid,environ',
      'ps -e -C x',
      'ps -efo pid',
    ],
  ]);
  free([
    ...[
      'ps',
      'ps aux',
      'ps auxww',
      'ps -ef',
      'ps -e',
      'ps -p 1',
      'ps -fp 1,2',
      'ps -o pid,comm',
      'ps -eo pid,rss,comm --sort=-rss',
    ],
    ...['ps axo pid,comm', 'ps -C llama-server -o pid,args', 'ps -ef --forest', 'ps u 1'],
  ]);
});

describe('5, 6: hermes and jq', () => {
  asked(['hermes config validate .env', 'hermes config validate ~/.ssh/id_rsa', 'jq --raw-input . -- --arg .env x']);
  free(['hermes config validate', 'jq . package.json']);
});

describe('7: links and submodules in a search', () => {
  test('a link is one whatever it is called', async () => {
    const own = place();
    mkdirSync(join(own.home, 'elsewhere'));
    symlinkSync(join(own.home, 'elsewhere'), join(own.workspace, 'src/node_modules'));
    symlinkSync(join(own.home, 'elsewhere'), join(own.workspace, 'docs/.git'));
    for (const command of ['grep -R x src', 'diff -r src docs', 'grep -R x docs'])
      expect(await unasked(command, own), command).toBe(false);
  });
  test('the config of a submodule is looked at', async () => {
    const own = place();
    own.write('.git/config', '[core]\n');
    own.write('.git/modules/x/config', '[core]\n');
    expect(await unasked('grep -r x .', own)).toBe(true);
    own.write('.git/modules/y/modules/z/config', 'url = https://u:p@h/x\n');
    expect(await unasked('grep -r x .', own)).toBe(false);
    expect(await unasked('cat .git/modules/x/config', own)).toBe(false);
  });
});

describe('8: keys of config.yaml that would not be known as such', () => {
  asked([
    ...[
      'grep api_key ~/.hermes/config.yaml | rev',
      'fold -w 5 ~/.hermes/config.yaml',
      'grep -o . ~/.hermes/config.yaml',
    ],
    ...['tr a b < ~/.hermes/config.yaml', 'cat ~/.hermes/config.yaml | od -c', 'cut -c1-9 ~/.hermes/config.yaml'],
    ...[
      'cat ~/.hermes/config.yaml | cut -c5-',
      'head -c 40 ~/.hermes/config.yaml',
      "sed 's/./& /g' ~/.hermes/config.yaml",
    ],
    ...['jq --raw-input @base64 ~/.hermes/config.yaml', "awk '{print $2}' ~/.hermes/config.yaml"],
    ...[
      'grep --color=always sk- ~/.hermes/config.yaml',
      'grep -oE "k.*" ~/.hermes/config.yaml',
      'rev ~/.hermes/config.y*',
    ],
    ...[
      'cat ~/.hermes/ops/backups/config.yaml.1 | rev',
      'cat ~/.hermes/config.yaml | python3 -c "import sys; print(sys.stdin.read()[::-1])"',
    ],
    ...[
      'paste ~/.hermes/config.yaml',
      'cat -A ~/.hermes/config.yaml',
      'cat ~/.hermes/config.yaml && tac ~/.hermes/config.yaml',
    ],
  ]);
  free([
    ...[
      "grep -A10 'model:' ~/.hermes/config.yaml | head -15",
      'cat ~/.hermes/config.yaml',
      'head -5 < ~/.hermes/config.yaml',
    ],
    ...["sed -n '1,5p' ~/.hermes/config.yaml", 'cat ~/.hermes/config.yaml | grep -n model | sort | uniq -c | wc -l'],
    ...['cat ~/.hermes/config.yaml; cat README.md | rev', 'cut -c1-9 ~/.hermes/ops/outputs/1.txt'],
  ]);
  test('also where the home is the workspace, and in a search', async () => {
    const own = place();
    const home = { ...own, cwd: join(own.home, '.hermes'), workspace: join(own.home, '.hermes') };
    expect(await unasked('rev config.yaml', home)).toBe(false);
    expect(await unasked('grep -ro . .', home)).toBe(false);
    expect(await unasked('cat config.yaml', home)).toBe(true);
  });
});

test('9: all lines of a here-document are flagged', async () => {
  const found = await classifyCommand('cat > x.sh <<E\na\nb\nE\nls', context);
  expect(found).toMatchObject({ unasked: false });
  if (!found.unasked) expect(found.flagged).toEqual(expect.arrayContaining([2, 3]));
});

describe('10: modules of Python that lie in the folder', () => {
  const script = `python3 -c "import json, sys; print(json.load(sys.stdin))" < data/people.json`;
  test.each([
    ...[
      'heapq.py',
      '_heapq.so',
      '_lzma.py',
      '_bz2.cpython-312-x86_64-linux-gnu.so',
      'compression/__init__.py',
      'binascii.py',
    ],
    ...['_struct.pyc', 'annotationlib.py', 'codeop.py', 'unicodedata/__init__.py', 'sitecustomize.py', 'Random.py'],
  ])('%s', async (file) => {
    const own = place();
    expect(await unasked(script, own)).toBe(true);
    own.write(file);
    expect(await unasked(script, own)).toBe(false);
  });
  test('others do not matter', async () => {
    const own = place();
    for (const file of ['main.py', '__init__.py', '__pycache__/x.pyc', 'test/a.py', 'types.ts', 'site/index.html'])
      own.write(file);
    expect(await unasked(script, own)).toBe(true);
  });
});

describe('11: rg and files that bring hidden ones back', () => {
  test.each(['.gitignore', '.ignore', '.rgignore', 'src/.ignore', '../.gitignore', '.git/info/exclude'])(
    '%s',
    async (file) => {
      const own = place();
      own.write('.env');
      own.write(file, 'dist\n');
      expect(await unasked('rg x', own)).toBe(true);
      own.write(file, 'dist\n!.env\n');
      expect(await unasked('rg x', own)).toBe(false);
    },
  );
});

describe('12: a file that is named like a flag', () => {
  test.each(['wc *', 'du *', 'sha256sum *.gguf'])('%s', async (command) => {
    const own = place();
    own.write('x.gguf');
    expect(await unasked(command, own)).toBe(true);
    own.write('--files0-from=.env');
    expect(await unasked(command, own)).toBe(false);
  });
});

test('20: a file that has another name', async () => {
  const own = place();
  own.write('.env');
  linkSync(join(own.workspace, '.env'), join(own.workspace, 'src/hard.txt'));
  for (const command of ['cat src/hard.txt', 'grep -r x src', 'rg x', 'cat < src/hard.txt', 'head src/h*'])
    expect(await unasked(command, own), command).toBe(false);
  expect(await unasked('grep -r x docs', own)).toBe(true);
});

describe('21: output without end', () => {
  asked([
    'printf %999999999d 1',
    "printf '%*d' 999999999 1",
    'seq 1 99999999999',
    'seq 1 0.0001 99999',
    'seq 1 0 5',
    'seq 9e9',
  ]);
  free(['printf "%-20s %5.1f\\n" a 1', 'seq 5', 'seq -w 1 100', 'seq 1 2 99', 'seq 10 -1 1']);
});

describe('28: sums of secrets, names of keys', () => {
  asked([
    'md5sum .env',
    'sha256sum --check .env',
    'cksum .env',
    'sha1sum *',
    'ls -R ~/.ssh',
    'ls ~/.aws',
    'tree ~/.gnupg',
  ]);
});

test.each([
  ...[
    '.env~',
    '..env.swp',
    '.dev.vars',
    '.flaskenv',
    '.secrets',
    'secrets/a',
    'id_rsa.bak',
    'id_ed25519_work',
    'prod.tfvars',
  ],
  ...[
    'terraform.tfstate',
    '.gitconfig',
    '.cargo/credentials.toml',
    'credentials.tfrc.json',
    'rclone.conf',
    '.m2/settings.xml',
  ],
  ...['.gradle/gradle.properties', 'stored_tokens', '.config/github-copilot/hosts.json', '.claude/.credentials.json'],
  ...['.claude.json', 'oauth_creds.json', '.config/op/config', 'sops/age/keys.txt', 'kaggle.json', '.databrickscfg'],
  ...[
    '.oci/config',
    '.dockercfg',
    '.Xauthority',
    'logins.json',
    'run/secrets/db',
    'wireguard/wg0.conf',
    'pip.conf',
    '.mcp.json',
  ],
  ...[
    '.prod.env',
    'server.key.bak',
    '.config/BraveSoftware/x',
    'Library/Keychains/login.keychain-db',
    'snap/x/.mozilla/y',
  ],
])('19: %s is a secret', (path) => expect(isSecret(`/home/ana/${path}`)).toBe(true));
test.each([
  'README.md',
  'src/secrets.ts',
  'id_rsa.pub',
  'id_ed25519_work.pub',
  'key.ts',
  '.env.example',
  'settings.xml',
  'environment.ts',
])('19: %s is none', (path) => expect(isSecret(`/home/ana/${path}`)).toBe(false));

describe('29: never carried out', () => {
  test.each([
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the braces belong to the shell
    ...['rm -rf "${HOME%/}"', 'rm -rf ${HOME:-x}', 'rm -rf ~root', 'xargs rm -rf <<< ~', 'pushd ~; rm -rf *'],
    ...['rm -rf /var/lib', 'rm -rf "$PWD"', 'cd .. && rm -rf work', 'rm -rf ~+', 'rm -rf .', 'cd -P ~ && rm -rf *'],
  ])('%j', async (command) => expect(await refused(command)).toBe(true));
  test.each([
    'rm -rf *',
    'rm -rf src',
    'chmod -R u+w .',
    'rm -rf /var/lib/x/y',
    'pushd src; rm -rf *',
    'rm -rf /var/www/x',
  ])('%j is asked about, not refused', async (command) => {
    expect(await refused(command)).toBe(false);
    expect(await unasked(command)).toBe(false);
  });
});

describe('what is not worth a question', () => {
  free([
    'ls --help',
    'grep --version',
    'ollama list',
    'ollama ps',
    'ollama show llama3',
    'pip list',
    'pip show torch',
    'npm -v',
  ]);
  asked([
    'ollama rm x',
    'pip install x',
    'npm test',
    'ls --help --x',
    'ollama show --x',
    'pip list --log x',
    'git --help x',
  ]);
});
