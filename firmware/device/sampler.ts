import type { DeviceCounters } from './device-counters.ts';
import type { DeviceKind, SamplePlan } from './device-kind.ts';
import type { Physics } from './physics.ts';

/** Readings a frame carries at most: frameLimits of the wire. */
const mostReadings = 4_096;
/** Longest span of one frame: offsets reach 24 hours. */
const longestSpanMs = 86_400_000;

/** Instants that one run makes up for when its host was late; older ones are counted as missed. */
const mostCatchUp = 64;

/** Takes what the sampler made: one frame's columns, valid during the call. */
export interface ReadingSink {
  /** @param offsetsMs undefined when all readings are of baseTimeMs */
  takeReadings(
    isDurable: boolean,
    baseTimeMs: number,
    count: number,
    signalIds: ArrayLike<number>,
    offsetsMs: ArrayLike<number> | undefined,
    values: ArrayLike<number>,
  ): void;
}

/** The device's own clock, which stamps readings. */
export interface StampSource {
  /** What it said so many ms of the host's time ago, ms since 1970-01-01T00:00Z: a clock that runs slower now does not stamp that late. */
  wallMs(agoMs: number): number;
}

/**
 * Takes the place of the period of every `sample` action: one set a frame, at the instants of the application clock's wall that are phaseMs
 * after a multiple of everyMs since 1970. Which signals are sampled, and when at all, is the application's as ever.
 */
export interface ReportPlan {
  /** 100 to 86,400,000. */
  readonly everyMs: number;
  /** 0 (with) to everyMs (without). */
  readonly phaseMs: number;
}

/** One `sample` action that is on. */
interface SampleGroup {
  readonly plan: SamplePlan;
  readonly everyMs: number;
  /** Sets in a frame. */
  readonly perFrame: number;
  dueMs: number;
  /** Only when a frame holds several sets: their times and values, and what the first set was read at. */
  times: number[];
  values: number[];
}

const noGroups: SampleGroup[] = [];

/** Samples on the application clock: no state machine, no closure, and for frames of one set nothing kept between two readings. */
export class Sampler {
  readonly #kind: DeviceKind;
  readonly #counters: DeviceCounters;
  readonly #sink: ReadingSink;
  readonly #report: ReportPlan | undefined;
  #groups: SampleGroup[] = noGroups;
  #dueMs = Number.POSITIVE_INFINITY;

  constructor(kind: DeviceKind, counters: DeviceCounters, sink: ReadingSink, report?: ReportPlan) {
    this.#report = report;
    this.#kind = kind;
    this.#counters = counters;
    this.#sink = sink;
  }

  /** When it has to run next, ms of the application clock. */
  get dueMs(): number {
    return this.#dueMs;
  }

