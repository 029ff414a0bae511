/**
 * The fleets on which gates are compared: one whole rollout in waves, as it would go if nobody stopped it. All gates watch the same history, so that nothing but
 * their judgement differs.
 */
import { drawExponential, drawGamma } from '#fleet/rollout/index.js';
import { createRandom, type Random } from '#proto/kit/index.js';

/** What is wrong with the firmware, or with the fleet. */
export interface FleetKind {
  readonly name: string;
  /** What a reader of the table has to know. */
  readonly title: string;
  /** Whether a stop is right. */
  readonly isBad: boolean;
  /** Share of devices on which the firmware can't be installed, beyond the fleet's own; default 0. */
  readonly installFailureShare?: number;
  /** Share of devices that never come back from the boot into the firmware; default 0. */
  readonly brickShare?: number;
  /** How many times as often updated devices crash; default 1. */
  readonly crashRatio?: number;
  /** Hours from boot until a leak has crashed the device, with a standard deviation of a tenth; default never. */
  readonly leakHours?: number;
  /** Shape of the gamma distribution of the devices' own crash rates, mean 1; default all alike. */
  readonly frailtyShape?: number;
  /** Probability that a device falls silent within a day, whatever runs on it; default 0.005. */
  readonly silencePerDay?: number;
}

/** What the manager gets to know of a device. `broken` is told to nobody: the firmware has done its damage there for the first time. */
export type FleetEventType = 'offered' | 'failed' | 'updated' | 'timedOut' | 'crashed' | 'silent' | 'back' | 'broken';

/** Something that happened. */
export interface FleetEvent {
  readonly hour: number;
  readonly device: number;
  readonly type: FleetEventType;
}

/** A rollout that nobody stopped. */
export interface FleetHistory {
  readonly devices: number;
  /** Wave of each device, from 0. */
  readonly waveOf: Uint8Array;
  /** When each wave begins, hours. */
  readonly waveHours: readonly number[];
  /** Whether a device could be heard at the start. */
  readonly isHeard: Uint8Array;
  /** In the order of time. */
  readonly events: readonly FleetEvent[];
  /** When the last soak is over, hours. */
  readonly hours: number;
}

/** The rollout of the comparison: figures of a fleet as one meets them. */
export const comparisonPlan = {
  waveShares: [0.01, 0.05, 0.25, 1],
  /** Each wave is offered over so many hours, evenly. */
  dispatchHours: 4,
  soakHours: 24,
  /** From the offer to the report that it is installed and confirmed. */
  attemptHours: 0.5,
  crashesPerHour: 0.002,
  installFailureShare: 0.005,
  silencePerDay: 0.005,
  /** Mean length of an outage. */
  outageHours: 12,
  /** Three missed wake-ups of ten minutes. */
  silentAfterHours: 0.5,
  /** How long a peer with a deadline waits for the end of an attempt. */
  timeoutHours: 4,
} as const;

/** Lives through one rollout. */
export function simulateRollout(kind: FleetKind, devices: number, seed: string): FleetHistory {
  const { waveShares, dispatchHours, soakHours } = comparisonPlan;
  const random = createRandom(seed, kind.name, 'gate comparison');
  const waveHours = waveShares.map((_, wave) => wave * (dispatchHours + soakHours));
  const hours = waveShares.length * (dispatchHours + soakHours);
  const waveOf = new Uint8Array(devices);
  const isHeard = new Uint8Array(devices);
  const events: FleetEvent[] = [];
  let from = 0;
  for (const [wave, share] of waveShares.entries()) {
    const upTo = Math.round(devices * share);
    for (let device = from; device < upTo; device += 1) {
      waveOf[device] = wave;
      const offerHour = (waveHours[wave] as number) + (dispatchHours * (device - from)) / (upTo - from);
      const life = new DeviceLife(kind, random, offerHour, (hour, type) => {
        if (hour < hours) events.push({ hour, device, type });
      });
      isHeard[device] = life.isHeard ? 1 : 0;
      life.run(hours);
    }
    from = upTo;
  }
  events.sort((a, b) => a.hour - b.hour);
  return { devices, waveOf, waveHours, isHeard, events, hours };
}

