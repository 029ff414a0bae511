import { z } from 'zod';

/** How the newest run of a population was started, as far as its devices stay the same whatever it says. */
export interface RunOptions {
  readonly count: number | null;
  readonly urls: readonly string[];
  readonly caFile: string | null;
  readonly rampMs: number;
  readonly speed: number;
  readonly processes: number;
  readonly link: string;
  /** Absolute path of the file with the user's own networks; null without one. */
  readonly linkFile: string | null;
  /** Common period of reports, ms; null for that of the applications. */
  readonly reportMs: number | null;
  readonly isAligned: boolean;
  /** Share of the devices that lose power each minute, percent; 0 for none. */
  readonly churnPercent: number;
  /** Time between rows of the recording, ms; null for that of its map. */
  readonly rowEveryMs: number | null;
  /** Absolute path of the TUF root that the devices trust from the factory on; null without one, and in what older programs wrote. */
  readonly rootFile: string | null;
}

/** What makes a population the same when it comes back. */
export interface PopulationIdentity {
  readonly name: string;
  /** Keys and all chance of its devices follow from (seed, device id). */
  readonly seed: string;
  /** Name of a shipped profile, the absolute path of a file, or a mix of these; empty when its identity file says them. */
  readonly profile: string;
  readonly firstIndex: number;
  /** Absolute paths of the recording that drives it and of its map; null without one. */
  readonly recording: { readonly file: string; readonly map: string } | null;
  /** Absolute path of the file with the ids and keys of its devices; null when they follow from the seed. */
  readonly identities: string | null;
}

/** A file of what devices kept. */
export interface FlashFile {
  readonly name: string;
  /** Devices in it; null in one that version 1 of population.json names, whose lines have no checksums either. */
  readonly devices: number | null;
}

/** population.json: the identity, and what its newest run left behind. */
export interface PopulationFile extends PopulationIdentity {
  readonly version: 2;
  /**
   * Boots of every device are at or below this number. A host raises it, on disk, before its devices boot: after a kill -9 of the host
   * the numbers skip ahead, but (boot, connection) never goes back, which a manager would take for a clone.
   */
  readonly bootCeiling: number;
  /** Number of the newest run, from 1: it claimed host-<run>.json, and names the files that it keeps. */
  readonly run: number;
  /** True from the start of a run until all of its devices were kept: still true afterwards, it was killed, or some of it. */
  readonly isOpen: boolean;
  /** Oldest first: of a device that stands in two, the later one counts. */
  readonly flashFiles: readonly FlashFile[];
  /** Devices in these files, each counted once. */
  readonly keptDevices: number;
  /** Null when version 1 of the program started it last. */
  readonly options: RunOptions | null;
}

const count = z.int().min(0);
const amount = z.number().min(0);
const flashName = z.string().regex(/^flash-[0-9a-z-]+\.ndjson$/, 'is no name of a flash file');

const identity = {
  name: z.string(),
  seed: z.string(),
  profile: z.string(),
  firstIndex: count,
  recording: z.strictObject({ file: z.string(), map: z.string() }).nullable(),
  bootCeiling: count,
  run: count,
  isOpen: z.boolean(),
  keptDevices: count,
};

const versions = {
  1: z.strictObject({ version: z.literal(1), ...identity, flashFiles: z.array(flashName) }),
  2: z.strictObject({
    version: z.literal(2),
    ...identity,
    identities: z.string().nullable(),
    flashFiles: z.array(z.strictObject({ name: flashName, devices: count.nullable() })),
    options: z
      .strictObject({
        count: count.nullable(),
        urls: z.array(z.string()),
        caFile: z.string().nullable(),
        rampMs: amount,
        speed: amount,
        processes: count,
        link: z.string(),
        linkFile: z.string().nullable(),
        reportMs: amount.nullable(),
        isAligned: z.boolean(),
        churnPercent: amount,
        rowEveryMs: amount.nullable(),
        rootFile: z.string().nullable().default(null),
      })
      .nullable(),
  }),
} as const;

/** What a parsed population.json says, whatever version wrote it; or what is wrong with it, to be read after its path. */
export function populationFileOf(value: unknown): PopulationFile | { readonly problem: string } {
  const version = typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined;
  if (version !== 1 && version !== 2) return { problem: `has version ${JSON.stringify(version)}, this program reads versions 1 and 2` };
  const result = version === 1 ? versions[1].safeParse(value) : versions[2].safeParse(value);
  if (!result.success) {
    const [first] = result.error.issues;
    return { problem: `is no population file of version ${version}: ${first?.path.join('.') ?? ''}: ${first?.message ?? ''}` };
  }
  if (result.data.version === 2) return result.data;
  const { flashFiles, ...rest } = result.data;
  return { ...rest, version: 2, identities: null, flashFiles: flashFiles.map((name) => ({ name, devices: null })), options: null };
}
