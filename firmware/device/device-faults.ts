import {
  type Battery,
  chargeMahAt,
  type DeviceClock,
  deviceWallMs,
  drawCharge,
  setClockDrift,
  setDeviceClock,
} from '#firmware/logic/index.js';
import type { ResetReasonName } from '#proto/frame/index.js';
import { closestWord } from '#proto/yaml/index.js';
import { deviceError } from './device-errors.ts';
import type { Physics } from './physics.ts';
import type { Recording } from './recording.ts';
import { injectUpdateFault, type UpdateFault, type UpdateFaultOwner } from './update-faults.ts';

/** Largest error of a clock-step fault, ms. */
const longestStepMs = 86_400_000;
/** Largest drift of a clock-drift fault: that of an RC oscillator, parts per million. */
const largestDriftPpm = 20_000;
/** Largest jump of a clock-years fault, ms. */
const tenYearsMs = 315_576_000_000;

/** Faults that every device can have beside those of its signal model, with what they do. */
export const deviceFaults = {
  'clock-step': 'the clock is ahead by severity x 24 h, whatever it is set to',
  'clock-drift': 'the clock runs fast by severity x 20,000 ppm',
  'stuck-sensor': 'a signal holds the value that it has now',
  'battery-low': 'the battery holds no more than (1 - severity) of its capacity',
  crash: 'the application crashes and the device restarts',
  hang: 'the application hangs until the watchdog restarts the device',
  brownout: 'the supply breaks down: the device is off until it gets power again',
  'clock-years': 'the clock jumps ahead by severity x 10 years until the fleet sets it',
  'flash-cut':
    'the power goes at an operation of the flash that is to come: 12:torn, 12:before, 12:after, or any of the next 400 when left out',
  'flash-fail': 'a share of the erases and writes of flash fail: those of records, of slots, or all when left out',
  'flash-worn': 'a share of the blocks of both slots is worn out: their next erase fails',
  'flash-rot': 'a bit in each of both slots turns over: no image of them boots any more',
  'never-confirm': 'a new image on trial is never confirmed',
  lie: 'it says that it confirmed a new image, and runs the old one',
  'silent-death': 'it goes dark at the reboot into a new image, and is never heard of again',
} as const;

/** Name of such a fault. */
type DeviceFault = keyof typeof deviceFaults;

/** The device around its faults. */
export interface FaultOwner extends UpdateFaultOwner {
  readonly clock: DeviceClock;
  readonly battery: Battery | undefined;
  readonly physics: Physics;
  readonly recording: Recording | undefined;
  failApplication(reason: ResetReasonName, message: string): void;
  brownOut(): void;
  /** The battery changed at once: what is planned by it is planned anew. */
  batteryChanged(): void;
}

/** What was made to go wrong in one device. Made at the first fault: a device without one holds none. */
export class DeviceFaults {
  readonly #owner: FaultOwner;
  /** The drift that the device has by itself. */
  readonly #ownDriftPpm: number;
  #driftSeverity = 0;
  #lowSeverity = 0;
  /** Faults of updates that are on. */
  readonly #updateLevels: Record<string, number> = {};
  /** Charge that battery-low took, mAh. */
  #takenMah = 0;

  constructor(owner: FaultOwner) {
    this.#owner = owner;
    this.#ownDriftPpm = owner.clock.driftPpm;
  }

  /** Charge that belongs to the battery although a fault hides it, mAh. */
  get takenMah(): number {
    return this.#takenMah;
  }

