import type { GateVerdict } from '#fleet/domain/index.js';
import type { SilenceStratum } from './gate-facts.ts';

/**
 * Silence of attempted devices beyond what devices show that nobody touched. Fleets have outages of their own: a site without power takes updated and waiting
 * devices alike, and must not stop a good release. So of each stratum's attempted devices as many may be silent as the share of its control group.
 */

/** Devices of a control group whose share is worth something; a smaller one would allow silence by a single dead device. */
export const leastControlDevices = 10;

/** Whether too few wait to tell updated devices from: fewer than that, or than one of twenty. */
export function isSmallControl(waiting: number, updated: number): boolean {
  return waiting < leastControlDevices || waiting * 20 < updated;
}

/** Silence, split in what would have been there anyway and the rest. */
export interface SilenceExcess {
  readonly attempted: number;
  readonly silent: number;
  /** Silent ones that the control group explains; not a whole number. */
  readonly expected: number;
  /** The rest, 0 or more; not a whole number. */
  readonly excess: number;
  /** The control group of all strata together. */
  readonly control: number;
  readonly controlSilent: number;
  /**
   * Where the expectation comes from: `control` the devices that wait now; `last` a share from when there were enough of them; `none` there never were: then
   * every silent device counts.
   */
  readonly basis: 'control' | 'last' | 'none';
}

/**
 * The excess of silence. A stratum whose control group is too small takes the share of all strata together; when that is too small too, the last share
 * that a verdict noted: in the last wave the control group melts away while the figure is still wanted. What the fleet showed before the
 * start would be another thing: it counts devices that were gone before anybody looked, and nobody gone before is in either group.
 * @param lastShare of lastControlShare()
 */
export function silenceExcess(strata: readonly SilenceStratum[], lastShare: number | undefined): SilenceExcess {
  let attempted = 0;
  let silent = 0;
  let control = 0;
  let controlSilent = 0;
  for (const stratum of strata) {
    attempted += stratum.attempted;
    silent += stratum.silent;
    control += stratum.control;
    controlSilent += stratum.controlSilent;
  }
  const basis = control >= leastControlDevices ? 'control' : lastShare === undefined ? 'none' : 'last';
  const pooled = basis === 'control' ? controlSilent / control : (lastShare ?? 0);
  let expected = 0;
  for (const stratum of strata) {
    const share = stratum.control >= leastControlDevices ? stratum.controlSilent / stratum.control : pooled;
    expected += stratum.attempted * share;
  }
  return { attempted, silent, expected, excess: Math.max(0, silent - expected), control, controlSilent, basis };
}

/** The newest share of silent control devices, 0 to 1, that a verdict was based on; undefined: none ever was. @param verdicts oldest first */
export function lastControlShare(verdicts: readonly GateVerdict[]): number | undefined {
  for (const { details } of verdicts.toReversed()) {
    const percent = details.controlSilentPercent;
    if (percent !== undefined) return percent / 100;
  }
  return undefined;
}
