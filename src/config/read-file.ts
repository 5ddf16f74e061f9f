import { stat } from 'node:fs/promises';
import { commandLine } from '../errors/command-line.ts';
import { userError } from '../errors/hermes-error.ts';
import { whyNotText } from './not-text.ts';
import { decodeText, readBytes, type UnreadableCode } from './text-encoding.ts';

/**
 * Text of a file, or undefined where there is none. Throws the given code when it cannot be read as UTF-8, and
 * `config.encoding` for a config file in UTF-16.
 */
export async function readText(file: string, code: UnreadableCode): Promise<string | undefined> {
  const bytes = await readBytes(file, code);
  if (bytes === undefined) return undefined;
  const decoded = decodeText(bytes);
  if (decoded?.encoding === 'utf-8') return decoded.text;
  if (decoded && code === 'config.unreadable') {
    throw userError('config.encoding', `${file} is ${decoded.encoding.toUpperCase()}, not UTF-8`, {
      where: { file },
      try: [commandLine('hermes', 'config', 'validate', '--fix', file)],
    });
  }
  const { message, line, column } = whyNotText(bytes);
  throw userError(code, `${file} is not UTF-8 text: ${message}`, {
    where: { file, line, column },
    try: ['Save it as UTF-8 in your editor.'],
  });
}

/** The same for a file that is to be replaced: throws `config.edit-refused` for a pipe or device, which is not read. */
export async function readForEdit(file: string, code: UnreadableCode): Promise<string | undefined> {
  await refuseSpecial(file);
  return readText(file, code);
}

/** Pipes, sockets and devices: renaming a file over `/dev/null` would take it from the whole machine. */
export async function refuseSpecial(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (!found || found.isFile() || found.isDirectory()) return;
  throw userError('config.edit-refused', `${file} is no regular file, so it is not replaced`, {
    where: { file },
    try: ['Point it to a regular file, or remove it: a new one is then made.'],
  });
}
