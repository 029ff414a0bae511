/**
 * One device: the root actor, the runner of its effects, and the face that hosts see. Over 200 lines since every effect of the machine is
 * carried out from here; what can be decided without the device stands in firmware/logic and in the neighbours.
 */
import { type Actor, createActor } from 'xstate';
import {
  type Battery,
  backoffDelayMs,
  chargeMahAt,
  chargePercentAt,
  type DeviceClock,
  deviceWallMs,
  drainMs,
  drawCharge,
  isSleeper,
  setClockDrift,
  setDeviceClock,
  setDraw,
  sleepMs,
} from '#firmware/logic/index.js';
import { type DeviceEffect, type DeviceMachineEvent, deviceMachine, type EffectRunner } from '#firmware/machines/index.js';
import { type EventKindName, type ResetReasonName, resetReasons } from '#proto/frame/index.js';
import { type Clock, createRandom } from '#proto/kit/index.js';
import { closeCodes } from '#proto/link/index.js';
import { type ApplicationHost, ApplicationRunner } from './application-runner.ts';
import { Connection, type ConnectionOwner } from './connection.ts';
import { type DeadlineName, type DeadlineOwner, Deadlines } from './deadlines.ts';
import type { Device, DeviceChange, DeviceFlash, DeviceOptions, DeviceState } from './device.ts';
import type { DeviceCounters } from './device-counters.ts';
import { deviceError } from './device-errors.ts';
import type { DeviceKind } from './device-kind.ts';
import { DeviceRecord } from './device-record.ts';
import { FrameMaker } from './frame-maker.ts';
import { Physics } from './physics.ts';
import { Recording, type RecordingSink } from './recording.ts';
import { Sampler } from './sampler.ts';

/** From a crash to the reset by the panic handler, ms. */
const panicMs = 100;
/** Largest error of a clock-step fault, ms. */
const longestStepMs = 86_400_000;
/** Largest drift of a clock-drift fault: that of an RC oscillator, parts per million. */
const largestDriftPpm = 20_000;
/** Stands for an empty list, so that a resting device holds none. Never written to. */
const noEffects: DeviceEffect[] = [];
const ownFaults: ReadonlySet<string> = new Set(['clock-step', 'clock-drift', 'crash', 'hang', 'brownout']);

export class VirtualDevice implements Device, EffectRunner, DeadlineOwner, ConnectionOwner, ApplicationHost, RecordingSink {
  readonly options: DeviceOptions;
  readonly record: DeviceRecord;
  readonly deadlines: Deadlines;
  readonly application: ApplicationRunner;
  readonly frames: FrameMaker;
  readonly sampler: Sampler;
  readonly battery: Battery | undefined;
  readonly recording: Recording | undefined;
  readonly clock: DeviceClock;
  readonly #connection: Connection;
  #actor: Actor<typeof deviceMachine> | undefined;
  #physics: Physics | undefined;
  readonly #savedPhysics: readonly number[] | undefined;
  #wokeAtMs = 0;
  /** Newest frame when the recording ended, until all up to it is acknowledged. */
  #lastRow: { readonly boot: number; readonly sequence: number } | undefined;
  /** What the machine wants and is not done yet. */
  #effects: DeviceEffect[] = noEffects;
  #isCarryingOut = false;

  constructor(options: DeviceOptions) {
    const { kind, environment, flash, replay, seed, id } = options;
    const { profile } = kind;
    // What flash held moves into the parts below: kept in the options, its frames would stay in memory for ever.
    const { flash: _, ...lasting } = options;
    this.options = flash === undefined ? options : lasting;
    this.#savedPhysics = flash?.physics;
    this.record = new DeviceRecord(options);
    this.deadlines = new Deadlines(environment.clock, this);
    this.application = new ApplicationRunner(this);
    this.frames = new FrameMaker(this, options, this.record);
    this.sampler = new Sampler(kind, environment.counters, this);
    this.recording = replay && new Recording(replay, kind, environment.counters, this, this.frames.outbox);
    this.clock = {
      setAtMs: environment.clock.nowMs(),
      setWallMs: environment.clock.wallMs(),
      driftPpm: profile.clockDriftPpm === 0 ? 0 : (2 * createRandom(seed, id, 'clock').float() - 1) * profile.clockDriftPpm,
      aheadMs: 0,
      stepMs: 0,
    };
    const capacityMah = profile.power.capacityMah ?? 0;
    if (profile.power.source === 'battery') {
      this.battery = { capacityMah, chargeMah: flash?.chargeMah ?? capacityMah, atMs: environment.applicationClock.nowMs(), drawMa: 0 };
    }
    this.#connection = new Connection(this);
  }

