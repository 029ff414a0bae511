/** A package in package-lock.json, as far as we touch it. */
export interface LockedPackage {
  version?: string;
  resolved?: string;
  link?: boolean;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
}

/** package-lock.json, version 3. */
export interface Lock {
  packages: Record<string, LockedPackage>;
}

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors: Readonly<Record<string, string>> = {
  x64: 'x64',
  arm64: 'arm64',
  aarch64: 'arm64',
  arm: 'arm',
  armv7: 'arm',
  ia32: 'ia32',
  loong64: 'loong64',
  mips64el: 'mips64el',
  ppc64: 'ppc64',
  riscv64: 'riscv64',
  s390x: 's390x',
  wasm32: 'wasm32',
};

/**
 * Adds the optional platform packages that something in the lock depends on and that are missing in it, and takes registry addresses out.
 * Changes the lock; returns one line a change.
 */
export function completeLock(lock: Lock): string[] {
  const changes: string[] = [];
  for (const [parentPath, parent] of Object.entries(lock.packages)) {
    if (/^https?:/.test(parent.resolved ?? '')) {
      delete parent.resolved;
      changes.push(`${parentPath}: address of its registry removed`);
    }
    const optional = parent.optionalDependencies ?? {};
    for (const [name, version] of Object.entries(optional)) {
      if (isLocked(lock, parentPath, name)) continue;
      const entry = platformPackage(name, version, Object.keys(optional));
      if (parent.dev === true) entry.dev = true;
      lock.packages[`node_modules/${name}`] = entry;
      changes.push(`node_modules/${name}: added`);
    }
  }
  const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
  lock.packages = Object.fromEntries(sorted);
  return changes;
}

/** Looks where Node does: inside the parent, then upwards. */
function isLocked(lock: Lock, parentPath: string, name: string): boolean {
  for (let folder = parentPath; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))) {
    if (lock.packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`] !== undefined) return true;
    if (folder === '') return false;
  }
}

function platformPackage(name: string, version: string, siblings: readonly string[]): LockedPackage {
  const words = name.split(/[-/]/);
  const os = words.find((word) => systems.includes(word));
  const cpu = words.map((word) => processors[word]).find((word) => word !== undefined);
  if (!/^\d/.test(version) || os === undefined || cpu === undefined) {
    throw new Error(`${name}@${version} is missing in package-lock.json, and its name tells no platform: add it by hand`);
  }
  const libc = libcOf(words, os, siblings.includes(`${name}-musl`));
  return { version, cpu: [cpu], ...(libc === undefined ? {} : { libc: [libc] }), optional: true, os: [os] };
}

/** A package for glibc is named so, or has a neighbour for musl; one without either runs on both. */
function libcOf(words: readonly string[], os: string, hasMuslNeighbour: boolean): string | undefined {
  if (os !== 'linux') return undefined;
  if (words.some((word) => word.startsWith('musl'))) return 'musl';
  return hasMuslNeighbour || words.some((word) => word.startsWith('gnu')) ? 'glibc' : undefined;
}
