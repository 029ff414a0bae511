/**
 * For tests and benches: real binaries in two versions. From Debian: two versions of a package that the configured sources offer, downloaded with
 * apt at the time of the test, unpacked and never run. From this machine: two installed versions of an npm package.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import semver from 'semver';
import { applyDelta, buildDelta, buildImage, type Image, readDelta, readImage } from '#proto/image/index.js';
import { messageOf } from '#proto/kit/index.js';

const execute = promisify(execFile);
/** Bound of each step of apt, ms. */
const stepMs = 120_000;

/** Two versions of one thing. */
export interface RealPayloads {
  /** What they are, for the output of a test: package, file, versions. */
  readonly what: string;
  readonly older: Uint8Array;
  readonly newer: Uint8Array;
}

/** What a delta of real payloads costs and saves. */
export interface DeltaFigures {
  readonly fullBytes: number;
  readonly deltaBytes: number;
  readonly buildMs: number;
  readonly applyMs: number;
}

/** Images of one name with these payloads, 1.0.0 and 1.1.0. */
export function imagesOf({ older, newer }: RealPayloads): { readonly base: Image; readonly target: Image } {
  const image = (version: string, payload: Uint8Array): Image =>
    readImage(
      buildImage(
        {
          name: 'real',
          version,
          profiles: ['drone'],
          hardwareRevisions: [],
          securityCounter: 0,
          minimumVersion: '',
          mustPassThrough: false,
        },
        undefined,
        payload,
      ),
    );
  return { base: image('1.0.0', older), target: image('1.1.0', newer) };
}

/** Builds the delta and applies it. @throws E1544, E1548 when the target does not come out */
export function deltaFigures(payloads: RealPayloads): DeltaFigures {
  const { base, target } = imagesOf(payloads);
  const startMs = performance.now();
  const bytes = buildDelta(base, target);
  const builtMs = performance.now();
  const made = applyDelta(base, readDelta(bytes));
  const appliedMs = performance.now();
  if (Buffer.compare(made.content, target.content) !== 0) throw new Error(`${payloads.what}: another content came out`);
  return { fullBytes: target.content.length, deltaBytes: bytes.length, buildMs: builtMs - startMs, applyMs: appliedMs - builtMs };
}

/** The figures in one line. */
export function figuresText({ what }: RealPayloads, { fullBytes, deltaBytes, buildMs, applyMs }: DeltaFigures): string {
  const share = ((100 * deltaBytes) / fullBytes).toFixed(1);
  return `${what}: image ${fullBytes} bytes, delta ${deltaBytes} (${share} %), built in ${buildMs.toFixed(0)} ms, applied in ${applyMs.toFixed(0)} ms`;
}

/** Packages in the order of preference: small downloads of one large binary, of which Debian often offers two versions at a time. */
const packages = [
  'libssl3',
  'libssl3t64',
  'openssl',
  'jq',
  'libcurl4',
  'libcurl4t64',
  'libgnutls30',
  'libc6',
  'perl-base',
  'gnupg',
  'sudo',
  'bash',
];
/** When no package has two versions: two builds of one source. */
const nearPackages = ['busybox', 'busybox-static'];

/**
 * Two versions of a package's largest binary from the configured sources of apt, by their lists or by lists of its own when they have none.
 * @returns why there are none, when apt or the network is missing
 */
