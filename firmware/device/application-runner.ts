/**
 * Runs the application of one device: steps its record, carries out its hardware actions, and is the one task of the device on the application
 * clock: delays of the application, watches, sampling, the recording, and an empty battery, whichever comes first. Over 200 lines since
 * all that an application can do to its hardware meets here.
 */

import {
  type Battery,
  chargePercentAt,
  crossed,
  drawCharge,
  emptyAtMs,
  type Settings,
  takeStep,
  type Watch,
} from '#firmware/logic/index.js';
import type { ResetReasonName } from '#proto/frame/index.js';
import {
  type ApplicationEffect,
  type ApplicationInputs,
  type ApplicationRecord,
  type ApplicationStep,
  type CommandArguments,
  configureApplication,
  nextTimer,
  startApplication,
  stepApplication,
} from '#proto/image/index.js';
import { type Clock, isSeatrialError, messageOf, TimerTask } from '#proto/kit/index.js';
import type { DeviceCounters } from './device-counters.ts';
import type { DeviceKind, RunningImage } from './device-kind.ts';
import type { Physics } from './physics.ts';
import type { Recording } from './recording.ts';
import type { Sampler } from './sampler.ts';

const dayMs = 86_400_000;
const noWatches: Watch[] = [];

/** What the application needs of the device around it. */
export interface ApplicationHost {
  readonly kind: DeviceKind;
  readonly image: RunningImage;
  readonly counters: DeviceCounters;
  readonly applicationClock: Clock;
  readonly physics: Physics;
  readonly sampler: Sampler;
  readonly battery: Battery | undefined;
  readonly recording: Recording | undefined;
  /** The device's own wall clock, ms since 1970-01-01T00:00Z; what it said so many ms of the host's time ago. */
  wallMs(agoMs?: number): number;
  report(name: string, message: string, values: Readonly<Record<string, number>>): void;
  failApplication(reason: ResetReasonName, message: string): void;
  batteryEmpty(): void;
  /** Ends the sleep of a sleeper early; nothing for one that is awake. */
  wake(): void;
}

/** What guards and operands read: one object a process, pointed at the device that steps. */
class Surroundings implements ApplicationInputs {
  nowMs = 0;
  batteryPercent = 100;
  minuteOfDay = 0;
  #host: ApplicationHost | undefined;

  pointAt(host: ApplicationHost, nowMs: number): void {
    this.#host = host;
    this.nowMs = nowMs;
    this.batteryPercent = host.battery === undefined ? 100 : chargePercentAt(host.battery, nowMs);
    // The application lives on its own clock; an error of the device's wall clock moves its idea of the day with it.
    const wallMs = host.applicationClock.wallMs();
    this.minuteOfDay = Math.floor((((wallMs % dayMs) + dayMs) % dayMs) / 60_000);
  }

  signal(name: string): number {
    return this.#host === undefined ? Number.NaN : readSignal(this.#host, name, this.nowMs);
  }
}

const surroundings = new Surroundings();

/** What a signal says now: from the recording when there is one, else from the model; NaN when neither gives it. */
function readSignal(host: ApplicationHost, name: string, nowMs: number): number {
  if (host.recording !== undefined) {
    const recorded = host.recording.newest(name);
    if (recorded !== undefined) return recorded;
  }
  const index = host.kind.outputIndex.get(name);
  if (index === undefined) return Number.NaN;
  host.physics.read(nowMs, host.applicationClock.wallMs());
  return host.kind.outputs[index] ?? Number.NaN;
}

/** See the head of this file. */
export class ApplicationRunner extends TimerTask {
  readonly #host: ApplicationHost;
  #record: ApplicationRecord | undefined;
  #watches: Watch[] = noWatches;
  #allocatedBytes = 0;
  /** Start of the second whose steps are counted, and how many. The two numbers of a StepBudget. */
  startMs = Number.NEGATIVE_INFINITY;
  steps = 0;

  constructor(host: ApplicationHost) {
    super();
    this.#host = host;
  }

  /** Path of the active state; undefined while no application runs. */
  get state(): string | undefined {
    return this.#record?.value;
  }

  /** Settings and variables of the application; undefined while none runs. */
  get context(): Readonly<Record<string, number | string | boolean>> | undefined {
    return this.#record?.context;
  }

  /** Starts the application of the running image. */
  start(settings: Settings): void {
    const { application } = this.#host.image;
    if (application === undefined) return;
    const nowMs = this.#host.applicationClock.nowMs();
    this.#allocatedBytes = 0;
    this.startMs = nowMs;
    this.steps = 0;
    this.#attempt(nowMs, (inputs) => startApplication(application, settings, inputs));
    this.#arm();
  }

  /** The memory is gone. */
  halt(): void {
    this.#record = undefined;
    this.#watches = noWatches;
    this.#host.sampler.clear();
    this.#host.applicationClock.cancel(this);
  }

  /** Steps by one event, a command with its arguments. False when no application runs or no state took it. */
  step(event: string, args: CommandArguments = {}): boolean {
    const record = this.#record;
    const { application } = this.#host.image;
    if (record === undefined || application === undefined) return false;
    const nowMs = this.#host.applicationClock.nowMs();
    if (!takeStep(this, nowMs)) {
      this.#host.failApplication('app-fault', `more than 100 application steps in one second, the last one by ${event}`);
      return false;
    }
    const isTaken = this.#attempt(nowMs, (inputs) => stepApplication(application, record, event, inputs, args));
    this.#arm();
    return isTaken;
  }

