import { setTimeout as sleep } from 'node:timers/promises';
import { encodeTelemetry } from '#proto/frame/index.js';
import { BenchChild } from './child.ts';
import { type Bench, type Metric, median } from './metric.ts';
import { addDevices, closePair, type FleetCounters, openPair } from './pair.ts';

const sockets = 1_000;
const readings = 4;
const alternations = 5;
const warmUpMs = 2_000;
const measureMs = 4_000;

/** Alarm rules that look at every frame and never hold. */
const rules = ['A', 'B'].map((letter) => ({
  name: `bench-${letter.toLowerCase()}`,
  title: 'Never',
  severity: 'low',
  when: `signal${letter}Cel > 900.0`,
  holdMs: 0,
  clearHoldMs: 0,
  profiles: [],
  action: 'none',
  respondWithinMs: 60_000,
}));

/** Frames a second from device to history, over frames a second of a bare pair of the same size. */
export const wireBench: Bench = {
  name: 'wire',
  title: `${sockets} sockets, ${readings} readings a frame, two processes each, median of ${alternations} alternations`,
  async run(tell) {
    const ratios: number[] = [];
    const bareRates: number[] = [];
    const fleetRates: number[] = [];
    for (let round = 0; round < alternations; round += 1) {
      const bare = await bareRate();
      const fleet = await fleetRate();
      bareRates.push(bare);
      fleetRates.push(fleet);
      ratios.push(fleet / bare);
      tell(
        `round ${round + 1}: bare ${Math.round(bare)} frames/s, end to end ${Math.round(fleet)} frames/s, ratio ${(fleet / bare).toFixed(3)}`,
      );
    }
    const metrics: Metric[] = [
      { name: 'ratio', value: median(ratios), unit: '1', limit: { atLeast: 0.7 } },
      { name: 'endToEnd', value: median(fleetRates), unit: 'frames/s' },
      { name: 'bare', value: median(bareRates), unit: 'frames/s' },
    ];
    return metrics;
  },
};

/** Bytes of a frame as devices send it: the sequence has two to three bytes after some hundred frames. */
function frameBytes(): number {
  return encodeTelemetry(0, 1, 10_000, 1.8e12, readings, [1, 2, 3, 4], undefined, [1, 2, 3, 4]).length;
}

async function bareRate(): Promise<number> {
  const server = new BenchChild('./bare-server-process.ts');
  const client = new BenchChild('./bare-client-process.ts');
  const url = await server.call<string>('listen');
  await client.call('run', { url, sockets, frameBytes: frameBytes() });
  await sleep(warmUpMs);
  const rate = await perSecond(() => server.call<number>('frames'));
  await client.stop();
  await server.stop();
  return rate;
}

async function fleetRate(): Promise<number> {
  const pair = await openPair({ limits: { framesPerSecond: 100_000 } });
  await pair.fleet.call('rules', rules);
  await addDevices(pair, { prefix: 'wire', count: sockets, signals: readings, everyMs: 5, rampMs: 1_000 });
  await sleep(warmUpMs);
  const rate = await perSecond(async () => {
    const counters = await pair.fleet.call<FleetCounters>('counters');
    return counters.history.committedReadings / readings;
  });
  const counters = await pair.fleet.call<FleetCounters>('counters');
  if (counters.monitor.ruleFailures > 0) throw new Error(`${counters.monitor.ruleFailures} rules failed`);
  await closePair(pair);
  return rate;
}

async function perSecond(count: () => Promise<number>): Promise<number> {
  const from = await count();
  const fromMs = performance.now();
  await sleep(measureMs);
  const to = await count();
  return ((to - from) * 1_000) / (performance.now() - fromMs);
}
