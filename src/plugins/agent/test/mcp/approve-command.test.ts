import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { approveCommand } from '../../src/mcp/approve-command.ts';

test.each(['files', '文件', 'odd name', "it's", '-dash', '--all', '$(id)', 'a;b', '*', '', 'a\\b', '# x'])(
  'the shell makes of the command for %j that very name, and no flag',
  (name) => {
    const shell = `hermes() { printf '%s\\0' "$@"; }; ${approveCommand(name)}`;
    const words = execFileSync('sh', ['-c', shell], { encoding: 'utf8' }).split('\0').slice(0, -1);
    expect(words).toEqual(['mcp', 'approve', ...(name.startsWith('-') ? ['--'] : []), name]);
  },
);

test('a plain name is left as it is', () => expect(approveCommand('files')).toBe('hermes mcp approve files'));
