/**
 * Adds to package-lock.json the optional packages for other platforms that `npm install` left out: run it after every
 * change of dependencies. npm drops an optional package from the lockfile when the registry it asked does not have it (a
 * mirror that lacks some platform's binaries, say), and then `npm ci` refuses that very lockfile as out of sync.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface Entry {
  version?: string;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  dev?: boolean;
  optional?: boolean;
  optionalDependencies?: Record<string, string>;
}

export interface Lockfile {
  packages: Record<string, Entry>;
}

const OS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const CPU = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];

/** Optional packages that the lockfile's packages name and that it has no entry for. */
export function missingOptionals({ packages }: Lockfile): { at: string; entry: Entry }[] {
  return Object.entries(packages).flatMap(([parent, { optionalDependencies = {}, dev }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !isResolved(packages, parent, name))
      .map(([name, version]) => ({
        at: `node_modules/${name}`,
        entry: { version, ...(dev ? { dev } : {}), optional: true, ...platformOf(name) },
      })),
  );
}

/** As Node resolves: in the package's own node_modules, then in that of each folder above. */
function isResolved(packages: Lockfile['packages'], parent: string, name: string): boolean {
  const steps = parent.split('/').filter(Boolean);
  return Array.from({ length: steps.length + 1 }, (_, up) => steps.slice(0, steps.length - up)).some(
    (folder) => [...folder, 'node_modules', name].join('/') in packages,
  );
}

/** What the name says: `binding-linux-x64-musl` is for os linux, cpu x64, libc musl. */
function platformOf(name: string): Entry {
  const words = name.split(/[-/]/);
  const os = OS.find((word) => words.includes(word));
  const cpu = CPU.find((word) => words.includes(word));
  if (!os || !cpu) throw new Error(`cannot tell the platform of ${name}: add its entry to package-lock.json by hand`);
  const libc = words.some((word) => word.startsWith('musl')) ? { libc: ['musl'] } : {};
  return { cpu: [cpu], os: [os], ...libc };
}

if (import.meta.main) {
  const file = join(dirname(import.meta.dirname), 'package-lock.json');
  const lock = JSON.parse(readFileSync(file, 'utf8')) as Lockfile;
  const missing = missingOptionals(lock);
  for (const { at, entry } of missing) lock.packages[at] = entry;
  const sorted = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(file, `${JSON.stringify({ ...lock, packages: sorted }, null, 2)}\n`);
  console.log(`${missing.length} entries added`);
}
