import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { userError } from '../errors/hermes-error.ts';
import { ensureOps } from '../state/index.ts';

/** What a running server said about itself once it served. */
export interface Readback {
  build: string;
  model: string;
  contextPerSlot: number;
  slots: number;
  templateTools: boolean | null;
}

/** `ops/servers/NAME.json`: exists from the moment a server was launched until it is stopped. Holds no secret. */
export interface ServerRecord {
  schemaVersion: 1;
  name: string;
  pid: number;
  /** See processIdentity. */
  identity: string;
  binary: string;
  argv: string[];
  url: string;
  host: string;
  port: number;
  model: string | null;
  /** Name of the environment variable that holds its key. */
  apiKeyEnv: string | null;
  /** ISO 8601. */
  startedAt: string;
  log: string;
  /** Offset in the log at which this run begins. */
  logStart: number;
  /** Null until it has served. */
  ready: Readback | null;
}

/** State files of one home. Names are file names, so they are checked first. */
export class Records {
  private readonly ops: string;

  constructor(ops: string) {
    this.ops = ops;
  }

  logFile(name: string): string {
    return join(this.ops, 'logs', `server-${name}.log`);
  }

  lockFile(name: string): string {
    return join(this.ops, 'servers', `${name}.lock`);
  }

  async prepare(): Promise<void> {
    await ensureOps(this.ops, 'servers');
    await ensureOps(this.ops, 'logs');
  }

  /** Sorted by name. A file that is not a record is passed over: writing is atomic, so it is none of ours. */
  async list(): Promise<ServerRecord[]> {
    const names = await readdir(join(this.ops, 'servers')).catch(() => []);
    const read = names.filter((name) => name.endsWith('.json')).map((name) => this.read(name.slice(0, -5)));
    return (await Promise.all(read))
      .filter((record) => record !== undefined)
      .sort((a, b) => a.name.localeCompare(b.name));
  }

  async read(name: string): Promise<ServerRecord | undefined> {
    try {
      const record: unknown = JSON.parse(await readFile(this.file(name), 'utf8'));
      return isRecord(record, name) ? record : undefined;
    } catch {
      return undefined;
    }
  }

  async write(record: ServerRecord): Promise<void> {
    await writeFileAtomic(this.file(record.name), `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  }

  /** Forgets this very run; a record that another start wrote meanwhile stays. */
  async remove(record: ServerRecord): Promise<void> {
    const current = await this.read(record.name);
    if (current?.pid === record.pid && current.identity === record.identity) await rm(this.file(record.name));
  }

  private file(name: string): string {
    return join(this.ops, 'servers', `${name}.json`);
  }
}

/** A file that was edited or half restored is no record: what follows relies on every field. */
function isRecord(value: unknown, name: string): value is ServerRecord {
  const record = asRecord<ServerRecord>(value);
  return (
    record.schemaVersion === 1 &&
    isText(record.name) &&
    record.name.normalize('NFC') === name.normalize('NFC') &&
    isWhole(record.pid) &&
    record.pid > 1 &&
    [record.identity, record.binary, record.host, record.log].every(isText) &&
    Array.isArray(record.argv) &&
    record.argv.every(isText) &&
    isText(record.url) &&
    isWhole(record.port) &&
    [record.model, record.apiKeyEnv].every((field) => field === null || isText(field)) &&
    isText(record.startedAt) &&
    !Number.isNaN(Date.parse(record.startedAt)) &&
    isWhole(record.logStart) &&
    (record.ready === null || isReadback(record.ready))
  );
}

function isReadback(value: unknown): boolean {
  const { build, model, contextPerSlot, slots, templateTools } = asRecord<Readback>(value);
  const known = templateTools === null || typeof templateTools === 'boolean';
  return [build, model].every(isText) && [contextPerSlot, slots].every((it) => typeof it === 'number') && known;
}

/** Fields that may be missing or of any type. */
const asRecord = <T>(value: unknown): { [K in keyof T]?: unknown } =>
  typeof value === 'object' && value !== null ? value : {};

const isText = (value: unknown): value is string => typeof value === 'string';
const isWhole = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** A server's name is part of file names: any script and emoji, but no separators, control characters or leading dot. */
export function checkName(name: string): string {
  const normal = name.normalize('NFC');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const bad = normal === '' || normal.startsWith('.') || /[\u0000-\u001f\u007f/\\:*?"<>|]/.test(normal);
  if (!bad && Buffer.byteLength(normal) <= 100) return normal;
  throw userError('server.invalid-name', `${JSON.stringify(name)} cannot be the name of a server`, {
    try: ['Use letters, digits, dots and dashes, at most 100 bytes, without a leading dot.'],
  });
}
