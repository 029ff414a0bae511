import { setTimeout as sleep } from 'node:timers/promises';
import type { UpdateCounters } from '#fleet/domain/index.js';
import { bareRate, cpuOf, type MovingMoment, type MovingRate, rateOf } from './bare-rate.ts';
import { addDevices, closePair, openPair, type Pair, waitFor } from './pair.ts';

/** What a run of updates is. */
export interface TransferPlan {
  readonly devices: number;
  readonly imageBytes: number;
}

/** What came of it. */
export interface TransferFigures {
  /** While contents move, from the first tenth to nine tenths of all bytes: every device has its metadata, its assignment and its header by then. */
  readonly images: MovingRate;
  /** The manager's part of its time on the processors, nanoseconds a KiB. */
  readonly managerCpuNsPerKib: number;
  /** The bare pairs before and after it. */
  readonly bare: readonly MovingRate[];
  /** From the orders until all have checked what was signed, ms. */
  readonly checkMs: number;
  /** From the first request for a content to the last confirmed image, ms; boots of bootMs are part of it. */
  readonly updateMs: number;
  /** Most resident memory while contents came, above that before the orders, bytes a device: that of the devices, and that of the manager. */
  readonly bytesADevice: number;
  readonly managerBytesADevice: number;
  /** Longest turn of the manager's event loop from the orders to the end, and while contents moved, ms. */
  readonly longestTurnMs: number;
  readonly longestMovingTurnMs: number;
}

const signals = 4;
const lookEveryMs = 250;
const mostMs = 10 * 60_000;
/** Longer than contents move: what a boot costs is not measured with them. */
const bootMs = 30_000;

/** Real devices on real sockets, each of which takes an image, checks every digest, installs it, reboots and confirms. */
export async function measureTransfers({ devices, imageBytes }: TransferPlan, tell: (line: string) => void): Promise<TransferFigures> {
  const pair = await openPair();
  const rampMs = Math.max(2_000, devices);
  await addDevices(pair, { prefix: 'ota', count: devices, signals, everyMs: 0, rampMs, bootMs, isGated: true }, mostMs);
  await pair.fleet.call('publish', { profile: `bench-${signals}`, imageBytes });
  await sleep(2_000);
  const before = await memoryOf(pair, 'memory');
  const begunMs = performance.now();
  await pair.fleet.call('watchTurns');
  await pair.fleet.call('updateAll');
  await waitFor(async () => (await pair.devices.call<number>('atGate')) >= devices, mostMs, `${devices} devices at their contents`);
  const checkMs = performance.now() - begunMs;
  tell(`${devices} devices have checked what was signed: ${(checkMs / 1_000).toFixed(1)} s`);
  const checkTurnMs = await pair.fleet.call<number>('longestTurn');
  const bare = [await bareRate()];
  await pair.fleet.call('watchTurns');
  const openedMs = performance.now();
  await pair.devices.call('openGate');
  const { images, managerCpuNsPerKib, most } = await watch(pair, devices * imageBytes);
  const longestMovingTurnMs = await pair.fleet.call<number>('longestTurn');
  await waitFor(async () => (await countersOf(pair)).ended.updated === devices, mostMs, `${devices} devices updated`);
  const updateMs = performance.now() - openedMs;
  const longestTurnMs = Math.max(checkTurnMs, await pair.fleet.call<number>('longestTurn'));
  await closePair(pair);
  bare.push(await bareRate());
  return {
    images,
    managerCpuNsPerKib,
    bare,
    checkMs,
    updateMs,
    bytesADevice: (most.devices - before.devices) / devices,
    managerBytesADevice: (most.fleet - before.fleet) / devices,
    longestTurnMs,
    longestMovingTurnMs,
  };
}

interface Memory {
  readonly devices: number;
  readonly fleet: number;
}

/** Looks while images come. */
async function watch(pair: Pair, totalBytes: number): Promise<{ images: MovingRate; managerCpuNsPerKib: number; most: Memory }> {
  let from: { readonly all: MovingMoment; readonly manager: MovingMoment } | undefined;
  let most: Memory = { devices: 0, fleet: 0 };
  for (const startMs = performance.now(); performance.now() - startMs < mostMs; await sleep(lookEveryMs)) {
    const [{ bytesSent: bytes }, managerUs, devicesUs, now] = await Promise.all([
      countersOf(pair),
      cpuOf([pair.fleet]),
      cpuOf([pair.devices]),
      memoryOf(pair, 'rss'),
    ]);
    const atMs = performance.now();
    const moment = { all: { bytes, atMs, cpuUs: managerUs + devicesUs }, manager: { bytes, atMs, cpuUs: managerUs } };
    most = { devices: Math.max(most.devices, now.devices), fleet: Math.max(most.fleet, now.fleet) };
    if (bytes >= totalBytes * 0.1) from ??= moment;
    if (from !== undefined && bytes >= totalBytes * 0.9) {
      return { images: rateOf(from.all, moment.all), managerCpuNsPerKib: rateOf(from.manager, moment.manager).cpuNsPerKib, most };
    }
  }
  throw new Error(`images did not come in ${mostMs} ms`);
}

function countersOf(pair: Pair): Promise<UpdateCounters> {
  return pair.fleet.call<UpdateCounters>('updates');
}

async function memoryOf(pair: Pair, call: 'memory' | 'rss'): Promise<Memory> {
  const ask = async (side: 'devices' | 'fleet') => (await pair[side].call<{ rssBytes: number }>(call)).rssBytes;
  return { devices: await ask('devices'), fleet: await ask('fleet') };
}
