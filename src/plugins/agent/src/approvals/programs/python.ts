import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sortArguments } from './arguments.ts';
import { type PythonToken, pythonTokens } from './python-tokens.ts';
import { type Place, type Rule, showAll, type Verdict } from './rule.ts';

const KEYWORDS = new Set(
  'for in if else elif and or not is None True False try except finally as pass break continue'.split(' '),
);
const CALLS = new Set(
  'print len round int float str sorted range enumerate sum min max list dict set tuple zip any all abs bool isinstance reversed repr Exception KeyError ValueError IndexError TypeError'.split(
    ' ',
  ),
);
const ATTRIBUTES = new Set(
  'stdin stdout stderr exit load loads dumps JSONDecodeError get items keys values format strip lstrip rstrip split splitlines join read readline readlines startswith endswith lower upper title replace append count index ljust rjust sort'.split(
    ' ',
  ),
);
/** Every other name that Python itself gives a meaning to (dir(builtins) of 3.14, keywords); they are never variables. */
const TAKEN = new Set(
  'aiter anext ascii bin breakpoint bytearray bytes callable chr classmethod compile complex copyright credits delattr dir divmod eval exec exit filter frozenset getattr globals hasattr hash help hex id input issubclass iter license locals map memoryview next object oct open ord pow property quit setattr slice staticmethod super type vars import from lambda def class while with del global nonlocal return yield raise assert async await match case'.split(
    ' ',
  ),
);
/** Named arguments; a name that is only ever used so is no variable. */
const NAMED = new Set('file end sep key reverse indent default flush ensure_ascii sort_keys start'.split(' '));

/**
 * Modules of Python's own library, of the versions 3.8 to 3.14; names that begin with `_` count as well. Whatever
 * `import json` reads is among them.
 */
const MODULES = new Set(
  `abc aifc annotationlib antigravity argparse array ast asynchat asyncio asyncore atexit audioop base64 bdb
  binascii binhex bisect builtins bz2 cProfile calendar cgi cgitb chunk cmath cmd code codecs codeop collections
  colorsys compileall compression concurrent configparser contextlib contextvars copy copyreg crypt csv ctypes
  curses dataclasses datetime dbm decimal difflib dis distutils doctest dummy_threading email encodings ensurepip
  enum errno faulthandler fcntl filecmp fileinput fnmatch formatter fractions ftplib functools gc genericpath
  getopt getpass gettext glob graphlib grp gzip hashlib heapq hmac html http idlelib imaplib imghdr imp importlib
  inspect io ipaddress itertools json keyword lib2to3 linecache locale logging lzma macpath macurl2path mailbox
  mailcap marshal math mimetypes mmap modulefinder msilib msvcrt multiprocessing netrc nis nntplib nt ntpath
  nturl2path numbers opcode operator optparse os ossaudiodev parser pathlib pdb pickle pickletools pipes pkgutil
  platform plistlib poplib posix posixpath pprint profile pstats pty pwd py_compile pyclbr pydoc pydoc_data
  pyexpat queue quopri random re readline reprlib resource rlcompleter runpy sched secrets select selectors shelve
  shlex shutil signal site sitecustomize smtpd smtplib sndhdr socket socketserver spwd sqlite3 sre_compile
  sre_constants sre_parse ssl stat statistics string stringprep struct subprocess sunau symbol symtable sys
  sysconfig syslog tabnanny tarfile telnetlib tempfile termios textwrap this threading time timeit tkinter token
  tokenize tomllib trace traceback tracemalloc tty turtle turtledemo types typing unicodedata unittest urllib
  usercustomize uu uuid venv warnings wave weakref webbrowser winreg winsound wsgiref xdrlib xml xmlrpc zipapp
  zipfile zipimport zlib zoneinfo`.split(/\s+/),
);
const LOADED = /\.(?:py[cdw]?|so|dll|dylib|sl)$/i;

export const python: Rule = async (words, place) => {
  const [flag, script, ...more] = words;
  if (words.length === 1 && /^(?:--version|-V)$/.test(flag?.text ?? '')) return undefined;
  const tool = flag?.text === '-m' && script?.text === 'json.tool';
  if (!tool && (flag?.text !== '-c' || script === undefined || more.length > 0)) return 'it runs a program';
  const shadow = await whyNotHere(place);
  if (shadow) return shadow;
  if (!tool) return script.glob ? 'a pattern of file names as a script' : whyNotScript(script.text);
  const args = sortArguments(more, { short: '', long: 'indent= compact no-ensure-ascii sort-keys json-lines tab' });
  if (typeof args === 'string') return args;
  if (args.operands.length > 1 || args.operands.some((word) => word.glob)) return 'the second file would be written';
  return showAll([...args.operands, ...args.late], place);
};

/** `-c` and `-m` look for modules in the current folder first, unless a newer Python is told not to. */
async function whyNotHere({ cwds }: Place): Promise<Verdict> {
  for (const cwd of cwds) {
    const names = await readdir(cwd).catch((error: NodeJS.ErrnoException) =>
      error.code === 'ENOENT' ? [] : undefined,
    );
    if (!names) return 'the current folder cannot be looked at';
    for (const name of names)
      if (isLibrary(name) && (LOADED.test(name) || (await mayBePackage(join(cwd, name)))))
        return `\`${name}\` in the current folder may take the place of a module of Python`;
  }
  return undefined;
}

