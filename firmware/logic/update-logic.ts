import type { UpdateCauseName } from '#proto/frame/index.js';
import type { Random } from '#proto/kit/index.js';

/** Rules of a transfer that every device follows. */
export const transferRules = {
  /** Bytes of a part. */
  partBytes: 32_768,
  /** Parts that are asked for at once: 256 KiB. */
  creditParts: 8,
  /** Requests in a row that nothing comes of until the attempt is given up. */
  silences: 8,
  /** Times that one chunk may come with a wrong digest. */
  damages: 3,
  /** Wait after a request that nothing came of: doubled from the first to the second, ms. */
  firstWaitMs: 1_000,
  longestWaitMs: 60_000,
  /** Time in which the fleet may say that it is busy until the attempt is given up, ms. */
  busyMs: 86_400_000,
  /** Least time until a request counts as unanswered, ms. */
  patienceMs: 30_000,
  /** Bytes of parts that were dropped, beside the length of the image, until they count as an attack. */
  droppedBytes: 1_048_576,
  /** Shortest time between two reports of the progress, ms. */
  reportEveryMs: 5_000,
  /** Battery below which no update begins, and how often and until when the device looks again, percent and ms. */
  batteryPercent: 30,
  batteryLookMs: 600_000,
  batteryLooks: 6,
} as const;

/** Floor of the speed of a transfer: FlashPlan of the profile has it. */
export interface SpeedPlan {
  /** 0: none. */
  readonly speedFloorBytesPerS: number;
  readonly speedWindowMs: number;
}

/** What to do with an offer while an attempt may be under way. */
export type OfferVerdict = 'begin' | 'known' | 'busy';

/**
 * @param open attempt that is under way; undefined when none is
 * @param ended newest attempt that is over; undefined when there was none
 */
export function offerVerdict(offered: string, open: string | undefined, ended: string | undefined): OfferVerdict {
  if (open === undefined) return offered === ended ? 'known' : 'begin';
  return offered === open ? 'known' : 'busy';
}

/** What a request waits for. */
export interface AwaitedAnswer {
  /** Most bytes that the next part can have, 1 or more. */
  readonly bytes: number;
  /** False when these are no more than a limit, as of metadata that nothing names. */
  readonly isLengthKnown: boolean;
  /** Requests in a row that nothing came of. */
  readonly silences: number;
}

/**
 * Time that a request may stay unanswered, ms: as long as the next part takes at the floor of the speed. Where its length is not known, or there is no
 * floor, that is what it grows to, doubled with each silence: most such parts are small, and a request that was lost is soon made again.
 */
export function requestPatienceMs({ speedFloorBytesPerS }: SpeedPlan, { bytes, isLengthKnown, silences }: AwaitedAnswer): number {
  const { partBytes, patienceMs } = transferRules;
  const floorMs =
    speedFloorBytesPerS === 0 ? Number.POSITIVE_INFINITY : Math.ceil((1_000 * Math.min(partBytes, bytes)) / speedFloorBytesPerS);
  const grownMs = patienceMs * 2 ** silences;
  return Math.max(patienceMs, isLengthKnown && speedFloorBytesPerS > 0 ? floorMs : Math.min(floorMs, grownMs));
}

/**
 * What comes after a request that nothing came of: the wait before the next one, whole ms, with jitter over its upper half; undefined when it was one
 * too many.
 * @param silences requests in a row that nothing came of, this one counted, 1 or more
 */
export function retryWaitMs(silences: number, random: Random): number | undefined {
  const { silences: most, firstWaitMs, longestWaitMs } = transferRules;
  if (silences > most) return undefined;
  const ceilingMs = Math.min(longestWaitMs, firstWaitMs * 2 ** (silences - 1));
  return Math.ceil(ceilingMs * (0.5 + 0.5 * random.float()));
}

/**
 * Wait after the fleet said that it is busy, whole ms: what it asked for, and a random time that grows with each such answer, so that units that
 * heard the same do not come back in step, and one that hears it for ever asks seldom.
 * @param retryAfterMs what the fleet asked for, 1 to 86,400,000
 * @param answers such answers in a row, this one counted, 1 or more
 */
export function busyWaitMs(retryAfterMs: number, answers: number, random: Random): number {
  const { firstWaitMs, longestWaitMs } = transferRules;
  return retryAfterMs + Math.ceil(Math.min(longestWaitMs, firstWaitMs * 2 ** (answers - 1)) * random.float());
}

/**
 * Judges the speed so far: `fast` begins a new window. A transfer that brought nothing at all is not slow but silent, which retryWaitMs bounds.
 * @param bytes that came in this window
 * @param awaitedMs time of this window in which parts were awaited
 */
export function speedVerdict(
  { speedFloorBytesPerS, speedWindowMs }: SpeedPlan,
  bytes: number,
  awaitedMs: number,
): 'open' | 'fast' | 'slow' {
  if (awaitedMs < speedWindowMs) return 'open';
  if (bytes === 0 || speedFloorBytesPerS === 0) return 'open';
  return bytes * 1_000 < speedFloorBytesPerS * awaitedMs ? 'slow' : 'fast';
}

/** What is waited for. */
export interface AwaitedPart {
  /** Where the next part starts. */
  readonly offset: number;
  /** Length of the piece when it is known; else the most that it may have. */
  readonly bytes: number;
  readonly isExact: boolean;
  /** Parts that were asked for and did not come. */
  readonly credit: number;
}