  get id(): string {
    return this.options.id;
  }

  get index(): number {
    return this.options.index;
  }

  get kind(): DeviceKind {
    return this.options.kind;
  }

  get counters(): DeviceCounters {
    return this.options.environment.counters;
  }

  get applicationClock(): Clock {
    return this.options.environment.applicationClock;
  }

  get physics(): Physics {
    const { kind, seed, id } = this.options;
    this.#physics ??= new Physics(kind, seed, id, this.applicationClock.nowMs(), this.#savedPhysics, this.battery);
    return this.#physics;
  }

  get state(): DeviceState {
    const value = this.#actor?.getSnapshot().value;
    const link = value?.link ?? 'disconnected';
    const { record, frames } = this;
    return {
      id: this.id,
      profile: this.kind.profile.name,
      power: value?.power ?? 'off',
      link: typeof link === 'string' ? link : `open.${link.open}`,
      duty: value?.duty ?? 'idle',
      application: this.application.state,
      boot: record.boot,
      connection: record.connection,
      bufferedFrames: frames.outbox.size,
      bufferedBytes: frames.outbox.bytes,
      droppedFrames: record.droppedFrames,
      batteryPercent: this.batteryPercent(),
      faults: this.#faults(),
      isReplayed: this.recording?.isDone === true && this.#lastRow === undefined,
      refusal: record.refusal,
    };
  }

