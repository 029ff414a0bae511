/**
 * One device: its machine, and the face that hosts see. Over 300 lines since its parts meet here: what the machine wants is done in
 * effect-hands.ts, what is said over the link in connection.ts; what can be decided without the device stands in firmware/logic.
 */
import { type Battery, chargeMahAt, type DeviceClock, deviceWallMs } from '#firmware/logic/index.js';
import type { DeviceMachineEvent, DeviceStanding } from '#firmware/machines/index.js';
import { type EventKindName, type FleetFrame, type ResetReasonName, resetReasons } from '#proto/frame/index.js';
import { type Clock, createRandom } from '#proto/kit/index.js';
import { closeCodes, type Dialer } from '#proto/link/index.js';
import { type ApplicationHost, ApplicationRunner } from './application-runner.ts';
import { Connection } from './connection.ts';
import type { ConnectionOwner } from './connection-owner.ts';
import { type DeadlineName, type DeadlineOwner, Deadlines } from './deadlines.ts';
import type { Device, DeviceChange, DeviceFlash, DeviceOptions, DeviceState } from './device.ts';
import type { DeviceCounters } from './device-counters.ts';
import { DeviceFaults, type FaultOwner } from './device-faults.ts';
import type { DeviceKind, RunningImage } from './device-kind.ts';
import { DeviceRecord } from './device-record.ts';
import { viewDevice } from './device-view.ts';
import { EffectHands, type HandsOwner } from './effect-hands.ts';
import { FrameMaker } from './frame-maker.ts';
import { Physics } from './physics.ts';
import { type PowerOwner, PowerSupply } from './power-supply.ts';
import { Recording, type RecordingSink } from './recording.ts';
import { Sampler } from './sampler.ts';
import type { UpdateOwner } from './update-owner.ts';
import { Updater } from './updater.ts';

/** From a crash to the reset by the panic handler, ms. */
const panicMs = 100;

