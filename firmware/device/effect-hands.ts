/**
 * Carries out what the machine of one device wants. Over 200 lines since it is the one list of all that a machine can cause; what can be
 * decided without the device stands in firmware/logic.
 */
import {
  type Battery,
  backoffDelayMs,
  bootPartMs,
  type DeviceClock,
  drainMs,
  isSleeper,
  setDeviceClock,
  setDraw,
  sleepMs,
} from '#firmware/logic/index.js';
import type { DeviceEffect, DeviceMachineEvent } from '#firmware/machines/index.js';
import { type EventKindName, resetReasons } from '#proto/frame/index.js';
import { createRandom } from '#proto/kit/index.js';
import type { ApplicationRunner } from './application-runner.ts';
import type { Connection } from './connection.ts';
import type { Deadlines } from './deadlines.ts';
import type { DeviceChange, DeviceOptions } from './device.ts';
import type { RunningImage } from './device-kind.ts';
import type { DeviceRecord } from './device-record.ts';
import type { Physics } from './physics.ts';
import type { Recording } from './recording.ts';
import type { Sampler } from './sampler.ts';
import type { Updater } from './updater.ts';

/** The device whose machine speaks. */
export interface HandsOwner {
  readonly options: DeviceOptions;
  readonly record: DeviceRecord;
  readonly connection: Connection;
  readonly deadlines: Deadlines;
  readonly application: ApplicationRunner;
  readonly sampler: Sampler;
  readonly recording: Recording | undefined;
  readonly physics: Physics;
  readonly clock: DeviceClock;
  readonly battery: Battery | undefined;
  /** Undefined until the first offer. */
  readonly updater: Updater | undefined;
  readonly image: RunningImage;
  send(event: DeviceMachineEvent): void;
  /** The application of the image does not load. */
  imageFailed(problem: string): void;
  makeEvent(kind: EventKindName, name: string, message: string, values: Readonly<Record<string, number>>): void;
  tell(what: DeviceChange, detail: string): void;
}

/** See the head of this file. */
export class EffectHands {
  readonly #owner: HandsOwner;
  #wokeAtMs = 0;
  /** Effects of the steps that are being carried out, oldest first; undefined while none are. */
  #waiting: (readonly DeviceEffect[])[] | undefined;
  /** The image is being checked: what timer.power is then. */
  #isVerifying = false;

  constructor(owner: HandsOwner) {
    this.#owner = owner;
  }

  /** Carries out what a step of the machine wants, in order; what a step in between adds comes at the end. */
  carryOut(effects: readonly DeviceEffect[]): void {
    if (this.#waiting !== undefined) {
      this.#waiting.push(effects);
      return;
    }
    if (effects.length === 0) return;
    const waiting = [effects];
    this.#waiting = waiting;
    for (const some of waiting) for (const effect of some) this.#carryOutOne(effect);
    this.#waiting = undefined;
  }

  /** What the deadline of the power region means now. */
  powerDue(): DeviceMachineEvent {
    if (!this.#isVerifying) return { type: 'timer.power' };
    this.#isVerifying = false;
    return { type: 'boot.verified' };
  }

  #carryOutOne(effect: DeviceEffect): void {
    const { connection } = this.#owner;
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
        this.#owner.deadlines.disarm('link');
        break;
      case 'sendClaim':
        connection.sendClaim(effect.nonce);
        break;
      case 'sendHello':
        connection.sendHello(effect.nonce);
        break;
      case 'keepEnrolment':
        this.#owner.record.isEnrolled = true;
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
        setDeviceClock(this.#owner.clock, effect.fleetTimeMs, this.#nowMs());
        break;
      case 'noteRefusal':
        this.#noteRefusal(effect.reason, effect.message, effect.isForever);
        break;
      default:
        this.#performLife(effect);
    }
  }

