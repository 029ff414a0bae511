/** When a device gets the delta and when the whole image: a pure decision of the fleet. The device checks what concerns it once more. */

/** What an operator wants: deltas where they are good, deltas or nothing (a metered link), or none. */
export type DeltaPolicy = 'prefer' | 'require' | 'never';

/** What the choice depends on. All sizes in bytes. */
export interface DeltaQuestion {
  readonly policy: DeltaPolicy;
  /** Digest of the image that the device runs, confirmed, hex; undefined when it runs none or has not confirmed it. */
  readonly runningDigest: string | undefined;
  /** The delta that the fleet has to the target; undefined when it has none. */
  readonly delta:
    | {
        /** Digest of the image that it starts from, hex. */
        readonly baseDigest: string;
        /** What travels, 1 or more. */
        readonly bytes: number;
        /** Content of base and of target together: what a device works with at once. */
        readonly workBytes: number;
      }
    | undefined;
  /** Content of the target: what travels otherwise, 1 or more. */
  readonly fullBytes: number;
  /** Most work bytes of the device, by its profile; 0: it takes no delta. */
  readonly deltaMemoryBytes: number;
  /** What a delta must spare of the full bytes at least, percent, 0 to 100; it is not asked when a delta is required. */
  readonly leastGainPercent: number;
}

/** Why a delta is not taken. */
export type DeltaObstacle = 'policy' | 'no-delta' | 'no-base' | 'wrong-base' | 'no-memory' | 'little-gain';

/** The answer; `reason` is for people, with what was measured against which limit. */
export type DeltaChoice =
  | { readonly type: 'delta'; readonly gainPercent: number; readonly reason: string }
  | { readonly type: 'full'; readonly obstacle: DeltaObstacle; readonly reason: string }
  /** Neither: the policy asks for a delta that can't be. Never the whole image in silence. */
  | { readonly type: 'refused'; readonly obstacle: DeltaObstacle; readonly reason: string };

/** Delta, whole image, or neither. */
export function chooseDelta(question: DeltaQuestion): DeltaChoice {
  const { policy, fullBytes, delta } = question;
  const found = obstacleOf(question);
  if (found !== undefined) return { type: policy === 'require' ? 'refused' : 'full', ...found };
  const bytes = delta?.bytes ?? 0;
  const gainPercent = gainOf(bytes, fullBytes);
  return { type: 'delta', gainPercent, reason: `the delta has ${bytes} bytes in place of ${fullBytes}: ${gainPercent} % less` };
}

function obstacleOf({
  policy,
  runningDigest,
  delta,
  fullBytes,
  deltaMemoryBytes,
  leastGainPercent,
}: DeltaQuestion): { readonly obstacle: DeltaObstacle; readonly reason: string } | undefined {
  if (policy === 'never') return { obstacle: 'policy', reason: 'the policy allows no delta' };
  if (delta === undefined) return { obstacle: 'no-delta', reason: 'there is no delta to this release' };
  if (runningDigest === undefined) return { obstacle: 'no-base', reason: 'the device runs no confirmed image' };
  if (delta.baseDigest !== runningDigest) {
    const reason = `the delta starts from the image ${delta.baseDigest.slice(0, 16)}…, the device runs ${runningDigest.slice(0, 16)}…`;
    return { obstacle: 'wrong-base', reason };
  }
  if (delta.workBytes > deltaMemoryBytes) {
    const reason = `the delta needs ${delta.workBytes} bytes for base and target, the device works with ${deltaMemoryBytes}`;
    return { obstacle: 'no-memory', reason };
  }
  const gainPercent = gainOf(delta.bytes, fullBytes);
  if (policy === 'require' || gainPercent >= leastGainPercent) return undefined;
  return { obstacle: 'little-gain', reason: `the delta spares ${gainPercent} % of ${fullBytes} bytes, ${leastGainPercent} % are wanted` };
}

/** Percent that it spares, one decimal, rounded down; below 0 when it is larger. */
function gainOf(deltaBytes: number, fullBytes: number): number {
  return Math.floor(((fullBytes - deltaBytes) * 1_000) / fullBytes) / 10;
}