/** One device: what is next of a crash, an outage, the offer and the end of its attempt. */
class DeviceLife {
  readonly isHeard: boolean;
  readonly #kind: FleetKind;
  readonly #random: Random;
  readonly #emit: (hour: number, type: FleetEventType) => void;
  readonly #offerHour: number;
  readonly #crashRate: number;
  readonly #silenceRate: number;
  #hour = 0;
  #state: 'old' | 'attempting' | 'failed' | 'new' | 'dead' = 'old';
  #resultHour = Number.POSITIVE_INFINITY;
  #deadlineHour = Number.POSITIVE_INFINITY;
  #leakHour = Number.POSITIVE_INFINITY;
  #isBroken = false;

  constructor(kind: FleetKind, random: Random, offerHour: number, emit: (hour: number, type: FleetEventType) => void) {
    const { crashesPerHour, silencePerDay, outageHours } = comparisonPlan;
    this.#kind = kind;
    this.#random = random;
    this.#emit = emit;
    this.#offerHour = offerHour;
    this.#crashRate = crashesPerHour * (kind.frailtyShape === undefined ? 1 : drawGamma(random, kind.frailtyShape));
    this.#silenceRate = (kind.silencePerDay ?? silencePerDay) / 24;
    const away = this.#silenceRate * outageHours;
    this.isHeard = random.float() >= away / (1 + away);
    if (this.isHeard) return;
    this.#hour = drawExponential(random, 1 / outageHours);
    emit(this.#hour, 'back');
  }

  run(hours: number): void {
    while (this.#hour < hours && this.#state !== 'dead') {
      const from = this.#hour;
      const isNew = this.#state === 'new';
      const crashHour = from + drawExponential(this.#random, this.#crashRate * (isNew ? (this.#kind.crashRatio ?? 1) : 1));
      const silenceHour = from + drawExponential(this.#random, this.#silenceRate);
      const planned = this.#state === 'old' ? this.#offerHour : this.#state === 'attempting' ? this.#resultHour : this.#leakHour;
      const plannedHour = Math.max(from, planned);
      this.#hour = Math.min(crashHour, silenceHour, plannedHour);
      if (this.#hour >= hours) return;
      if (this.#hour === plannedHour) this.#doPlanned();
      else if (this.#hour === silenceHour) this.#fallSilent();
      else this.#crash(isNew && this.#random.float() * (this.#kind.crashRatio ?? 1) >= 1);
    }
  }

  #doPlanned(): void {
    if (this.#state === 'old') {
      this.#state = 'attempting';
      this.#emit(this.#hour, 'offered');
      this.#resultHour = this.#hour + comparisonPlan.attemptHours;
      this.#deadlineHour = this.#hour + comparisonPlan.timeoutHours;
    } else if (this.#state === 'attempting') this.#endAttempt();
    else this.#crash(true);
  }

  #endAttempt(): void {
    const { installFailureShare, silentAfterHours } = comparisonPlan;
    const chance = this.#random.float();
    const flaw = this.#kind.installFailureShare ?? 0;
    if (chance < installFailureShare + flaw) {
      this.#state = 'failed';
      this.#emit(this.#hour, 'failed');
      if (chance < flaw) this.#break();
    } else if (this.#random.float() < (this.#kind.brickShare ?? 0)) {
      this.#state = 'dead';
      this.#break();
      this.#emit(this.#hour + silentAfterHours, 'silent');
      this.#emit(this.#deadlineHour, 'timedOut');
    } else {
      this.#state = 'new';
      this.#emit(this.#hour, 'updated');
      this.#boot();
    }
  }

  #crash(isOfFirmware: boolean): void {
    if (isOfFirmware) this.#break();
    this.#emit(this.#hour, 'crashed');
    if (this.#state === 'new') this.#boot();
  }

  #boot(): void {
    const { leakHours } = this.#kind;
    if (leakHours !== undefined) this.#leakHour = this.#hour + leakHours * Math.max(0.5, 1 + 0.1 * this.#random.normal());
  }

  #fallSilent(): void {
    const { outageHours, silentAfterHours } = comparisonPlan;
    const backHour = this.#hour + drawExponential(this.#random, 1 / outageHours);
    if (backHour - this.#hour > silentAfterHours) {
      this.#emit(this.#hour + silentAfterHours, 'silent');
      this.#emit(backHour, 'back');
    }
    if (this.#state === 'attempting' && backHour > this.#deadlineHour) {
      this.#emit(this.#deadlineHour, 'timedOut');
      this.#deadlineHour = Number.POSITIVE_INFINITY;
    }
    this.#hour = backHour;
  }

  #break(): void {
    if (this.#isBroken) return;
    this.#isBroken = true;
    this.#emit(this.#hour, 'broken');
  }
}
