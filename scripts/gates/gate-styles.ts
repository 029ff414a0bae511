/** The gates that are compared. Each is told what a manager would know, in the order of time, and says when it stops the rollout. */
import { type CanaryBounds, HealthWatch, incidentQuietMs, judgeThreshold } from '#fleet/rollout/index.js';
import type { FleetEvent, FleetHistory } from './gate-fleet.ts';

/** A way to judge a rollout. */
export interface GateStyle {
  readonly name: string;
  readonly title: string;
  /** Begins to watch a rollout. */
  readonly watch: (history: FleetHistory) => GateWatcher;
}

/** Watches one rollout: is told each event, and says why it stops, undefined as long as it does not. */
export type GateWatcher = (event: FleetEvent) => string | undefined;

/** The limits of the comparison, the same for all who have them. */
const comparisonLimits = {
  failedPercent: 2,
  silentPercent: 2,
  /** Attempted devices before a share is judged. */
  minimum: 200,
  bounds: { falseStop: 0.01, falsePromotion: 0.05 } satisfies CanaryBounds,
  countedFailures: 3,
} as const;

const { failedPercent, silentPercent, minimum } = comparisonLimits;

/**
 * Whose silence is taken for what the fleet shows by itself: devices that were not attempted and were heard since the rollout began; the same, but
 * heard since the wave began; the same, but of waves that are still to come; nobody's.
 */
type ControlGroup = 'heard since the rollout began' | 'heard since the wave began' | 'of later waves' | 'none';

/** All of them; ours comes first. */
export const gateStyles: readonly GateStyle[] = [
  {
    name: 'seatrial',
    title: `failed above ${failedPercent} % and silence beyond the control group above ${silentPercent} % of at least ${minimum} attempted, health with a false-stop probability of 1 %`,
    watch: (history) => watchOurs(history, 'heard since the rollout began'),
  },
  {
    name: 'seatrial, `absolute: true`',
    title: 'the same with silence as it is, without a control group',
    watch: (history) => watchOurs(history, 'none'),
  },
  {
    name: 'errors over group, 2 %',
    title: 'after hawkBit: reported errors over the size of the group above 2 %, no minimum sample',
    watch: (history) => watchGroups(history, 2),
  },
  {
    name: 'errors over group, 10 %',
    title: 'the same with 10 %',
    watch: (history) => watchGroups(history, 10),
  },
  {
    name: 'abort criterion',
    title: `after AWS IoT Jobs: failed and timed out (4 h) at least ${failedPercent} % of at least ${minimum} executed`,
    watch: watchExecutions,
  },
  { name: 'timetable', title: 'after Mender: phases by the clock, nothing is judged', watch: () => () => undefined },
];

/** Other control groups for silence: what they would cost. */
export const controlStyles: readonly GateStyle[] = (
  ['heard since the rollout began', 'heard since the wave began', 'of later waves'] as const
).map((control) => ({ name: control, title: `ours with a control group ${control}`, watch: (history) => watchOurs(history, control) }));

function watchGroups({ waveOf }: FleetHistory, percent: number): GateWatcher {
  const sizes = countBy(waveOf);
  const errors = sizes.map(() => 0);
  return ({ type, device }) => {
    if (type !== 'failed') return undefined;
    const wave = waveOf[device] as number;
    errors[wave] = (errors[wave] as number) + 1;
    return (100 * (errors[wave] as number)) / (sizes[wave] as number) > percent ? 'errors' : undefined;
  };
}

function watchExecutions(): GateWatcher {
  let executed = 0;
  let failed = 0;
  return ({ type }) => {
    if (type === 'offered') executed += 1;
    else if (type === 'failed' || type === 'timedOut') failed += 1;
    else return undefined;
    return executed >= minimum && (100 * failed) / executed >= failedPercent ? 'failed or timed out' : undefined;
  };
}

function watchOurs(history: FleetHistory, control: ControlGroup): GateWatcher {
  const thresholds = new Thresholds(history, control);
  const health = new HealthSides(history);
  return (event) => thresholds.take(event) ?? health.take(event);
}

