import { World } from '#fleet/trial/index.js';
import { benchModel, benchProfile } from './bench-profile.ts';
import type { Bench } from './metric.ts';

const devices = 5_200;
const rampMs = 60_000;
const spanMs = 20 * 60_000;

/** Virtual over real time of a manager with its devices in one process. */
export const worldBench: Bench = {
  name: 'world',
  title: `${devices} devices with a manager in one process, one frame a minute`,
  async run(tell) {
    const world = new World({ seed: 'bench' });
    await world.startManager();
    const token = await world.createToken(devices);
    world.addDevices({ prefix: 'world', count: devices, profile: benchProfile(4, 60_000), model: benchModel(4), token, rampMs });
    await world.runFor(rampMs * 2);
    tell(`${world.counters.connected} of ${devices} connected`);
    const frames = world.counters.framesAcknowledged;
    const startMs = performance.now();
    await world.runFor(spanMs);
    const elapsedMs = performance.now() - startMs;
    return [
      { name: 'xRealTime', value: spanMs / elapsedMs, unit: '1', limit: { atLeast: 360 } },
      { name: 'framesPerSecond', value: ((world.counters.framesAcknowledged - frames) * 1_000) / elapsedMs, unit: 'frames/s' },
      { name: 'heap', value: process.memoryUsage().heapUsed / 1_048_576, unit: 'MiB' },
    ];
  },
};
