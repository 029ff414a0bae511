import { type DeviceClock, setClockDrift } from '#firmware/logic/index.js';
import type { DeviceMachineEvent } from '#firmware/machines/index.js';
import type { ResetReasonName } from '#proto/frame/index.js';
import type { DeviceOptions } from './device.ts';
import { deviceError } from './device-errors.ts';
import type { Physics } from './physics.ts';

/** Largest error of a clock-step fault, ms. */
const longestStepMs = 86_400_000;
/** Largest drift of a clock-drift fault: that of an RC oscillator, parts per million. */
const largestDriftPpm = 20_000;
const ownFaults: ReadonlySet<string> = new Set(['clock-step', 'clock-drift', 'crash', 'hang', 'brownout']);

/** The device that something goes wrong with. */
export interface FaultTarget {
  readonly options: DeviceOptions;
  readonly clock: DeviceClock;
  readonly physics: Physics;
  failApplication(reason: ResetReasonName, message: string): void;
  send(event: DeviceMachineEvent): void;
}

/** @see Device.inject */
export function injectFault(target: FaultTarget, fault: string, severity: number): void {
  if (!(severity >= 0 && severity <= 1)) throw deviceError('E2202', { message: `severity ${severity} of ${fault}, must be 0 to 1` });
  const { kind, environment } = target.options;
  const { model, profile } = kind;
  const { applicationClock, clock } = environment;
  if (Object.hasOwn(model.faults, fault)) {
    target.physics.setFault(fault, severity, applicationClock.nowMs(), applicationClock.wallMs());
    return;
  }
  if (!ownFaults.has(fault)) {
    const known = [...ownFaults, ...Object.keys(model.faults)].join(', ');
    throw deviceError('E2201', { message: `no fault ${fault} in ${profile.name}; there are ${known}` });
  }
  if (fault === 'clock-step') target.clock.stepMs = severity * longestStepMs;
  else if (fault === 'clock-drift') setClockDrift(target.clock, severity * largestDriftPpm, clock.nowMs());
  else if (severity === 0) return;
  else if (fault === 'crash') target.failApplication('crash', 'injected');
  else if (fault === 'hang') target.failApplication('watchdog', 'injected');
  else target.send({ type: 'power.brownout' });
}

/** Faults that are on, with their severity. */
export function faultsOf(clock: DeviceClock, physics: Physics | undefined): Record<string, number> {
  const faults: Record<string, number> = Object.fromEntries(physics?.faults ?? []);
  if (clock.stepMs > 0) faults['clock-step'] = clock.stepMs / longestStepMs;
  return faults;
}