  start(): void {
    if (this.#actor !== undefined) return;
    const { reconnect } = this.kind.profile;
    this.#actor = createActor(deviceMachine, { input: { runner: this, reconnect, isEnrolled: this.record.isEnrolled } });
    this.#actor.start();
    this.powerOn();
  }

  stop(): void {
    if (this.#actor === undefined) return;
    if (this.application.state !== undefined) this.sampler.flush();
    this.#connection.hangUp(closeCodes.normal, 'stopping');
    this.powerOff();
    this.#actor.stop();
    this.#actor = undefined;
    this.deadlines.clear();
  }

  powerOff(): void {
    this.send({ type: 'power.off' });
  }

  powerOn(): void {
    const nowMs = this.applicationClock.nowMs();
    // Who gives power to a unit with an empty battery has put in a new one.
    if (this.battery !== undefined && chargeMahAt(this.battery, nowMs) === 0) {
      this.battery.chargeMah = this.battery.capacityMah;
      this.battery.atMs = nowMs;
    }
    this.send({ type: 'power.on' });
  }

  reboot(): void {
    this.send({ type: 'device.reset', reason: 'command' });
  }

  inject(fault: string, severity: number): void {
    if (!(severity >= 0 && severity <= 1)) throw deviceError('E2202', { message: `severity ${severity} of ${fault}, must be 0 to 1` });
    const { model, profile } = this.kind;
    if (Object.hasOwn(model.faults, fault)) {
      this.physics.setFault(fault, severity, this.applicationClock.nowMs(), this.applicationClock.wallMs());
      return;
    }
    if (!ownFaults.has(fault)) {
      const known = [...ownFaults, ...Object.keys(model.faults)].join(', ');
      throw deviceError('E2201', { message: `no fault ${fault} in ${profile.name}; there are ${known}` });
    }
    if (fault === 'clock-step') this.clock.stepMs = severity * longestStepMs;
    else if (fault === 'clock-drift') setClockDrift(this.clock, severity * largestDriftPpm, this.#nowMs());
    else if (severity === 0) return;
    else if (fault === 'crash') this.failApplication('crash', 'injected');
    else if (fault === 'hang') this.failApplication('watchdog', 'injected');
    else this.send({ type: 'power.brownout' });
  }

  snapshotFlash(): DeviceFlash {
    const { record, frames, battery } = this;
    return {
      boot: record.boot,
      droppedFrames: record.droppedFrames,
      isEnrolled: record.isEnrolled,
      configurationVersion: record.configurationVersion,
      settings: record.settings,
      frames: frames.outbox.save(),
      replayRows: this.recording?.rows ?? 0,
      physics: this.#physics?.save() ?? this.#savedPhysics,
      chargeMah: battery && chargeMahAt(battery, this.applicationClock.nowMs()),
    };
  }

  truth(): Readonly<Record<string, number>> {
    return this.physics.truth(this.applicationClock.nowMs(), this.applicationClock.wallMs());
  }

  applicationContext(): Readonly<Record<string, number | string | boolean>> | undefined {
    return this.application.context;
  }

  wallMs(agoMs = 0): number {
    return deviceWallMs(this.clock, this.#nowMs() - agoMs);
  }

  nextFrameMs(): number {
    const { clock, applicationClock } = this.options.environment;
    return clock === applicationClock ? this.sampler.nextFrameMs : Number.POSITIVE_INFINITY;
  }

  batteryPercent(): number {
    return this.battery === undefined ? 100 : chargePercentAt(this.battery, this.applicationClock.nowMs());
  }

  /** Takes one step of the machine, then carries out what it wants, in order; events that come of it step it again. */
  send(event: DeviceMachineEvent): void {
    if (this.#actor === undefined) return;
    this.#actor.send(event);
    if (this.#isCarryingOut) return;
    this.#isCarryingOut = true;
    for (let index = 0; index < this.#effects.length; index += 1) this.#carryOut(this.#effects[index] as DeviceEffect);
    this.#effects = noEffects;
    this.#isCarryingOut = false;
  }

  tell(what: DeviceChange, detail: string): void {
    this.options.environment.hooks?.changed?.(this, what, detail);
  }

  // From the machine.

  perform(effect: DeviceEffect): void {
    if (this.#effects === noEffects) this.#effects = [effect];
    else this.#effects.push(effect);
  }

  #carryOut(effect: DeviceEffect): void {
    const connection = this.#connection;
    switch (effect.type) {
      case 'dial':
        connection.dial();
        break;
      case 'backOff':
        this.#backOff(effect.attempt, effect.floorMs);
        break;
      case 'awaitAnswer':
        connection.awaitAnswer();
        break;
      case 'disarmLink':
        this.deadlines.disarm('link');
        break;
      case 'sendClaim':
        connection.sendClaim(effect.nonce);
        break;
      case 'sendHello':
        connection.sendHello(effect.nonce);
        break;
      case 'keepEnrolment':
        this.record.isEnrolled = true;
        break;
      case 'openSession':
        connection.openSession();
        break;
      case 'closeSession':
        connection.closeSession();
        break;
      case 'hangUp':
        connection.hangUp(effect.code, effect.reason);
        break;
      case 'cutLink':
        connection.cut();
        break;
      case 'setClock':
        setDeviceClock(this.clock, effect.fleetTimeMs, this.#nowMs());
        break;
      case 'noteRefusal':
        this.#noteRefusal(effect.reason, effect.message, effect.isForever);
        break;
      default:
        this.#performLife(effect);
    }
  }

  #performLife(effect: DeviceEffect): void {
    const { wakePlan, power, bootMs } = this.kind.profile;
    switch (effect.type) {
      case 'boot':
        this.record.begin(effect.reason);
        this.counters.boots += 1;
        this.deadlines.arm('power', this.#nowMs() + bootMs);
        break;
      case 'awaitReset':
        this.deadlines.arm('power', this.#nowMs() + effect.afterMs);
        break;
      case 'disarmPower':
        this.deadlines.disarm('power');
        break;
      case 'startApplication':
        this.#startApplication();
        break;
      case 'haltApplication':
        this.#haltApplication();
        break;
      case 'planWaking':
        if (!effect.isEarly) this.#wokeAtMs = this.#nowMs();
        this.#setDraw(power.awakeMa);
        if (isSleeper(wakePlan)) this.deadlines.arm('duty', this.#nowMs() + wakePlan.awakeMs);
        break;
      case 'awaitDrain':
        this.deadlines.arm('duty', this.#nowMs() + drainMs(wakePlan));
        this.sampler.flush();
        this.#connection.awaitDrain(true);
        break;
      case 'planSleep':
        this.#planSleep();
        break;
      case 'disarmDuty':
        this.#connection.awaitDrain(false);
        this.deadlines.disarm('duty');
        break;
      default:
        break;
    }
  }

  onDeadline(name: DeadlineName, nowMs: number): void {
    if (name === 'session') this.#connection.tend(nowMs);
    else if (name === 'link') this.send({ type: 'timer.link' });
    else if (name === 'duty') this.send({ type: 'timer.duty' });
    else this.send({ type: 'timer.power' });
  }

  #backOff(attempt: number, floorMs: number): void {
    const random = createRandom(this.options.seed, this.id, `backoff ${this.record.boot}.${this.#connection.dials}`);
    this.deadlines.arm('link', this.#nowMs() + backoffDelayMs(this.kind.profile.reconnect, attempt, floorMs, random));
  }

  #noteRefusal(reason: string, message: string, isForever: boolean): void {
    const { counters, record } = this;
    counters.refused[reason] = (counters.refused[reason] ?? 0) + 1;
    if (isForever) {
      counters.refusedForEver += 1;
      record.refusal = `${reason}: ${message}`;
    }
    this.options.environment.log.debug(isForever ? 'refused for ever' : 'refused', { device: this.id, reason, message });
    this.tell('refused', reason);
  }

  #startApplication(): void {
    const { record } = this;
    this.#makeEvent('boot', 'device.booted', '', { reason: resetReasons.codeOf(record.resetReason) });
    this.tell('booted', record.resetReason);
    this.physics.reset(this.applicationClock.nowMs(), this.applicationClock.wallMs());
    this.recording?.start(this.applicationClock.nowMs());
    this.application.start(record.settings);
  }

  #haltApplication(): void {
    this.application.halt();
    this.recording?.halt();
    this.#setDraw(0);
  }

  #planSleep(): void {
    const nowMs = this.#nowMs();
    const { wakePlan, power } = this.kind.profile;
    const wakeInMs = sleepMs(wakePlan, this.#wokeAtMs, nowMs);
    this.#connection.announceSleep(wakeInMs);
    this.#setDraw(power.asleepMa);
    this.deadlines.arm('duty', nowMs + wakeInMs);
    this.tell('slept', '');
  }

  // From the application, the sampler and the recording.

  takeReadings(
    isDurable: boolean,
    baseTimeMs: number,
    count: number,
    signalIds: ArrayLike<number>,
    offsetsMs: ArrayLike<number> | undefined,
    values: ArrayLike<number>,
  ): void {
    if (!isDurable && !this.#connection.canSend()) {
      this.counters.readingsNotSent += count;
      return;
    }
    this.frames.makeTelemetry(isDurable, baseTimeMs, count, signalIds, offsetsMs, values);
    this.#connection.pump();
  }

  recordingEnded(): void {
    this.#lastRow = { boot: this.record.boot, sequence: this.record.sequence };
    this.framesSettled();
  }

  framesSettled(): void {
    const last = this.#lastRow;
    if (last === undefined || this.frames.outbox.holdsUpTo(last.boot, last.sequence)) return;
    this.#lastRow = undefined;
    this.tell('replayed', '');
  }

  report(name: string, message: string, values: Readonly<Record<string, number>>): void {
    this.#makeEvent('application', name, message, values);
  }

  failApplication(reason: ResetReasonName, message: string): void {
    if (this.application.state === undefined) return;
    this.counters.crashes += 1;
    this.application.halt();
    this.#makeEvent('crash', 'application.crashed', message, { reason: resetReasons.codeOf(reason) });
    this.tell('crashed', `${reason}: ${message}`);
    this.send({ type: 'application.failed', reason, afterMs: reason === 'crash' ? panicMs : this.kind.profile.watchdogMs });
  }

  batteryEmpty(): void {
    this.#makeEvent('power', 'battery.empty', '', { chargePercent: 0 });
    this.send({ type: 'power.brownout' });
  }

  wake(): void {
    this.send({ type: 'application.wake' });
  }

  drawFrames(sent: number): void {
    const { frameUah = 0 } = this.kind.profile.power;
    if (this.battery !== undefined && frameUah > 0) drawCharge(this.battery, (sent * frameUah) / 1_000, this.applicationClock.nowMs());
  }

  #makeEvent(kind: EventKindName, name: string, message: string, values: Readonly<Record<string, number>>): void {
    this.frames.makeEvent(this.wallMs(), kind, name, message, values);
    this.#connection.pump();
  }

  #setDraw(milliamperes: number | undefined): void {
    if (this.battery === undefined) return;
    setDraw(this.battery, milliamperes ?? 0, this.applicationClock.nowMs());
    this.application.replan();
  }

  #faults(): Record<string, number> {
    const faults: Record<string, number> = Object.fromEntries(this.#physics?.faults ?? []);
    if (this.clock.stepMs > 0) faults['clock-step'] = this.clock.stepMs / longestStepMs;
    return faults;
  }

  #nowMs(): number {
    return this.options.environment.clock.nowMs();
  }
}
