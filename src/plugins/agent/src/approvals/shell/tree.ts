// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the braces belong to the shell
import type { Node } from 'web-tree-sitter';
import type { PlainCommand } from './lexer.ts';

/** Everything that a plain command may be made of, as tree-sitter-bash names it. Anonymous nodes are their own text. */
const NAMED: ReadonlySet<string> = new Set(
  'program list pipeline command command_name redirected_statement file_redirect file_descriptor word number string string_content raw_string ansi_c_string concatenation simple_expansion expansion variable_name comment test_command unary_expression binary_expression parenthesized_expression test_operator'.split(
    ' ',
  ),
);
const ANONYMOUS: ReadonlySet<string> = new Set(
  '| && || ; " > >> >& &> < $ ${ } [ ] = == != ! ( ) -a -o'.split(' ').concat('\n'),
);

/** What the kinds of nodes are called when a person is told of them. */
const CALLED: Readonly<Record<string, string>> = {
  command_substitution: 'command substitution',
  process_substitution: 'process substitution',
  heredoc_redirect: 'a here-document',
  herestring_redirect: 'a here-string',
  subshell: 'a subshell',
  function_definition: 'a function',
  variable_assignment: 'an assignment',
  variable_assignments: 'assignments',
  declaration_command: 'a declaration of variables',
  unset_command: 'unset',
  compound_statement: 'a group of commands',
  negated_command: 'a negated command',
  if_statement: 'an `if`',
  for_statement: 'a loop',
  while_statement: 'a loop',
  c_style_for_statement: 'a loop',
  case_statement: 'a `case`',
  arithmetic_expansion: 'arithmetic',
  ERROR: 'a place that the parser does not understand',
};

/** The first node that is none of a plain command's, in words. */
export function strangeNode(root: Node): { why: string; line: number } | undefined {
  const open = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    const { type } = node;
    const line = node.startPosition.row + 1;
    if (node.isError || node.isMissing) return { why: CALLED['ERROR'] ?? '', line };
    if (node.isNamed ? !NAMED.has(type) : !ANONYMOUS.has(type))
      return {
        why: CALLED[type] ?? (node.isNamed ? `a ${type.replaceAll('_', ' ')}` : `the operator \`${type}\``),
        line,
      };
    if (type === 'test_command' && !node.text.startsWith('[ ')) return { why: '`[[`', line };
    for (const child of node.children) if (child) open.push(child);
  }
  return undefined;
}

/** Where the words of each command begin and end, by tree-sitter-bash: to be compared with what the lexer found. */
function spans(root: Node): string[] {
  return root.descendantsOfType(['command', 'test_command']).flatMap((node) => {
    if (!node) return [];
    if (node.type === 'test_command') return [`${node.startIndex}-${node.endIndex}`];
    const words = node.namedChildren.filter((child) => child !== null && !child.type.endsWith('_redirect'));
    return [words.map((word) => `${word?.startIndex}-${word?.endIndex}`).join(' ')];
  });
}

/** Whether both readings find the same commands with the same words at the same places. */
export function agree(root: Node, commands: readonly PlainCommand[]): boolean {
  const ours = commands.map(({ words }) =>
    words[0]?.text === '[' && !words[0].dressed
      ? `${words[0].start}-${words.at(-1)?.end}`
      : words.map(({ start, end }) => `${start}-${end}`).join(' '),
  );
  return JSON.stringify(ours) === JSON.stringify(spans(root));
}
