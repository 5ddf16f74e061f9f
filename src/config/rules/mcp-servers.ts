import { isUnset } from '../edit-value.ts';
import { isMapping } from '../emit.ts';
import type { Finding } from '../finding.ts';
import { formatKeyPath, type KeyPath, valueAt } from '../key-path.ts';
import { isOff, mapsIn, type Place, textOf } from './places.ts';
import { setKey } from './remedy.ts';
import type { Rule } from './rule.ts';

/** Entries of `mcp_servers` that cannot be started, or are started with something else than was meant. */
export const mcpServersRule: Rule = (data) =>
  isMapping(valueAt(data, ['mcp_servers']))
    ? mapsIn(data, ['mcp_servers']).flatMap((place) => [...incomplete(place), ...commandLine(place), ...oneText(place)])
    : [];

/** What other programs call the program or the address; the schema says what it is called here. */
const START = /url|uri|endpoint|address|command|cmd|program|executable/i;

function incomplete({ path, value }: Place): Finding[] {
  const started = ['command', 'url'].some((key) => !isUnset(value[key]));
  const keys = Object.keys(value);
  const meant = keys.some((key) => START.test(key) && key !== 'command' && key !== 'url');
  const deeper = keys.length > 0 && Object.values(value).every(isMapping);
  if (started || meant || deeper || isOff(value['enabled'])) return [];
  return [
    {
      code: 'config.incomplete',
      severity: 'warning',
      path,
      part: 'key',
      message: `\`${formatKeyPath(path)}\` has neither \`command\` nor \`url\`, so there is nothing to start or to ask`,
      suggestion: `${setKey([...path, 'command'], 'PROGRAM')}, or ${setKey([...path, 'url'], 'https://HOST/mcp')}`,
    },
  ];
}

/** `command: npx -y x`. A path may have spaces in it, a program's name has none. */
function commandLine({ path, value }: Place): Finding[] {
  const command = textOf(value['command']);
  const [program = '', ...words] = command?.split(/\s+/) ?? [];
  if (words.length === 0 || /[\\/"'$~]/.test(program)) return [];
  const at = [...path, 'command'];
  const plain = words.every((word) => /^[\w@./:=-]+$/.test(word)) && isUnset(value['args']);
  const edits = [
    { path: at, value: program },
    { path: [...path, 'args'], value: words },
  ];
  return [
    format(
      at,
      `\`${formatKeyPath(at)}\` names a program, and none is called "${program} …"`,
      `write the arguments under \`args\`: \`command: ${program}\`, \`args: [${words.length > 6 ? '…' : words.join(', ')}]\``,
      plain ? { title: 'write the arguments under `args`', edits } : undefined,
    ),
  ];
}

function oneText({ path, value }: Place): Finding[] {
  const args = textOf(value['args']);
  if (args === undefined || !/\s/.test(args) || /^[[{]/.test(args)) return [];
  const at = [...path, 'args'];
  const words = args.split(/\s+/);
  const plain = words.every((word) => /^[\w@./:=-]+$/.test(word));
  return [
    format(
      at,
      `\`${formatKeyPath(at)}\` is one text, so the program gets one argument with spaces in it`,
      plain && words.length <= 6
        ? `write a list: [${words.join(', ')}]`
        : 'write a list with an item for each argument',
      plain ? { title: 'write it as a list', edits: [{ path: at, value: words }] } : undefined,
    ),
  ];
}

const format = (path: KeyPath, message: string, suggestion: string, fix: Finding['fix']): Finding => ({
  code: 'config.format',
  severity: 'warning',
  path,
  message,
  suggestion,
  ...(fix ? { fix } : {}),
});
