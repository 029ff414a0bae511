import { deviceFaults } from '#firmware/device/index.js';

/** What a fault needs beside its name. */
export type FaultNeed = 'severity' | 'signal' | 'network' | 'nothing';

/** A fault that can be made in a running population. */
export interface FaultKind {
  readonly name: string;
  readonly does: string;
  /** True: it lasts until it is undone. False: it happens once, and there is nothing to undo. */
  readonly lasts: boolean;
  readonly needs: FaultNeed;
  /** Severity when none is given, over 0 to 1. */
  readonly severity: number;
  /** What may stand behind its name and a `=`; null: nothing. */
  readonly takes: string | null;
  /** It needs a device that has power, or one that has a link: others refuse it. Undefined: it is kept for later. */
  readonly wants: 'power' | 'link' | undefined;
}

function kind(name: string, does: string, more: Partial<FaultKind> = {}): FaultKind {
  return { name, does, lasts: true, needs: 'nothing', severity: 1, takes: null, wants: undefined, ...more };
}

const hostFaults: readonly FaultKind[] = [
  kind('power-off', 'the power is cut: memory is lost, flash stays; undone, the device boots'),
  kind('link-cut', 'the link breaks for both ends; the device comes back by itself', { lasts: false, wants: 'link' }),
  kind('half-open', 'the link loses its other end and neither side hears of it; new links get through', { wants: 'link' }),
  kind('partition', 'the manager can not be reached: nothing arrives either way, and dials fail'),
  kind('network', 'the device is on another network: lab, office-wifi, farm-nbiot, factory-ethernet or hostile', { needs: 'network' }),
];

const once = { lasts: false, wants: 'power' } as const;
const deviceTraits: Readonly<Record<keyof typeof deviceFaults, Partial<FaultKind>>> = {
  'clock-step': { needs: 'severity' },
  'clock-drift': { needs: 'severity' },
  'stuck-sensor': { needs: 'signal' },
  'battery-low': { needs: 'severity', severity: 0.95 },
  crash: once,
  hang: once,
  brownout: { wants: 'power' },
  'clock-years': { needs: 'severity', lasts: false },
  'flash-cut': { takes: 'N[:before|torn|after]' },
  'flash-fail': { needs: 'severity', severity: 0.5, takes: 'records|slots' },
  'flash-worn': { needs: 'severity', severity: 0.5, lasts: false },
  'flash-rot': once,
  'never-confirm': {},
  lie: {},
  'silent-death': {},
};

/** What each of the faults that take something takes. */
const details: Readonly<Record<string, RegExp>> = {
  'flash-cut': /^[1-9]\d{0,8}(:(before|torn|after))?$/,
  'flash-fail': /^(records|slots)$/,
};

/** Whether a fault takes that. */
export function takesDetail({ name }: FaultKind, detail: string): boolean {
  return details[name]?.test(detail) ?? false;
}

/**
 * All faults by name: those of the host, of every device, then of signal models.
 * @param modelFaults what each does, by name
 */
export function faultKinds(modelFaults: Readonly<Record<string, string>>): ReadonlyMap<string, FaultKind> {
  const kinds = new Map(hostFaults.map((one) => [one.name, one]));
  for (const [name, does] of Object.entries(deviceFaults)) {
    kinds.set(name, kind(name, does, deviceTraits[name as keyof typeof deviceFaults]));
  }
  for (const [name, does] of Object.entries(modelFaults)) {
    if (!kinds.has(name)) kinds.set(name, kind(name, does, { needs: 'severity' }));
  }
  return kinds;
}
