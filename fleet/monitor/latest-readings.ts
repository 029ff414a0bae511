/**
 * Newest reading of each signal of each device, and the alarm rules that those readings concern. Readings of a frame are taken in the order
 * of their times; all of one instant are taken before rules see them. A reading older than the newest of its signal changes nothing, so
 * that stored readings that come late neither show up as the latest nor make alarms flap.
 */
import type { LatestReading, ReadingColumns } from '#fleet/domain/index.js';
import type { PublicProfile } from '#proto/profile/index.js';
import type { AlarmRules, RuleBinding } from './alarm-rules.ts';

/** A profile as the hot path needs it. */
export class ProfileSignals {
  readonly definition: PublicProfile;
  /** Place of each signal by id; -1 for ids that the profile does not have. */
  readonly placeOf: Int32Array;
  /** Rules by the place of a signal that they use; undefined where none does. */
  bindings: (RuleBinding[] | undefined)[] = [];

  constructor(definition: PublicProfile) {
    this.definition = definition;
    const highest = definition.signals.reduce((most, signal) => Math.max(most, signal.id), 0);
    this.placeOf = new Int32Array(highest + 1).fill(-1);
    definition.signals.forEach((signal, place) => {
      this.placeOf[signal.id] = place;
    });
  }
}

/** Keeps them. */
export class LatestReadings {
  readonly #rules: AlarmRules;
  readonly #profileOf: (digest: string) => PublicProfile | undefined;
  readonly #profiles = new Map<string, ProfileSignals>();
  readonly #digests: string[] = [];
  readonly #profileByKey: (ProfileSignals | undefined)[] = [];
  /** By device key, from its first reading: values by place (NaN before the first), then their times. */
  readonly #latest: (Float64Array | undefined)[] = [];
  readonly #due: RuleBinding[] = [];
  /** Counts instants, so that a rule is due once for all readings of one. */
  #instant = 0;
  #order = new Uint32Array(4_096);

  constructor(rules: AlarmRules, profileOf: (digest: string) => PublicProfile | undefined) {
    this.#rules = rules;
    this.#profileOf = profileOf;
  }

  /** A device that may send. A change of profile forgets its readings. */
  open(deviceKey: number, deviceId: string, digest: string): void {
    if (this.#digests[deviceKey] !== digest) {
      this.#digests[deviceKey] = digest;
      this.#profileByKey[deviceKey] = undefined;
      this.#latest[deviceKey] = undefined;
    }
    this.#rules.open(deviceKey, deviceId);
  }

  /** All profiles that devices brought in this run. */
  profiles(): Iterable<ProfileSignals> {
    return this.#profiles.values();
  }

  /** Values by place, of a device that was read; undefined before. */
  valuesOf(deviceKey: number): Float64Array | undefined {
    return this.#latest[deviceKey];
  }

  profileOf(deviceKey: number): ProfileSignals | undefined {
    return this.#profileByKey[deviceKey];
  }

  /** For people: signals that were read, in the profile's order. */
  list(deviceKey: number): LatestReading[] {
    const latest = this.#latest[deviceKey];
    const signals = this.#profileByKey[deviceKey]?.definition.signals;
    if (latest === undefined || signals === undefined) return [];
    return signals.flatMap((signal, place) => {
      const value = latest[place] as number;
      if (Number.isNaN(value)) return [];
      return [{ signal: signal.name, unit: signal.unit, atMs: latest[signals.length + place] as number, value }];
    });
  }

  /** Takes a frame's readings. */
  take(deviceKey: number, readings: ReadingColumns): void {
    const profile = this.#profileByKey[deviceKey] ?? this.#resolve(deviceKey);
    if (profile === undefined) return;
    const places = profile.definition.signals.length;
    let latest = this.#latest[deviceKey];
    if (latest === undefined) {
      latest = new Float64Array(2 * places).fill(Number.NaN, 0, places).fill(Number.NEGATIVE_INFINITY, places);
      this.#latest[deviceKey] = latest;
    }
    const { count, signalIds, atMs, values } = readings;
    const { placeOf, bindings } = profile;
    const order = isInOrder(atMs, count) ? undefined : this.#ordered(atMs, count);
    let instantMs = Number.NEGATIVE_INFINITY;
    for (let step = 0; step < count; step += 1) {
      const index = order === undefined ? step : (order[step] as number);
      const at = atMs[index] as number;
      if (at !== instantMs) {
        if (this.#due.length > 0) this.#evaluate(deviceKey, instantMs, latest, profile);
        instantMs = at;
        this.#instant += 1;
      }
      const place = placeOf[signalIds[index] as number];
      if (place === undefined || place < 0 || at < (latest[places + place] as number)) continue;
      latest[place] = values[index] as number;
      latest[places + place] = at;
      const concerned = bindings[place];
      if (concerned !== undefined) this.#mark(concerned);
    }
    if (this.#due.length > 0) this.#evaluate(deviceKey, instantMs, latest, profile);
  }

  /** Gives every known profile the rules as they are now. */
  rebind(): void {
    for (const profile of this.#profiles.values()) profile.bindings = this.#rules.bind(profile.definition);
  }

  #mark(concerned: readonly RuleBinding[]): void {
    for (const binding of concerned) {
      if (binding.instant === this.#instant) continue;
      binding.instant = this.#instant;
      this.#due.push(binding);
    }
  }

  #evaluate(deviceKey: number, atMs: number, latest: Float64Array, profile: ProfileSignals): void {
    for (const binding of this.#due) this.#rules.evaluate(binding, deviceKey, atMs, latest, profile.definition);
    this.#due.length = 0;
  }

  #resolve(deviceKey: number): ProfileSignals | undefined {
    const digest = this.#digests[deviceKey] as string;
    let profile = this.#profiles.get(digest);
    if (profile === undefined) {
      const definition = this.#profileOf(digest);
      if (definition === undefined) return undefined;
      profile = new ProfileSignals(definition);
      profile.bindings = this.#rules.bind(definition);
      this.#profiles.set(digest, profile);
    }
    this.#profileByKey[deviceKey] = profile;
    return profile;
  }

  #ordered(atMs: ArrayLike<number>, count: number): Uint32Array {
    if (this.#order.length < count) this.#order = new Uint32Array(count);
    const order = this.#order.subarray(0, count);
    for (let index = 0; index < count; index += 1) order[index] = index;
    // Ties keep the order of the frame.
    return order.sort((left, right) => (atMs[left] as number) - (atMs[right] as number) || left - right);
  }
}

function isInOrder(atMs: ArrayLike<number>, count: number): boolean {
  for (let index = 1; index < count; index += 1) {
    if ((atMs[index] as number) < (atMs[index - 1] as number)) return false;
  }
  return true;
}