/** What came. */
export interface CamePart {
  readonly offset: number;
  readonly totalBytes: number;
  readonly bytes: number;
}

/** Why a part is dropped: it came before, one before it is missing, it was not asked for, or it is cut wrongly. */
export type PartFault = 'duplicate' | 'gap' | 'unasked' | 'cut';

/** `take` it, drop it, or end the attempt. */
export type PartVerdict =
  | { readonly type: 'take' }
  | { readonly type: 'drop'; readonly fault: PartFault }
  | { readonly type: 'refuse'; readonly cause: UpdateCauseName; readonly message: string };

/** Judges a part of the awaited piece by its place and length alone. */
export function partVerdict(awaited: AwaitedPart, came: CamePart): PartVerdict {
  const { partBytes } = transferRules;
  const refuse = (cause: UpdateCauseName, message: string): PartVerdict => ({ type: 'refuse', cause, message });
  if (came.totalBytes > awaited.bytes) {
    return refuse('endless-data', `the piece is said to have ${came.totalBytes} bytes, ${awaited.bytes} may come`);
  }
  if (awaited.isExact && came.totalBytes < awaited.bytes) {
    return refuse('modified', `the piece is said to have ${came.totalBytes} bytes, ${awaited.bytes} were signed`);
  }
  if (came.offset >= came.totalBytes) {
    return refuse('extraneous-data', `bytes came from ${came.offset} on, the piece ends at ${came.totalBytes}`);
  }
  if (came.offset + came.bytes > came.totalBytes) {
    return refuse('endless-data', `bytes came up to ${came.offset + came.bytes}, the piece ends at ${came.totalBytes}`);
  }
  if (came.offset < awaited.offset) return { type: 'drop', fault: 'duplicate' };
  if (came.offset > awaited.offset) return { type: 'drop', fault: 'gap' };
  if (came.bytes !== Math.min(partBytes, came.totalBytes - came.offset)) return { type: 'drop', fault: 'cut' };
  return awaited.credit > 0 ? { type: 'take' } : { type: 'drop', fault: 'unasked' };
}

/** What the choice between the whole image and the delta depends on. */
export interface WayFacts {
  /** The assignment offers a delta. */
  readonly hasDelta: boolean;
  /** Its base is the running image. */
  readonly isDeltaFit: boolean;
  /** The attempt took the whole image before a reset. */
  readonly isFullBegun: boolean;
  readonly fullAllowed: boolean;
  /** Content of base and target together, bytes. */
  readonly workBytes: number;
  /** Most of that which the device can work with; 0: it takes no delta. */
  readonly deltaMemoryBytes: number;
}

/** How the image comes, or why it does not. `why`: the reason against a delta that was offered; else empty. */
export type WayChoice =
  | { readonly type: 'full' | 'delta'; readonly why: string }
  | { readonly type: 'refused'; readonly cause: UpdateCauseName; readonly message: string };

/**
 * The delta when it can be used, else the whole image, else a cause: a device never takes the whole image where it was not allowed, and never in
 * silence.
 */
export function chooseWay(facts: WayFacts): WayChoice {
  const { hasDelta, isDeltaFit, isFullBegun, fullAllowed, workBytes, deltaMemoryBytes } = facts;
  const isSmall = workBytes > deltaMemoryBytes;
  if (isDeltaFit && !isSmall && !(isFullBegun && fullAllowed)) return { type: 'delta', why: '' };
  if (hasDelta && !isDeltaFit) return inPlace(facts, 'wrong-base', 'the delta is for another image than the one that runs');
  if (isDeltaFit && isSmall) {
    return inPlace(facts, 'delta-unusable', `the delta needs ${workBytes} bytes to work with, ${deltaMemoryBytes} are there`);
  }
  if (!fullAllowed) return { type: 'refused', cause: 'wrong-base', message: 'there is no delta, and the whole image is not allowed' };
  return { type: 'full', why: isDeltaFit ? 'the whole image was begun before the reset' : '' };
}

function inPlace({ fullAllowed }: WayFacts, cause: UpdateCauseName, why: string): WayChoice {
  return fullAllowed ? { type: 'full', why } : { type: 'refused', cause, message: `${why}, and the whole image is not allowed` };
}

/**
 * Whether the battery lets an update begin.
 * @param looks times that it was found too low in this attempt, 0 or more
 */
export function batteryVerdict(percent: number, looks: number): 'go' | 'wait' | 'refuse' {
  if (percent >= transferRules.batteryPercent) return 'go';
  return looks < transferRules.batteryLooks ? 'wait' : 'refuse';
}

/** Causes for which the device refuses an image, rather than failing at it: another try of the same would be refused again. */
const refusals: ReadonlySet<UpdateCauseName> = new Set([
  'bad-signature',
  'below-threshold',
  'rollback',
  'expired',
  'mix-and-match',
  'modified',
  'not-assigned',
  'wrong-hardware',
  'unknown-format',
  'too-large',
  'wrong-base',
  'delta-unusable',
  'version-too-old',
  'must-pass-through',
  'already-running',
  'busy',
  'low-battery',
  'endless-data',
  'extraneous-data',
]);

/** The state in which an attempt ends for a cause before the new image ran. */
export function endStateOf(cause: UpdateCauseName): 'rejected' | 'failed' {
  return refusals.has(cause) ? 'rejected' : 'failed';
}