  /** Puts other settings into the context and tells the application. */
  configure(settings: Settings): void {
    if (this.#record === undefined) return;
    this.#record = configureApplication(this.#record, settings);
    this.step('configuration.changed');
  }

  /** Looks again when to wake: the battery, the recording or its room changed. */
  replan(): void {
    if (this.#record !== undefined) this.#arm();
  }

  override fire(): void {
    const host = this.#host;
    const nowMs = host.applicationClock.nowMs();
    if (host.battery !== undefined && emptyAtMs(host.battery) <= nowMs) {
      host.batteryEmpty();
      return;
    }
    // What should have been sampled before now comes first: what timers and watches do now must not move it.
    if (host.sampler.dueMs < nowMs) this.#sample(nowMs);
    for (let timer = this.#record && nextTimer(this.#record); timer !== undefined && timer.dueMs <= nowMs; ) {
      this.step(timer.id);
      timer = this.#record && nextTimer(this.#record);
    }
    if (this.#watches.length > 0) this.#look(nowMs);
    if (host.recording !== undefined && host.recording.dueMs <= nowMs) host.recording.run(nowMs, host.wallMs());
    if (host.sampler.dueMs <= nowMs) this.#sample(nowMs);
    this.#arm();
  }

  #sample(nowMs: number): void {
    const { sampler, applicationClock, physics } = this.#host;
    sampler.run(nowMs, applicationClock.wallMs(), this.#host, applicationClock.speed, physics);
  }

  #look(nowMs: number): void {
    for (const watch of this.#watches) {
      // A step of a watch before it may have ended it.
      if (watch.dueMs > nowMs || !this.#watches.includes(watch)) continue;
      watch.dueMs += watch.everyMs;
      if (watch.dueMs <= nowMs) watch.dueMs = nowMs + watch.everyMs;
      if (crossed(watch, readSignal(this.#host, watch.signal, nowMs))) this.step(watch.event);
    }
  }

  #attempt(nowMs: number, step: (inputs: ApplicationInputs) => ApplicationStep): boolean {
    const host = this.#host;
    host.counters.applicationSteps += 1;
    surroundings.pointAt(host, nowMs);
    let result: ApplicationStep;
    try {
      result = step(surroundings);
    } catch (error) {
      // What the loader can't see beforehand is the application's fault, not ours; anything else is a bug and ends the process.
      if (!isSeatrialError(error)) throw error;
      host.failApplication('app-fault', messageOf(error));
      return false;
    }
    this.#record = result.record;
    for (const effect of result.effects) {
      if (this.#record === undefined) break;
      this.#perform(effect, nowMs);
    }
    return result.isTaken;
  }

  #perform(effect: ApplicationEffect, nowMs: number): void {
    const host = this.#host;
    switch (effect.type) {
      case 'sample':
        // A recording is what the sensors say: it comes whole, at its own pace.
        if (host.recording === undefined)
          host.sampler.start(effect.signals, effect.everyMs, effect.perFrame, nowMs, host.applicationClock.wallMs());
        break;
      case 'stop':
        host.sampler.stop(effect.signals);
        break;
      case 'watch':
        this.#unwatch(effect.event);
        this.#watches = [...this.#watches, { ...effect, dueMs: nowMs, isBeyond: false }];
        break;
      case 'unwatch':
        this.#unwatch(effect.event);
        break;
      case 'actuate':
        host.physics.actuate(effect.actuator, effect.value, nowMs, host.applicationClock.wallMs());
        break;
      case 'report':
        host.report(effect.name, effect.message, effect.values);
        break;
      case 'allocate':
        this.#allocate(effect.bytes);
        break;
      case 'draw':
        if (host.battery !== undefined) drawCharge(host.battery, effect.mah, nowMs);
        break;
      case 'wake':
        host.wake();
        break;
      case 'crash':
        host.failApplication('crash', effect.message);
        break;
    }
  }

  #allocate(bytes: number): void {
    this.#allocatedBytes += bytes;
    const { memoryBytes } = this.#host.kind.profile;
    if (this.#allocatedBytes <= memoryBytes) return;
    this.#host.failApplication('crash', `out of memory: ${this.#allocatedBytes} bytes allocated, limit ${memoryBytes}`);
  }

  #unwatch(event: string): void {
    const kept = this.#watches.filter((watch) => watch.event !== event);
    this.#watches = kept.length === 0 ? noWatches : kept;
  }

  #arm(): void {
    const host = this.#host;
    if (this.#record === undefined) return;
    let dueMs = Math.min(host.sampler.dueMs, nextTimer(this.#record)?.dueMs ?? Number.POSITIVE_INFINITY);
    for (const watch of this.#watches) if (watch.dueMs < dueMs) dueMs = watch.dueMs;
    if (host.recording !== undefined && host.recording.dueMs < dueMs) dueMs = host.recording.dueMs;
    if (host.battery !== undefined) dueMs = Math.min(dueMs, emptyAtMs(host.battery));
    if (dueMs === Number.POSITIVE_INFINITY) host.applicationClock.cancel(this);
    else if (this.heapIndex < 0 || this.dueMs !== dueMs) host.applicationClock.schedule(this, dueMs);
  }
}
