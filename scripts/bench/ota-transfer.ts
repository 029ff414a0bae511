import { setTimeout as sleep } from 'node:timers/promises';
import type { UpdateCounters } from '#fleet/domain/index.js';
import { addDevices, closePair, openPair, type Pair, waitFor } from './pair.ts';

/** What a run of updates is. */
export interface TransferPlan {
  readonly devices: number;
  readonly imageBytes: number;
}

/** What came of it. */
export interface TransferFigures {
  /** Bytes of parts a second, from the tenth to the nine tenths of all. */
  readonly bytesPerSecond: number;
  /** From the orders to the last confirmed image, ms. */
  readonly wholeMs: number;
  readonly updated: number;
  /** Most resident memory of the devices' process while images came, above that before, bytes a device. */
  readonly bytesADevice: number;
  /** Longest turn of the manager's event loop meanwhile, ms. */
  readonly longestTurnMs: number;
}

const signals = 4;
const lookEveryMs = 100;
const mostMs = 20 * 60_000;

/** Real devices on real sockets, each of which takes an image, installs it, reboots and confirms. */
export async function measureTransfers({ devices, imageBytes }: TransferPlan, tell: (line: string) => void): Promise<TransferFigures> {
  const pair = await openPair({ limits: { openTransfers: 100_000 } });
  await addDevices(pair, { prefix: 'ota', count: devices, signals, everyMs: 0, rampMs: Math.max(2_000, devices) });
  await pair.fleet.call('publish', { profile: `bench-${signals}`, imageBytes });
  await sleep(2_000);
  const before = await rssOf(pair);
  const begunMs = performance.now();
  await pair.fleet.call('resetDelay');
  await pair.fleet.call('updateAll');
  const { bytesPerSecond, mostRss } = await watch(pair, devices * imageBytes, tell);
  await waitFor(async () => (await countersOf(pair)).ended.updated === devices, mostMs, `${devices} devices updated`);
  const wholeMs = performance.now() - begunMs;
  const { ended } = await countersOf(pair);
  const { maximumMs } = await pair.fleet.call<{ maximumMs: number }>('delay');
  await closePair(pair);
  return {
    bytesPerSecond,
    wholeMs,
    updated: ended.updated ?? 0,
    bytesADevice: (mostRss - before) / devices,
    longestTurnMs: maximumMs,
  };
}

/** Looks while images come. */
async function watch(pair: Pair, totalBytes: number, tell: (line: string) => void): Promise<{ bytesPerSecond: number; mostRss: number }> {
  let from: { readonly bytes: number; readonly atMs: number } | undefined;
  let mostRss = 0;
  for (const startMs = performance.now(); performance.now() - startMs < mostMs; await sleep(lookEveryMs)) {
    const { bytesSent: bytes } = await countersOf(pair);
    const atMs = performance.now();
    mostRss = Math.max(mostRss, (await pair.devices.call<{ rssBytes: number }>('rss')).rssBytes);
    if (bytes >= totalBytes * 0.1) from ??= { bytes, atMs };
    if (from === undefined || bytes < totalBytes * 0.9) continue;
    const bytesPerSecond = ((bytes - from.bytes) * 1_000) / (atMs - from.atMs);
    tell(`${(bytes / 1_048_576).toFixed(0)} MiB sent, ${(bytesPerSecond / 1_048_576).toFixed(0)} MiB/s`);
    return { bytesPerSecond, mostRss };
  }
  throw new Error(`images did not come in ${mostMs} ms`);
}

function countersOf(pair: Pair): Promise<UpdateCounters> {
  return pair.fleet.call<UpdateCounters>('updates');
}

async function rssOf(pair: Pair): Promise<number> {
  return (await pair.devices.call<{ rssBytes: number }>('memory')).rssBytes;
}