  /** See Device.inject. */
  inject(fault: string, severity: number, detail: string | undefined): void {
    if (!(severity >= 0 && severity <= 1)) throw deviceError('E2202', { message: `severity ${severity} of ${fault}, must be 0 to 1` });
    const { clock, physics, options } = this.#owner;
    const { model, profile } = options.kind;
    const { applicationClock } = options.environment;
    const nowMs = options.environment.clock.nowMs();
    if (Object.hasOwn(model.faults, fault)) {
      physics.setFault(fault, severity, applicationClock.nowMs(), applicationClock.wallMs());
      return;
    }
    if (!Object.hasOwn(deviceFaults, fault)) {
      const known = [...Object.keys(deviceFaults), ...Object.keys(model.faults)];
      throw deviceError('E2201', {
        message: `no fault ${fault} in ${profile.name}${meant(fault, known)}; there are ${known.join(', ')}`,
      });
    }
    switch (fault as DeviceFault) {
      case 'clock-step':
        clock.stepMs = severity * longestStepMs;
        break;
      case 'clock-drift':
        this.#driftSeverity = severity;
        setClockDrift(clock, severity === 0 ? this.#ownDriftPpm : severity * largestDriftPpm, nowMs);
        break;
      case 'stuck-sensor':
        this.#stick(detail, severity > 0);
        break;
      case 'clock-years':
        setDeviceClock(clock, deviceWallMs(clock, nowMs) + severity * tenYearsMs, nowMs);
        break;
      case 'battery-low':
        this.#drain(severity);
        break;
      case 'crash':
      case 'hang':
      case 'brownout':
        if (severity > 0) this.#happen(fault);
        break;
      default:
        injectUpdateFault(this.#owner, fault as UpdateFault, severity, detail);
        this.#updateLevels[fault] = fault === 'flash-worn' || fault === 'flash-rot' ? 0 : severity;
    }
  }

  /** Severity of each that is on; stuck-sensor with its signal. */
  levels(): Record<string, number> {
    const { clock, physics } = this.#owner;
    const levels: Record<string, number> = Object.fromEntries(physics.faults);
    for (const signal of physics.stuck) levels[`stuck-sensor.${signal}`] = 1;
    if (clock.stepMs > 0) levels['clock-step'] = clock.stepMs / longestStepMs;
    if (this.#driftSeverity > 0) levels['clock-drift'] = this.#driftSeverity;
    if (this.#lowSeverity > 0) levels['battery-low'] = this.#lowSeverity;
    for (const [fault, severity] of Object.entries(this.#updateLevels)) if (severity > 0) levels[fault] = severity;
    return levels;
  }

  #happen(fault: string): void {
    if (fault === 'crash') this.#owner.failApplication('crash', 'injected');
    else if (fault === 'hang') this.#owner.failApplication('watchdog', 'injected');
    else this.#owner.brownOut();
  }

  #stick(signal: string | undefined, on: boolean): void {
    const { physics, recording, options } = this.#owner;
    const { kind, environment } = options;
    const known = [...kind.outputIndex.keys()];
    if (signal === undefined || !kind.outputIndex.has(signal)) {
      const what =
        signal === undefined
          ? 'stuck-sensor needs a signal'
          : `${kind.profile.name} has no signal ${signal} that can stick${meant(signal, known)}`;
      throw deviceError('E2205', { message: `${what}; there are ${known.join(', ')}` });
    }
    if (recording?.newest(signal) !== undefined) {
      throw deviceError('E2205', { message: `signal ${signal} of ${options.id} comes from a recording: it can not stick` });
    }
    physics.stick(signal, on, environment.applicationClock.nowMs(), environment.applicationClock.wallMs());
  }

  /** Takes charge down to what the severity leaves, after giving back what it took before. */
  #drain(severity: number): void {
    const { battery, options } = this.#owner;
    if (battery === undefined) {
      throw deviceError('E2205', {
        message: `${options.kind.profile.name} runs on ${options.kind.profile.power.source}: it has no battery`,
      });
    }
    const nowMs = options.environment.applicationClock.nowMs();
    const wholeMah = Math.min(battery.capacityMah, chargeMahAt(battery, nowMs) + this.#takenMah);
    this.#takenMah = Math.max(0, wholeMah - (1 - severity) * battery.capacityMah);
    if (severity === 0) this.#takenMah = 0;
    this.#lowSeverity = severity;
    // A negative draw gives back.
    drawCharge(battery, chargeMahAt(battery, nowMs) - (wholeMah - this.#takenMah), nowMs);
    this.#owner.batteryChanged();
  }
}

function meant(word: string, known: readonly string[]): string {
  const near = closestWord(word, known);
  return near === undefined ? '' : `, did you mean ${near}?`;
}
