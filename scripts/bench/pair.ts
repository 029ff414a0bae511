import { setTimeout as sleep } from 'node:timers/promises';
import type { HostReport } from '#firmware/host/index.js';
import type { GatewayCounters } from '#fleet/domain/index.js';
import { BenchChild } from './child.ts';

/** What the fleet's half counts. */
export interface FleetCounters {
  readonly monitor: { readonly frames: number; readonly readings: number; readonly duplicates: number; readonly ruleFailures: number };
  readonly gateway: GatewayCounters;
  readonly history: { readonly committedReadings: number; readonly bytes: number };
  readonly presence: Readonly<Record<string, number>>;
  readonly cpuMicroseconds: number;
}

/** A fleet process and a device process that are connected. */
export interface Pair {
  readonly fleet: BenchChild;
  readonly devices: BenchChild;
  readonly urls: readonly string[];
  readonly token: { readonly id: string; readonly secret: string };
}

/** Starts a manager, and a process for devices, without devices. */
export async function openPair(fleetOptions: object = {}): Promise<Pair> {
  const fleet = new BenchChild('./fleet-process.ts');
  const devices = new BenchChild('./device-process.ts');
  const urls = await fleet.call<string[]>('start', fleetOptions);
  const token = await fleet.call<{ id: string; secret: string }>('token');
  return { fleet, devices, urls, token };
}

/** Ends both. */
export async function closePair({ fleet, devices }: Pair): Promise<void> {
  await devices.stop();
  await fleet.call('stop');
  await fleet.stop();
}

/** Adds devices and waits until all are welcomed. @throws Error after timeoutMs */
export async function addDevices(
  pair: Pair,
  options: {
    prefix: string;
    count: number;
    signals: number;
    everyMs: number;
    rampMs: number;
    /** Of each, on channels of its socket. */
    subDevices?: { readonly count: number; readonly everyMs: number };
    /** Their life stands still until the call `run`: where it stands when the last has started, ms. */
    holdMs?: number;
    /** How long a boot takes, ms. */
    bootMs?: number;
    /** They ask for contents after the call `openGate`. */
    isGated?: boolean;
  },
  timeoutMs = 180_000,
): Promise<void> {
  const before = await connected(pair.devices);
  const units = options.count * (1 + (options.subDevices?.count ?? 0));
  await pair.devices.call('add', { ...options, urls: pair.urls, token: pair.token });
  await waitFor(async () => (await connected(pair.devices)) >= before + units, timeoutMs, `${units} devices welcomed`);
}

/** Devices that are welcomed now. */
export async function connected(devices: BenchChild): Promise<number> {
  const reports = await devices.call<HostReport[]>('reports');
  return reports.reduce((sum, report) => sum + report.counters.connected, 0);
}

/** Asks every 100 ms. @throws Error when it does not come true in time */
export async function waitFor(holds: () => Promise<boolean>, timeoutMs: number, what: string): Promise<void> {
  const start = performance.now();
  while (!(await holds())) {
    if (performance.now() - start > timeoutMs) throw new Error(`not within ${timeoutMs} ms: ${what}`);
    await sleep(100);
  }
}