/** Shares of the attempted: failed ones, and silent ones beyond those of the control group. */
class Thresholds {
  readonly #history: FleetHistory;
  readonly #control: ControlGroup;
  readonly #isAttempted: Uint8Array;
  readonly #isSilent: Uint8Array;
  readonly #isControl: Uint8Array;
  /** Devices of the control group by wave, and those of them that are silent. */
  readonly #controls: number[];
  readonly #silentControls: number[];
  /** Devices of the waves up to this one. */
  #devices: number;
  #attempted = 0;
  #failed = 0;
  #silent = 0;
  #wave = 0;
  #lastShare: number | undefined;

  constructor(history: FleetHistory, control: ControlGroup) {
    this.#history = history;
    this.#control = control;
    this.#isAttempted = new Uint8Array(history.devices);
    this.#isSilent = new Uint8Array(history.devices);
    this.#isControl = new Uint8Array(history.devices);
    this.#devices = history.waveOf.reduce((sum, wave) => sum + (wave === 0 ? 1 : 0), 0);
    this.#controls = history.waveHours.map(() => 0);
    this.#silentControls = history.waveHours.map(() => 0);
    for (const [device, isHeard] of history.isHeard.entries()) if (isHeard === 1) this.#join(device);
  }

  take({ type, device, hour }: FleetEvent): string | undefined {
    this.#beginWaves(hour);
    if (type === 'offered') {
      this.#leave(device);
      this.#isAttempted[device] = 1;
      this.#attempted += 1;
    } else if (type === 'failed') this.#failed += 1;
    else if (type === 'silent') this.#silence(device, 1);
    else if (type === 'back') {
      if (this.#isSilent[device] === 1) this.#silence(device, 0);
      if (this.#isAttempted[device] === 0 && this.#isControl[device] === 0) this.#join(device);
    } else return undefined;
    return this.#isAbove('failed') ? 'failed' : this.#isAbove('silent') ? 'silent' : undefined;
  }

  #beginWaves(hour: number): void {
    while (hour >= (this.#history.waveHours[this.#wave + 1] ?? Number.POSITIVE_INFINITY)) {
      this.#wave += 1;
      this.#devices += this.#history.waveOf.reduce((sum, wave) => sum + (wave === this.#wave ? 1 : 0), 0);
      if (this.#control !== 'heard since the wave began') continue;
      for (const [device, isSilent] of this.#isSilent.entries()) if (isSilent === 1) this.#leave(device);
    }
  }

  #isAbove(set: 'failed' | 'silent'): boolean {
    const limits = { abovePercent: set === 'failed' ? failedPercent : silentPercent, minimum, absolute: this.#control === 'none' };
    const gate = { type: 'threshold', name: set, of: [set], causes: [], onBad: 'halt', ...limits } as const;
    const { outcome, details } = judgeThreshold(gate, {
      rollout: 'comparison',
      nowMs: 0,
      wave: { name: `${this.#wave + 1}`, startedAtMs: 0, soakStartedAtMs: 0, soakMs: 0 },
      sums: {
        devices: this.#devices,
        attempted: this.#attempted,
        failures: [{ bucket: 'failed', cause: 'install', devices: this.#failed }],
        failing: 0,
        left: 0,
      },
      ends: [],
      silence: { strata: [this.#strata()], lastControlShare: this.#lastShare },
      health: undefined,
      healthHours: 0,
      means: undefined,
      promotion: undefined,
      change: undefined,
      before: undefined,
    });
    if (details.controlSilentPercent !== undefined) this.#lastShare = details.controlSilentPercent / 100;
    return outcome === 'bad';
  }

  #strata() {
    const from = this.#control === 'of later waves' ? this.#wave + 1 : 0;
    const control = this.#controls.slice(from).reduce((sum, one) => sum + one, 0);
    const controlSilent = this.#silentControls.slice(from).reduce((sum, one) => sum + one, 0);
    return { attempted: this.#attempted, silent: this.#silent, control, controlSilent };
  }

  #silence(device: number, isSilent: 0 | 1): void {
    this.#isSilent[device] = isSilent;
    const by = isSilent === 1 ? 1 : -1;
    if (this.#isAttempted[device] === 1) this.#silent += by;
    if (this.#isControl[device] === 1) this.#change(this.#silentControls, device, by);
  }

  #join(device: number): void {
    this.#isControl[device] = 1;
    this.#change(this.#controls, device, 1);
  }

  #leave(device: number): void {
    if (this.#isControl[device] === 0) return;
    this.#isControl[device] = 0;
    this.#change(this.#controls, device, -1);
    if (this.#isSilent[device] === 1) this.#change(this.#silentControls, device, -1);
  }

  #change(counts: number[], device: number, by: number): void {
    const wave = this.#history.waveOf[device] as number;
    counts[wave] = (counts[wave] as number) + by;
  }
}

/** Feeds the health watch: who is there, on which side, in an incident or not. */
class HealthSides {
  readonly #watch = new HealthWatch(1, comparisonLimits.countedFailures);
  readonly #failures: Uint8Array;
  readonly #side: ('waiting' | 'updated' | 'none')[];
  readonly #isHeard: Uint8Array;
  readonly #isWatched: Uint8Array;
  /** When the incident of a device is over, hours. */
  readonly #quietHour: Float64Array;
  /** Incidents in the order of their ends. */
  readonly #incidents: { readonly hour: number; readonly device: number }[] = [];
  #next = 0;

  constructor({ devices, isHeard }: FleetHistory) {
    this.#failures = new Uint8Array(devices);
    this.#side = Array<'waiting'>(devices).fill('waiting');
    this.#isHeard = isHeard.slice();
    this.#isWatched = new Uint8Array(devices);
    this.#quietHour = new Float64Array(devices);
    for (let device = 0; device < devices; device += 1) this.#place(device, 0);
  }

  take({ hour, device, type }: FleetEvent): string | undefined {
    this.#endIncidents(hour);
    if (type === 'offered') this.#turn(device, 'none', hour);
    else if (type === 'updated') this.#turn(device, 'updated', hour);
    else if (type === 'back') {
      this.#isHeard[device] = 1;
      this.#rest(device, hour);
    } else if (type === 'crashed' || type === 'silent') return this.#fail(device, type, hour);
    return undefined;
  }

  #fail(device: number, type: 'crashed' | 'silent', hour: number): string | undefined {
    const side = this.#side[device];
    const isCounted = this.#isWatched[device] === 1 && side !== undefined && side !== 'none';
    if (isCounted) {
      this.#watch.fail(0, side, this.#failures[device] as number, type === 'silent' ? 'silence' : 'crash');
      this.#failures[device] = Math.min(255, (this.#failures[device] as number) + 1);
    }
    if (type === 'silent') this.#isHeard[device] = 0;
    this.#rest(device, hour);
    return isCounted && this.#watch.verdict(comparisonLimits.bounds).type === 'worse' ? 'health' : undefined;
  }

  #rest(device: number, hour: number): void {
    const end = hour + incidentQuietMs / 3_600_000;
    this.#quietHour[device] = end;
    this.#incidents.push({ hour: end, device });
    this.#place(device, hour);
  }

  #endIncidents(hour: number): void {
    for (; (this.#incidents[this.#next]?.hour ?? Number.POSITIVE_INFINITY) <= hour; this.#next += 1) {
      this.#place((this.#incidents[this.#next] as { device: number }).device, hour);
    }
  }

  #turn(device: number, side: 'updated' | 'none', hour: number): void {
    this.#leave(device);
    this.#side[device] = side;
    this.#place(device, hour);
  }

  /** Watched is who is on a side, is heard and has been quiet. */
  #place(device: number, hour: number): void {
    const side = this.#side[device];
    const mayFail = side !== 'none' && this.#isHeard[device] === 1 && (this.#quietHour[device] as number) <= hour;
    if (!mayFail) this.#leave(device);
    else if (this.#isWatched[device] === 0 && side !== undefined) {
      this.#isWatched[device] = 1;
      this.#watch.enter(0, side, this.#failures[device] as number);
    }
  }

  #leave(device: number): void {
    const side = this.#side[device];
    if (this.#isWatched[device] === 0 || side === undefined || side === 'none') return;
    this.#isWatched[device] = 0;
    this.#watch.leave(0, side, this.#failures[device] as number);
  }
}

function countBy(waveOf: Uint8Array): number[] {
  const sizes: number[] = [];
  for (const wave of waveOf) sizes[wave] = (sizes[wave] ?? 0) + 1;
  return sizes;
}