export async function debianPayloads(): Promise<RealPayloads | string> {
  const folder = mkdtempSync(join(tmpdir(), 'seatrial-debian-'));
  try {
    return await takeDebian(new Apt(folder));
  } catch (error) {
    return `no two versions of a Debian package: ${messageOf(error)}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function takeDebian(apt: Apt): Promise<RealPayloads> {
  const pair = (await pairIn(apt)) ?? (await apt.update().then(() => pairIn(apt)));
  if (pair === undefined)
    throw new Error(`the sources of apt offer neither ${packages.join(', ')} twice nor ${nearPackages.join(' and ')}`);
  const [newer, older] = [await apt.unpack(pair[0], 'newer'), await apt.unpack(pair[1], 'older')];
  const file = largestOf(older, newer);
  return {
    what: `Debian, ${pair[1].name} ${pair[1].version} to ${pair[0].name} ${pair[0].version}, ${file}`,
    older: readFileSync(join(older, file)),
    newer: readFileSync(join(newer, file)),
  };
}

interface PackageVersion {
  readonly name: string;
  readonly version: string;
}

/** The newer and the older one. */
async function pairIn(apt: Apt): Promise<readonly [PackageVersion, PackageVersion] | undefined> {
  for (const name of packages) {
    const [newest, next] = await apt.versions(name);
    if (newest !== undefined && next !== undefined)
      return [
        { name, version: newest },
        { name, version: next },
      ];
  }
  const [first, second] = await Promise.all(nearPackages.map(async (name) => ({ name, version: (await apt.versions(name))[0] ?? '' })));
  return first?.version && second?.version ? [first, second] : undefined;
}

/** apt with a cache of its own, so that nothing of the system changes and nobody has to be root. */
class Apt {
  readonly #folder: string;
  #options: readonly string[] = [];

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Fetches the lists of the configured sources into its own folder. */
  async update(): Promise<void> {
    for (const part of ['lists/partial', 'cache/archives/partial']) mkdirSync(join(this.#folder, part), { recursive: true });
    this.#options = [`Dir::State::Lists=${this.#folder}/lists`, `Dir::Cache=${this.#folder}/cache`].flatMap((option) => ['-o', option]);
    await this.#run('apt-get', [...this.#options, '-qq', 'update']);
  }

  /** Versions that can be downloaded, the newest first. */
  async versions(name: string): Promise<string[]> {
    const lines = (await this.#run('apt-cache', [...this.#options, 'madison', name])).split('\n');
    const found = lines.filter((line) => line.includes('Packages')).map((line) => line.split('|')[1]?.trim() ?? '');
    return [...new Set(found)].filter((version) => version !== '');
  }

  /** Downloads a package and unpacks it. @returns the folder */
  async unpack({ name, version }: PackageVersion, into: string): Promise<string> {
    const folder = join(this.#folder, into);
    mkdirSync(folder);
    await this.#run('apt-get', [...this.#options, '-qq', 'download', `${name}=${version}`], folder);
    const file = readdirSync(folder).find((one) => one.endsWith('.deb'));
    if (file === undefined) throw new Error(`apt-get downloaded no ${name}=${version}`);
    await this.#run('dpkg-deb', ['-x', join(folder, file), join(folder, 'tree')]);
    return join(folder, 'tree');
  }

  async #run(program: string, args: readonly string[], cwd = this.#folder): Promise<string> {
    const { stdout } = await execute(program, args, { cwd, timeout: stepMs, encoding: 'utf8', maxBuffer: 16 * 1_048_576 });
    return stdout;
  }
}

/** The largest file that both trees have under one path, or else the largest of the newer one that has a namesake. */
function largestOf(older: string, newer: string): string {
  const sizes = readdirSync(newer, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(newer.length + 1))
    .filter((path) => statSync(join(older, path), { throwIfNoEntry: false })?.isFile() === true)
    .map((path) => ({ path, bytes: statSync(join(newer, path)).size }))
    .sort((left, right) => right.bytes - left.bytes);
  const [largest] = sizes;
  if (largest === undefined) throw new Error('the two packages have no file in common');
  return largest.path;
}

/**
 * Two installed versions of one npm package, each as its files one after the other: of all such packages the largest.
 * @param root the folder with package-lock.json and node_modules
 * @returns why there are none
 */
export function installedPayloads(root: string): RealPayloads | string {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, { version?: string }> };
  const installed = Object.entries(lock.packages).flatMap(([path, { version }]) => {
    const folder = join(root, path);
    return path === '' || version === undefined || !existsSync(folder)
      ? []
      : [{ name: path.split('node_modules/').at(-1) ?? '', version, folder }];
  });
  const pairs = installed.flatMap((newer) => {
    const older = installed.find(({ name, version }) => name === newer.name && semver.lt(version, newer.version));
    return older === undefined ? [] : [{ older, newer, bytes: filesOf(newer.folder) }];
  });
  const [largest] = pairs.sort((left, right) => right.bytes.length - left.bytes.length);
  if (largest === undefined) return `no npm package is installed in two versions in ${root}`;
  const { older, newer, bytes } = largest;
  return { what: `npm, ${newer.name} ${older.version} to ${newer.version}`, older: filesOf(older.folder), newer: bytes };
}

function filesOf(folder: string): Uint8Array {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return Buffer.concat(paths.map((path) => readFileSync(path)));
}