function isLibrary(name: string): boolean {
  const module = name.replace(/\..*$/s, '').toLowerCase();
  return MODULES.has(module) || (module.startsWith('_') && !/^__(?:init|main|pycache)__$/.test(module));
}

/** A folder without `__init__` is one only where no other module has the name. */
async function mayBePackage(path: string): Promise<boolean> {
  const names = await readdir(path).catch((error: NodeJS.ErrnoException) =>
    /^(?:ENOTDIR|ENOENT)$/.test(error.code ?? '') ? [] : ['__init__.py'],
  );
  return names.some((name) => name.startsWith('__init__.'));
}

/** Whether a script only takes JSON apart and prints: no other modules, no other attributes, nothing that opens or runs. */
export function whyNotScript(script: string): Verdict {
  if (script.length > 4_000) return 'the script is long';
  const tokens = pythonTokens(script);
  if (typeof tokens === 'string') return `in the script, ${tokens}`;
  const why = check(tokens);
  return why === undefined ? undefined : `the script uses ${why}`;
}

function check(all: readonly PythonToken[]): string | undefined {
  const variables = assigned(all);
  const tokens = all.filter((token, at) => token.kind !== 'newline' || all[at - 1]?.text !== '.');
  const imported = new Set<string>();
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (!token) break;
    if (token.kind === 'string') {
      if (token.text.includes('__')) return 'a name with `__`';
      for (const field of token.inside ?? []) {
        const why = checkNames(field, variables, imported);
        if (why) return why;
      }
      continue;
    }
    if (token.text === 'import') {
      if (!startsStatement(tokens, at)) return '`import` in an unusual place';
      for (at += 1; tokens[at] && tokens[at]?.kind !== 'newline' && tokens[at]?.text !== ';'; at += 1) {
        const { text } = tokens[at] as PythonToken;
        if (text === 'json' || text === 'sys') imported.add(text);
        else if (text !== ',') return `the module \`${text}\``;
      }
      continue;
    }
    const why = checkNames(tokens, variables, imported, at);
    if (why) return why;
  }
  return undefined;
}

/** Of one token, or of all those of an expression. */
function checkNames(
  tokens: readonly PythonToken[],
  variables: ReadonlySet<string>,
  imported: ReadonlySet<string>,
  only?: number,
): string | undefined {
  for (let at = only ?? 0; at < (only === undefined ? tokens.length : only + 1); at += 1) {
    const token = tokens[at];
    if (token?.kind === 'string' && token.text.includes('__')) return 'a name with `__`';
    if (token?.kind !== 'name') continue;
    const { text } = token;
    const before = tokens[at - 1];
    if (text.includes('__')) return `\`${text}\``;
    if (before?.text === '.' && before.kind === 'operator') {
      if (!ATTRIBUTES.has(text)) return `the attribute \`${text}\``;
      if (text === 'format' && !isPlainFormat(tokens, at - 2)) return 'a format that is not seen here';
      continue;
    }
    const named = NAMED.has(text) && tokens[at + 1]?.text === '=';
    if (TAKEN.has(text)) return `\`${text}\``;
    if (!KEYWORDS.has(text) && !CALLS.has(text) && !variables.has(text) && !imported.has(text) && !named)
      return `\`${text}\`, which is not defined in it`;
  }
  return undefined;
}

/** The fields of a format reach attributes: it must be a text that is seen here, and reach none. */
function isPlainFormat(tokens: readonly PythonToken[], last: number): boolean {
  let text = '';
  for (let at = last; tokens[at]?.kind === 'string' || tokens[at]?.kind === 'newline'; at -= 1) {
    if (tokens[at]?.inside) return false;
    text = `${tokens[at]?.text}${text}`;
  }
  return tokens[last]?.kind === 'string' && !/\{[^}:]*[.[]/.test(text);
}

const startsStatement = (tokens: readonly PythonToken[], at: number): boolean => {
  const before = tokens[at - 1];
  return before === undefined || before.kind === 'newline' || before.text === ';' || before.text === ':';
};

/** Names that get a value: `x = `, `x, y = `, `x += `, `for x in`, `as x`, also inside of comprehensions. */
function assigned(tokens: readonly PythonToken[]): Set<string> {
  const names = new Set<string>();
  for (const [at, token] of tokens.entries()) {
    if (token.kind === 'name' && tokens[at - 1]?.text === 'as') names.add(token.text);
    const first = token.text === 'for' ? at + 1 : startsStatement(tokens, at) ? at : -1;
    if (first === -1) continue;
    const found: string[] = [];
    let next = first;
    for (; /^[,()]$/.test(tokens[next]?.text ?? '') || tokens[next]?.kind === 'name'; next += 1) {
      if (tokens[next]?.text === 'in') break;
      if (tokens[next]?.kind === 'name') found.push(tokens[next]?.text ?? '');
    }
    const end = tokens[next]?.text ?? '';
    if (token.text === 'for' ? end === 'in' : /^(?:=|\+=|-=|\*=|\/=)$/.test(end))
      for (const name of found) names.add(name);
  }
  for (const { inside } of tokens)
    for (const field of inside ?? []) for (const name of assigned(field)) names.add(name);
  return names;
}
