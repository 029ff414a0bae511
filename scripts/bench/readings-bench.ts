import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench } from './metric.ts';
import { addDevices, closePair, type FleetCounters, openPair, type Pair } from './pair.ts';

const sockets = 1_000;
const readingsPerFrame = 20;
const measureMs = 8_000;

/** Readings a second through real sockets into history, as many as it takes; and the stalls at a quarter of the goal. */
export const readingsBench: Bench = {
  name: 'readings',
  title: `${sockets} sockets, ${readingsPerFrame} readings a frame, stored in DuckDB`,
  async run(tell) {
    const full = await openLoaded(14);
    const stored = await storedPerSecond(full);
    tell(`at full load ${Math.round(stored.rate)} readings/s`);
    const rows = await full.fleet.call<number[][]>('query', 'SELECT count(*) FROM readings');
    await closePair(full);
    // 1,000 devices x 20 readings x 12.5 frames/s.
    const calm = await openLoaded(80);
    await calm.fleet.call('resetDelay');
    const quarter = await storedPerSecond(calm);
    const delay = await calm.fleet.call<{ p99Ms: number; maximumMs: number }>('delay');
    tell(`at ${Math.round(quarter.rate)} readings/s the event loop stalled ${delay.maximumMs.toFixed(1)} ms at most`);
    await closePair(calm);
    return [
      { name: 'stored', value: stored.rate, unit: 'readings/s', limit: { atLeast: 1_000_000 } },
      { name: 'storedRows', value: Number(rows[0]?.[0]), unit: 'readings' },
      { name: 'calmRate', value: quarter.rate, unit: 'readings/s', limit: { atLeast: 240_000 } },
      { name: 'longestStall', value: delay.maximumMs, unit: 'ms', limit: { atMost: 100 } },
      { name: 'stallP99', value: delay.p99Ms, unit: 'ms' },
    ];
  },
};

async function openLoaded(everyMs: number): Promise<Pair> {
  const pair = await openPair({ limits: { framesPerSecond: 100_000 } });
  await addDevices(pair, { prefix: 'readings', count: sockets, signals: readingsPerFrame, everyMs, rampMs: 1_000 });
  await sleep(4_000);
  return pair;
}

async function storedPerSecond({ fleet }: Pair): Promise<{ rate: number }> {
  const from = (await fleet.call<FleetCounters>('counters')).history.committedReadings;
  const fromMs = performance.now();
  await sleep(measureMs);
  const to = (await fleet.call<FleetCounters>('counters')).history.committedReadings;
  return { rate: ((to - from) * 1_000) / (performance.now() - fromMs) };
}