  #performLife(effect: DeviceEffect): void {
    const { wakePlan, power, bootMs } = this.#owner.options.kind.profile;
    switch (effect.type) {
      case 'boot':
        this.#owner.record.begin(effect.reason);
        this.#owner.options.environment.counters.boots += 1;
        this.#owner.deadlines.arm('power', this.#nowMs() + bootPartMs(bootMs, 'read'));
        break;
      case 'verifyImage':
        this.#verifyImage(bootPartMs(bootMs, 'verify'));
        break;
      case 'startRecovery':
        this.#startRecovery();
        break;
      case 'startImage':
        this.#owner.deadlines.arm('power', this.#nowMs() + bootPartMs(bootMs, 'start'));
        break;
      case 'awaitReset':
        this.#owner.deadlines.arm('power', this.#nowMs() + effect.afterMs);
        break;
      case 'disarmPower':
        this.#isVerifying = false;
        this.#owner.updater?.powerLost();
        this.#owner.deadlines.disarm('power');
        break;
      case 'startApplication':
        this.#startApplication();
        break;
      case 'haltApplication':
        this.#haltApplication();
        this.#owner.updater?.powerLost();
        break;
      case 'planWaking':
        if (!effect.isEarly) this.#wokeAtMs = this.#nowMs();
        this.#setDraw(power.awakeMa);
        if (isSleeper(wakePlan)) this.#owner.deadlines.arm('duty', this.#nowMs() + wakePlan.awakeMs);
        break;
      case 'awaitDrain':
        this.#owner.deadlines.arm('duty', this.#nowMs() + drainMs(wakePlan));
        this.#owner.sampler.flush();
        this.#owner.connection.awaitDrain(true);
        break;
      case 'planSleep':
        this.#planSleep();
        break;
      case 'stayAwake':
        this.#owner.deadlines.arm('duty', this.#nowMs() + wakePlan.awakeMs);
        break;
      case 'disarmDuty':
        this.#owner.connection.awaitDrain(false);
        this.#owner.deadlines.disarm('duty');
        break;
      default:
        this.#owner.updater?.perform(effect);
    }
  }

  #backOff(attempt: number, floorMs: number): void {
    const { options, record, connection, deadlines } = this.#owner;
    const random = createRandom(options.seed, options.id, `backoff ${record.boot}.${connection.dials}`);
    deadlines.arm('link', this.#nowMs() + backoffDelayMs(options.kind.profile.reconnect, attempt, floorMs, random));
  }

  #noteRefusal(reason: string, message: string, isForever: boolean): void {
    const { options, record } = this.#owner;
    const { counters, log } = options.environment;
    counters.refused[reason] = (counters.refused[reason] ?? 0) + 1;
    if (isForever) {
      counters.refusedForEver += 1;
      record.refusal = `${reason}: ${message}`;
    }
    log.debug(isForever ? 'refused for ever' : 'refused', { device: options.id, reason, message });
    this.#owner.tell('refused', reason);
  }

  /** A factory image needs no choice: only its check takes time. */
  #verifyImage(leadMs: number): void {
    const { updater, record, deadlines } = this.#owner;
    if (updater === undefined) {
      this.#isVerifying = true;
      deadlines.arm('power', this.#nowMs() + leadMs);
      return;
    }
    updater.boot(leadMs, (isBootable, reason) => {
      record.resetReason = reason ?? record.resetReason;
      this.#owner.send({ type: isBootable ? 'boot.verified' : 'boot.refused' });
    });
  }

  #startRecovery(): void {
    const { record } = this.#owner;
    this.#owner.makeEvent('boot', 'device.booted', '', { reason: resetReasons.codeOf(record.resetReason) });
    this.#owner.tell('booted', record.resetReason);
  }

  #startApplication(): void {
    const owner = this.#owner;
    const { record, image } = owner;
    const { applicationClock } = owner.options.environment;
    owner.makeEvent('boot', 'device.booted', '', { reason: resetReasons.codeOf(record.resetReason) });
    owner.tell('booted', record.resetReason);
    if (image.application === undefined) {
      owner.imageFailed(image.problem);
      return;
    }
    owner.physics.reset(applicationClock.nowMs(), applicationClock.wallMs());
    owner.recording?.start(applicationClock.nowMs());
    owner.application.start(record.settings);
  }

  #haltApplication(): void {
    this.#owner.application.halt();
    this.#owner.recording?.halt();
    this.#setDraw(0);
  }

  #planSleep(): void {
    const nowMs = this.#nowMs();
    const { connection, deadlines, options } = this.#owner;
    const { wakePlan, power } = options.kind.profile;
    const wakeInMs = sleepMs(wakePlan, this.#wokeAtMs, nowMs);
    connection.announceSleep(wakeInMs);
    this.#setDraw(power.asleepMa);
    deadlines.arm('duty', nowMs + wakeInMs);
    this.#owner.tell('slept', '');
  }

  #setDraw(milliamperes: number | undefined): void {
    const { application, battery, options } = this.#owner;
    if (battery === undefined) return;
    setDraw(battery, milliamperes ?? 0, options.environment.applicationClock.nowMs());
    application.replan();
  }

  #nowMs(): number {
    return this.#owner.options.environment.clock.nowMs();
  }
}
