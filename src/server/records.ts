import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { userError } from '../errors/hermes-error.ts';
import { ensureOps, putFile } from '../state/index.ts';

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

  /** Sorted by name, without the unusable ones. Throws `server.state-unreadable` when the folder cannot be read. */
  async list(): Promise<ServerRecord[]> {
    const read = await Promise.all((await this.names()).map((name) => this.read(name)));
    return read.filter((record) => record !== undefined).sort((a, b) => a.name.localeCompare(b.name));
  }

  /** Files that stand where records do but cannot be used: edited, cut short, or of another version of hermes. */
  async unusable(): Promise<string[]> {
    const names = await this.names();
    const records = await Promise.all(names.map((name) => this.read(name)));
    return names.filter((_, i) => records[i] === undefined).map((name) => this.file(name));
  }

  /** Undefined when there is no such record or it is unusable; a file that may not be read is an error. */
  async read(name: string): Promise<ServerRecord | undefined> {
    const text = await unlessMissing(this.file(name), readFile(this.file(name), 'utf8'));
    const record = jsonOf(text ?? '');
    return isRecord(record, name) ? record : undefined;
  }

  /** Notes that a run is being stopped, so that whoever sees it end knows that it did not crash. */
  async markStopping(record: ServerRecord): Promise<void> {
    // Only words depend on it: a full disk must not keep a server from being stopped.
    await writeFile(this.stopFile(record.name), runOf(record), { mode: 0o600 }).catch(() => undefined);
  }

  /** Whether `hermes server stop` ends, or has ended, this very run. */
  async isStopping(record: ServerRecord): Promise<boolean> {
    if ((await this.stoppingRun(record.name)) === runOf(record)) return true;
    const current = await this.read(record.name);
    return current === undefined || runOf(current) !== runOf(record);
  }

  async write(record: ServerRecord): Promise<void> {
    const file = this.file(record.name);
    const replaced = await putFile(file, Buffer.from(`${JSON.stringify(record, null, 2)}\n`));
    if (!replaced) throw userError('server.state-unreadable', `${file} cannot be replaced`, { where: { file } });
  }

  /** Forgets this very run; what another start or stop wrote meanwhile stays. */
  async remove(record: ServerRecord): Promise<void> {
    const current = await this.read(record.name);
    // Another stop may be as far as this one.
    if (current && runOf(current) === runOf(record)) await rm(this.file(record.name), { force: true });
    if ((await this.stoppingRun(record.name)) === runOf(record)) await rm(this.stopFile(record.name), { force: true });
  }

  private async stoppingRun(name: string): Promise<string> {
    return readFile(this.stopFile(name), 'utf8').catch(() => '');
  }

  private async names(): Promise<string[]> {
    const folder = join(this.ops, 'servers');
    const files = (await unlessMissing(folder, readdir(folder))) ?? [];
    return files.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -5));
  }

  private stopFile(name: string): string {
    return join(this.ops, 'servers', `${name}.stopping`);
  }

  private file(name: string): string {
    return join(this.ops, 'servers', `${name}.json`);
  }
}

/** A pid alone may come again. */
const runOf = ({ pid, identity }: ServerRecord): string => `${pid} ${identity}`;

/** What was read, or undefined where there is nothing to read. */
async function unlessMissing<T>(file: string, read: Promise<T>): Promise<T | undefined> {
  return read.catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw userError('server.state-unreadable', `what servers were started cannot be read (${error.code})`, {
      where: { file },
      try: ['Run it as the user who started them, or give yourself the right to read that place.'],
      cause: error,
    });
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
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
