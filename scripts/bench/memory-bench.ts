import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench, Metric } from './metric.ts';
import { addDevices, closePair, openPair, type Pair } from './pair.ts';

const few = 1_000;
const many = 10_000;
const settleMs = 5_000;

interface Memory {
  readonly rssBytes: number;
  readonly heapBytes: number;
}

/** Resident memory a connected idle device, both sides, plaintext: (RSS at 10,000 - RSS at 1,000) / 9,000. */
export const memoryBench: Bench = {
  name: 'memory',
  title: `idle devices, ${few} and ${many}, ${settleMs / 1_000} s after the ramp and one collection`,
  async run(tell) {
    const pair = await openPair();
    await addDevices(pair, { prefix: 'few', count: few, signals: 4, everyMs: 0, rampMs: 2_000 });
    const before = await measure(pair);
    tell(`at ${few}: ${describe(before)}`);
    await addDevices(pair, { prefix: 'many', count: many - few, signals: 4, everyMs: 0, rampMs: 12_000 });
    const after = await measure(pair);
    tell(`at ${many}: ${describe(after)}`);
    await closePair(pair);
    return [
      share('device', after.devices.rssBytes - before.devices.rssBytes, { atMost: 16 }),
      share('deviceHeap', after.devices.heapBytes - before.devices.heapBytes),
      share('fleet', after.fleet.rssBytes - before.fleet.rssBytes, { atMost: 10 }),
      share('fleetHeap', after.fleet.heapBytes - before.fleet.heapBytes),
    ];
  },
};

function share(name: string, bytes: number, limit?: { atMost: number }): Metric {
  return { name, value: bytes / (many - few) / 1_024, unit: 'KiB/device', ...(limit === undefined ? {} : { limit }) };
}

async function measure(pair: Pair): Promise<{ devices: Memory; fleet: Memory }> {
  await sleep(settleMs);
  return { devices: await pair.devices.call<Memory>('memory'), fleet: await pair.fleet.call<Memory>('memory') };
}

function describe({ devices, fleet }: { devices: Memory; fleet: Memory }): string {
  const mebibytes = (bytes: number): string => (bytes / 1_048_576).toFixed(1);
  return `devices ${mebibytes(devices.rssBytes)} MiB (heap ${mebibytes(devices.heapBytes)}), fleet ${mebibytes(fleet.rssBytes)} MiB (heap ${mebibytes(fleet.heapBytes)})`;
}