  /** When it makes its next frame, ms of the application clock; infinity when it does not sample. */
  get nextFrameMs(): number {
    let nextMs = Number.POSITIVE_INFINITY;
    for (const group of this.#groups) nextMs = Math.min(nextMs, group.dueMs + (group.perFrame - 1 - group.times.length) * group.everyMs);
    return nextMs;
  }

  /**
   * Samples these signals from now on, the first time after everyMs. A group of the same signals is replaced, and keeps its beat when the
   * period stays. A report plan takes the place of period and sets.
   * @param wallMs the application clock's wall at nowMs
   */
  start(signals: readonly string[], wantedEveryMs: number, wantedPerFrame: number, nowMs: number, wallMs: number): void {
    const plan = this.#kind.planOf(signals);
    if (plan.count === 0) return;
    const report = this.#report;
    const everyMs = report?.everyMs ?? wantedEveryMs;
    const perFrame = report === undefined ? wantedPerFrame : 1;
    const firstInMs = report === undefined ? everyMs : everyMs - positiveRest(wallMs - report.phaseMs, everyMs);
    const sets = Math.max(1, Math.min(perFrame, Math.floor(mostReadings / plan.count), 1 + Math.floor(longestSpanMs / everyMs)));
    const before = this.#groups.find((group) => group.plan === plan);
    if (before?.everyMs === everyMs && before.perFrame === sets) return;
    this.#remove((group) => group.plan === plan);
    this.#groups = [...this.#groups, { plan, everyMs, perFrame: sets, dueMs: nowMs + firstInMs, times: noTimes, values: noTimes }];
    this.#plan();
  }

  /** Stops the groups that hold one of these signals; all when undefined. */
  stop(signals: readonly string[] | undefined): void {
    if (signals === undefined) this.#remove(() => true);
    else {
      const ids = new Set(this.#kind.planOf(signals).ids);
      this.#remove((group) => group.plan.ids.some((id) => ids.has(id)));
    }
    this.#plan();
  }

  /** Sends what waits for a full frame. */
  flush(): void {
    for (const group of this.#groups) this.#flush(group);
  }

  /** Memory is gone: what waited for a full frame is lost. */
  clear(): void {
    this.#groups = noGroups;
    this.#dueMs = Number.POSITIVE_INFINITY;
  }

  /**
   * Samples all groups at all instants that are due. A host that is late makes up for it: physics in closed form give what the sensors said at
   * the instant itself, so the readings are those of a device that was in time, and leave together.
   * @param nowMs ms of the application clock
   * @param wallMs the application clock's wall at nowMs, for the physics
   * @param stamps for the times in frames
   * @param speed application time over the device's own time
   */
  run(nowMs: number, wallMs: number, stamps: StampSource, speed: number, physics: Physics): void {
    for (const group of this.#groups) this.#skipMissed(group, nowMs);
    this.#plan();
    while (this.#dueMs <= nowMs) {
      const dueMs = this.#dueMs;
      const lateMs = (nowMs - dueMs) / speed;
      physics.read(dueMs, wallMs - lateMs);
      const stampMs = stamps.wallMs(lateMs);
      for (const group of this.#groups) {
        if (group.dueMs > dueMs) continue;
        this.#sample(group, stampMs);
        group.dueMs += group.everyMs;
      }
      this.#plan();
    }
  }

  /** A host that stood still for long does not sample for ever afterwards. */
  #skipMissed(group: SampleGroup, nowMs: number): void {
    const due = 1 + Math.floor((nowMs - group.dueMs) / group.everyMs);
    if (due <= mostCatchUp) return;
    group.dueMs += (due - mostCatchUp) * group.everyMs;
    this.#counters.samplesMissed += due - mostCatchUp;
  }

  #sample(group: SampleGroup, stampMs: number): void {
    const { plan } = group;
    const { outputs } = this.#kind;
    const isSingle = group.perFrame === 1;
    const values = isSingle ? this.#kind.values : group.values === noTimes ? openColumns(group) : group.values;
    const start = isSingle ? 0 : group.times.length * plan.count;
    for (let index = 0; index < plan.count; index += 1) {
      const value = outputs[plan.outputs[index] as number] as number;
      const minimum = plan.minimum[index] as number;
      const maximum = plan.maximum[index] as number;
      values[start + index] = Math.min(Math.max(value, minimum), maximum);
    }
    this.#counters.readingsSampled += plan.count;
    if (isSingle) this.#sink.takeReadings(plan.isDurable, stampMs, plan.count, plan.ids, undefined, values);
    else {
      // A clock that was set back or far ahead in between would give offsets that the wire does not know.
      const first = group.times[0];
      if (first !== undefined && (stampMs < first || stampMs - first > longestSpanMs)) this.#flushBefore(group);
      group.times.push(stampMs);
      if (group.times.length >= group.perFrame) this.#flush(group);
    }
  }

  /** Sends the sets before the one whose values were just appended, and keeps that one. */
  #flushBefore(group: SampleGroup): void {
    const newest = group.values.slice(group.times.length * group.plan.count);
    this.#flush(group);
    group.values = newest;
    group.times = [];
  }

  #flush(group: SampleGroup): void {
    const sets = group.times.length;
    if (sets === 0) return;
    const { plan, times, values } = group;
    const base = times[0] as number;
    const offsets = new Array<number>(sets * plan.count);
    for (let index = 0; index < offsets.length; index += 1) offsets[index] = (times[Math.floor(index / plan.count)] as number) - base;
    group.times = noTimes;
    group.values = noTimes;
    this.#sink.takeReadings(plan.isDurable, base, sets * plan.count, plan.repeatedIds(sets), offsets, values);
  }

  #remove(isMeant: (group: SampleGroup) => boolean): void {
    const kept: SampleGroup[] = [];
    for (const group of this.#groups) {
      if (isMeant(group)) this.#flush(group);
      else kept.push(group);
    }
    this.#groups = kept.length === 0 ? noGroups : kept;
  }

  #plan(): void {
    let dueMs = Number.POSITIVE_INFINITY;
    for (const group of this.#groups) if (group.dueMs < dueMs) dueMs = group.dueMs;
    this.#dueMs = dueMs;
  }
}

function positiveRest(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}

/** Stands for empty columns, so that a group without readings holds none. Never written to. */
const noTimes: number[] = [];

function openColumns(group: SampleGroup): number[] {
  group.times = [];
  group.values = [];
  return group.values;
}