export class VirtualDevice
  implements Device, HandsOwner, UpdateOwner, DeadlineOwner, ConnectionOwner, ApplicationHost, RecordingSink, FaultOwner, PowerOwner
{
  readonly options: DeviceOptions;
  readonly record: DeviceRecord;
  readonly deadlines: Deadlines;
  readonly application: ApplicationRunner;
  readonly frames: FrameMaker;
  readonly sampler: Sampler;
  readonly #power: PowerSupply;
  readonly recording: Recording | undefined;
  readonly clock: DeviceClock;
  readonly connection: Connection;
  readonly #hands: EffectHands;
  /** Where its machine stands; undefined before the start and after the stop. */
  #standing: DeviceStanding | undefined;
  #physics: Physics | undefined;
  readonly #savedPhysics: readonly number[] | undefined;
  #faults: DeviceFaults | undefined;
  #updater: Updater | undefined;
  /** Newest frame when the recording ended, until all up to it is acknowledged. */
  #lastRow: { readonly boot: number; readonly sequence: number } | undefined;

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
    this.sampler = new Sampler(kind, environment.counters, this, options.report);
    this.recording = replay && new Recording(replay, kind, environment.counters, this, this.frames.outbox);
    this.clock = {
      setAtMs: environment.clock.nowMs(),
      setWallMs: environment.clock.wallMs(),
      driftPpm: profile.clockDriftPpm === 0 ? 0 : (2 * createRandom(seed, id, 'clock').float() - 1) * profile.clockDriftPpm,
      aheadMs: 0,
      stepMs: 0,
    };
    const { source, capacityMah = 0 } = profile.power;
    const battery = { capacityMah, chargeMah: flash?.chargeMah ?? capacityMah, atMs: environment.applicationClock.nowMs(), drawMa: 0 };
    this.#power = new PowerSupply(this, source === 'battery' ? battery : undefined);
    this.connection = new Connection(this);
    this.#hands = new EffectHands(this);
    if (flash?.firmware !== undefined) this.#updater = new Updater(this, flash.firmware);
  }

  get battery(): Battery | undefined {
    return this.#power.battery;
  }

  get image(): RunningImage {
    return this.#updater?.image ?? this.kind.factory;
  }

  get isConfirmed(): boolean {
    return this.#updater?.isConfirmed ?? true;
  }

  get updater(): Updater | undefined {
    return this.#updater;
  }

  get isWelcomed(): boolean {
    return this.connection.isWelcomed;
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

  get channels(): Dialer {
    return this.connection.channels;
  }

  get bufferedFrames(): number {
    return this.frames.outbox.size;
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
    const isReplayed = this.recording?.isDone === true && this.#lastRow === undefined;
    return viewDevice(this, this.#standing?.states, this.#faults?.levels() ?? {}, isReplayed);
  }

  start(): void {
    if (this.#standing !== undefined) return;
    const { standing, effects } = this.kind.stepper.begin(this.record.isEnrolled);
    this.#standing = standing;
    this.#hands.carryOut(effects);
    if (this.#power.isOn) this.powerOn();
  }

  stop(): void {
    if (this.#standing === undefined) return;
    if (this.application.state !== undefined) this.sampler.flush();
    this.connection.hangUp(closeCodes.normal, 'stopping');
    this.send({ type: 'power.off' });
    this.#standing = undefined;
    this.deadlines.clear();
  }

  powerOff(): void {
    this.#power.off();
  }

  powerOn(): void {
    this.#power.on();
  }

  holdOff(on: boolean): void {
    this.#power.holdOff(on);
  }

  quiesce(): void {
    if (this.application.state === undefined) return;
    this.sampler.flush();
    this.application.halt();
    this.recording?.halt();
  }

  reboot(): void {
    this.send({ type: 'device.reset', reason: 'command' });
  }

  inject(fault: string, severity: number, detail?: string): void {
    this.#faults ??= new DeviceFaults(this);
    this.#faults.inject(fault, severity, detail);
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
      // What a fault hides of the charge is still there.
      chargeMah: battery && chargeMahAt(battery, this.applicationClock.nowMs()) + (this.#faults?.takenMah ?? 0),
      ...(this.#updater === undefined ? {} : { firmware: this.#updater.save().saved }),
    };
  }

  truth(): Readonly<Record<string, number>> {
    return this.physics.truth(this.applicationClock.nowMs(), this.applicationClock.wallMs());
  }

  applicationContext(): Readonly<Record<string, number | string | boolean>> | undefined {
    return this.application.context;
  }

  wallMs(agoMs = 0): number {
    return deviceWallMs(this.clock, this.nowMs() - agoMs);
  }

  nextFrameMs(): number {
    const { clock, applicationClock } = this.options.environment;
    return clock === applicationClock ? this.sampler.nextFrameMs : Number.POSITIVE_INFINITY;
  }

  batteryPercent(): number {
    return this.#power.percent();
  }

  /** Takes one step of the machine, then carries out what it wants, in order; events that come of it step it again. */
  send(event: DeviceMachineEvent): void {
    if (this.#standing === undefined) return;
    const { standing, effects } = this.kind.stepper.step(this.#standing, event);
    this.#standing = standing;
    this.#hands.carryOut(effects);
  }

  tell(what: DeviceChange, detail: string): void {
    this.options.environment.hooks?.changed?.(this, what, detail);
  }

  onDeadline(name: DeadlineName, nowMs: number): void {
    if (name === 'session') this.connection.tend(nowMs);
    else if (name === 'link') this.send({ type: 'timer.link' });
    else if (name === 'duty') this.send({ type: 'timer.duty' });
    else if (name === 'update') this.send({ type: 'timer.update' });
    else if (name === 'flash') this.#updater?.worker.due();
    else this.send(this.#hands.powerDue());
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
    if (!isDurable && !this.connection.canSend()) {
      this.counters.readingsNotSent += count;
      return;
    }
    this.frames.makeTelemetry(isDurable, baseTimeMs, count, signalIds, offsetsMs, values);
    this.connection.pump();
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
    this.makeEvent('application', name, message, values);
  }

  takeUpdate(frame: FleetFrame): void {
    // Both are answered, whatever the device knows.
    if (frame.type === 'updateOffer' || frame.type === 'updateCancel') this.ensureUpdater();
    this.#updater?.take(frame);
  }

  ensureUpdater(): Updater {
    this.#updater ??= new Updater(this);
    return this.#updater;
  }

  die(): void {
    this.holdOff(true);
  }

  firmwareBlobs(): ReadonlyMap<string, Uint8Array> {
    return this.#updater?.save().blobs ?? new Map();
  }

  tellUpdate(): void {
    this.#updater?.reporter.resend();
  }

  say(bytes: Uint8Array | undefined): void {
    this.connection.say(bytes);
  }

  nowMs(): number {
    return this.options.environment.clock.nowMs();
  }

  imageFailed(problem: string): void {
    this.#failed('app-fault', problem, false);
  }

  failApplication(reason: ResetReasonName, message: string): void {
    if (this.application.state === undefined) return;
    this.application.halt();
    this.#failed(reason, message, true);
  }

  #failed(reason: ResetReasonName, message: string, isLoaded: boolean): void {
    this.counters.crashes += 1;
    this.#updater?.applicationFailed(isLoaded);
    this.makeEvent('crash', 'application.crashed', message, { reason: resetReasons.codeOf(reason) });
    this.tell('crashed', `${reason}: ${message}`);
    this.send({ type: 'application.failed', reason, afterMs: reason === 'crash' ? panicMs : this.kind.profile.watchdogMs });
  }

  batteryEmpty(): void {
    this.makeEvent('power', 'battery.empty', '', { chargePercent: 0 });
    this.send({ type: 'power.brownout' });
  }

  wake(): void {
    this.send({ type: 'application.wake' });
  }

  brownOut(): void {
    this.send({ type: 'power.brownout' });
  }

  batteryChanged(): void {
    this.#power.recharged();
    this.application.replan();
  }

  drawFrames(sent: number): void {
    this.#power.drawFrames(sent, this.kind.profile.power.frameUah ?? 0);
  }

  makeEvent(kind: EventKindName, name: string, message: string, values: Readonly<Record<string, number>>): void {
    this.frames.makeEvent(this.wallMs(), kind, name, message, values);
    this.connection.pump();
  }
}
