import { isUtf8 } from 'node:buffer';
import { basename, join } from 'node:path';
import { textTokens } from '@hermes-ops/plugin-kit/estimate';
import { onOneLine } from '@hermes-ops/plugin-kit/neutral';
import { count } from '@hermes-ops/plugin-kit/numbers';
import { readWhole } from '../tools/files/read-bytes.ts';
import { isMisnamed, MISNAMED } from './find-folders.ts';
import { type Frontmatter, parseFrontmatter, splitSkill, textOf } from './frontmatter.ts';
import { nameFault } from './names.ts';
import { readHead } from './read-head.ts';
import { scanText } from './scan-text.ts';
import { type SkillFile, skillFiles } from './skill-files.ts';
import { type Finding, MOST_READ, SKILL_FILE, TOO_LARGE } from './types.ts';

const NO_UTF8: Finding = {
  severity: 'warning',
  file: SKILL_FILE,
  line: 1,
  message: 'is not UTF-8: some of its characters cannot be read',
};

export interface Checked {
  findings: Finding[];
  files: SkillFile[];
}

/** What the format advises. */
const MOST_TOKENS = 5_000;
const MOST_LINES = 500;
const MOST_DESCRIPTION = 1_024;
const MOST_COMPATIBILITY = 500;

/**
 * Everything that is to be said about a skill's folder (a real path), in order of files and lines. Runs nothing. `anyName`:
 * the folder will be named after the skill, so it need not be so yet.
 */
export async function checkSkill(folder: string, { anyName = false } = {}): Promise<Checked> {
  const { files, faults } = await skillFiles(folder);
  const findings: Finding[] = faults.map(({ path, message }) => error(path, 1, message));
  for (const { path, kind, size } of files) {
    if (kind !== 'file') continue;
    if (size <= MOST_READ) findings.push(...(await checkFile(folder, path, anyName)));
    else if (path === SKILL_FILE) findings.push(...(await checkSkillFile(folder, anyName)), error(path, 1, TOO_LARGE));
    else findings.push({ severity: 'note', file: path, line: 1, message: 'too large to be looked through' });
  }
  if (
    !files.some(({ path, kind }) => path === SKILL_FILE && kind !== 'folder') &&
    !faults.some(({ path }) => path === SKILL_FILE)
  )
    findings.push(missing(files));
  return { findings: findings.map((finding) => ({ ...finding, file: onOneLine(finding.file) })), files };
}

function missing(files: readonly SkillFile[]): Finding {
  const other = files.find(({ path, kind }) => kind === 'file' && isMisnamed(path));
  return other ? error(other.path, 1, MISNAMED) : error(SKILL_FILE, 1, 'is missing');
}

async function checkFile(folder: string, path: string, anyName: boolean): Promise<Finding[]> {
  const read = await readWhole(join(folder, path), MOST_READ);
  if (!read.ok) return [error(path, 1, read.code === 'EACCES' ? 'may not be read' : read.why)];
  if (read.bytes.subarray(0, 8_192).includes(0))
    return path === SKILL_FILE ? [error(path, 1, 'is not text')] : scanText(path, wordsIn(read.bytes));
  const text = read.bytes.toString('utf8').replace(/^\ufeff/, '');
  if (path !== SKILL_FILE) return scanText(path, text);
  const unread = isUtf8(read.bytes) ? [] : [NO_UTF8];
  return [...(await checkSkillFile(folder, anyName, text)), ...unread, ...scanText(path, text)];
}

/** What can be read of bytes that are no text. A shell passes over zero bytes, and one of them must hide no script. */
const wordsIn = (bytes: Buffer): string =>
  bytes
    .toString('latin1')
    .replaceAll('\0', '')
    .replace(/[^\t\n\r -~]/g, '?');

/** Where the frontmatter is read, and whether it can be, is the same here as where skills are used. No `text`: of it nothing else. */
async function checkSkillFile(folder: string, anyName: boolean, text?: string): Promise<Finding[]> {
  const read = await readHead(folder);
  if (!read.ok) return [error(SKILL_FILE, 1, read.why)];
  const split = (text === undefined ? undefined : splitSkill(text)) ?? read.head;
  const front = await parseFrontmatter(split.yaml);
  if (!front.ok) return [error(SKILL_FILE, front.line, front.message)];
  const lineOf = (key: string): number => {
    const at = split.yaml.split('\n').findIndex((line) => line.startsWith(`${key}:`));
    return at < 0 ? 1 : at + 2;
  };
  return [
    ...(front.fault ? [error(SKILL_FILE, front.fault.line, `${front.fault.message}; quote the value`)] : []),
    ...fields(front, anyName ? undefined : basename(folder)).map(
      ([severity, key, message]): Finding => ({
        severity,
        file: SKILL_FILE,
        line: lineOf(key),
        message: `${key} ${message}`,
      }),
    ),
    ...(text === undefined ? [] : bodyFindings(split.body, split.bodyLine)),
  ];
}

type Field = readonly [Finding['severity'], key: string, message: string];

/** By the specification of the open format, agentskills.io. */
function fields(front: Frontmatter, folderName: string | undefined): Field[] {
  const { values } = front;
  const name = textOf(front, 'name');
  const found: Field[] = [];
  if (name === undefined) found.push(['error', 'name', absent(front, 'name')]);
  const fault = name === undefined ? undefined : nameFault(name);
  if (fault) found.push([fault[0], 'name', fault[1]]);
  if (name !== undefined && folderName !== undefined && name !== folderName)
    found.push(['error', 'name', `is \`${onOneLine(name)}\`, and its folder is \`${onOneLine(folderName)}\``]);
  const description = textOf(front, 'description');
  if (description === undefined) found.push(['error', 'description', absent(front, 'description')]);
  else if (Array.from(description).length > MOST_DESCRIPTION)
    found.push(['error', 'description', `has more than ${count(MOST_DESCRIPTION)} characters`]);
  // Written as an escape it is seen only when the YAML is read.
  const line = description?.replaceAll(/\s+/g, ' ');
  if (line !== undefined && onOneLine(line) !== line)
    found.push(['warning', 'description', 'holds characters that cannot be seen or that act on a terminal']);
  const compatibility = values['compatibility'];
  if (compatibility !== undefined && (typeof compatibility !== 'string' || compatibility.length > MOST_COMPATIBILITY))
    found.push(['error', 'compatibility', `must be a text of at most ${MOST_COMPATIBILITY} characters`]);
  for (const key of ['license', 'allowed-tools']) {
    const value = values[key];
    const list = key === 'allowed-tools' && Array.isArray(value);
    if (value !== undefined && typeof value !== 'string' && !list) found.push(['error', key, 'must be a text']);
  }
  if (values['allowed-tools'] !== undefined)
    found.push(['note', 'allowed-tools', 'allows nothing here: calls are asked about as always']);
  return [...found, ...metadataFields(values['metadata'])];
}

/** Nothing and what is no text are two mistakes. */
const absent = ({ values }: Frontmatter, key: string): string =>
  typeof (values[key] ?? '') === 'string' ? 'is missing' : 'must be a text: quote the value';

function metadataFields(metadata: unknown): Field[] {
  if (metadata === undefined) return [];
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata))
    return [['error', 'metadata', 'must be a map']];
  const others = Object.entries(metadata).filter(([, value]) => typeof value !== 'string');
  const [first] = others;
  // Hermes Agent keeps a section of its own there.
  return first
    ? [['note', 'metadata', `is a map of texts in the open format; \`${onOneLine(first[0])}\` is none`]]
    : [];
}

function bodyFindings(body: string, line: number): Finding[] {
  const at = (severity: Finding['severity'], message: string): Finding => ({
    severity,
    file: SKILL_FILE,
    line,
    message,
  });
  const tokens = textTokens(body);
  const lines = body.split('\n').length;
  return [
    ...(body.trim() === '' ? [at('warning', 'there is no text below the frontmatter')] : []),
    ...(tokens > MOST_TOKENS
      ? [at('warning', `the text has about ${count(tokens)} tokens; ${count(MOST_TOKENS)} are advised at most`)]
      : []),
    ...(lines > MOST_LINES
      ? [at('warning', `the text has ${count(lines)} lines; ${MOST_LINES} are advised at most`)]
      : []),
    ...(/(?:^|\s)!`[^`\n]+`/m.test(body) ? [at('note', 'commands in !`…` are shown to the model, not run')] : []),
  ];
}

const error = (file: string, line: number, message: string): Finding => ({ severity: 'error', file, line, message });
