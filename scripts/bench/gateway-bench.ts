import { setTimeout as sleep } from 'node:timers/promises';
import type { HostReport } from '#firmware/host/index.js';
import type { Bench, Metric } from './metric.ts';
import { addDevices, closePair, type FleetCounters, openPair, type Pair } from './pair.ts';

/** Sub-devices of one socket. */
const perSocket = 50;
const fewSockets = 20;
const sockets = 1_000;
const readings = 4;
/** Together 200,000 frames a second are offered: more than one process of either side takes. */
const everyMs = 250;
const settleMs = 5_000;
const warmUpMs = 5_000;
const measureMs = 10_000;

interface Memory {
  readonly rssBytes: number;
  readonly heapBytes: number;
}

/** Sub-devices: memory of each on both sides while idle, and frames a second from all of them to history. */
export const gatewayBench: Bench = {
  name: 'gateway',
  title: `${sockets * perSocket} sub-devices over ${sockets} sockets, one fleet process, devices in a process of their own`,
  async run(tell) {
    const pair = await openPair();
    const memory = await measureMemory(pair, tell);
    const rate = await measureRate(pair, tell);
    await closePair(pair);
    return [...memory, ...rate];
  },
};

/** Sub-devices that are idle, and will sample at instants spread over a period. */
async function add(pair: Pair, prefix: string, count: number, holdMs: number): Promise<void> {
  // As fast as handshakes are let in.
  const rampMs = (count * perSocket) / 1.5;
  await addDevices(
    pair,
    { prefix, count, signals: readings, everyMs: 0, rampMs, holdMs, subDevices: { count: perSocket, everyMs } },
    300_000,
  );
}

async function measureMemory(pair: Pair, tell: (line: string) => void): Promise<Metric[]> {
  await add(pair, 'few', fewSockets, (everyMs * fewSockets) / sockets);
  const before = await memoryOf(pair);
  const startMs = performance.now();
  await add(pair, 'many', sockets - fewSockets, everyMs - 1);
  const rampMs = performance.now() - startMs;
  const after = await memoryOf(pair);
  const { gateway } = await pair.fleet.call<FleetCounters>('counters');
  tell(`${gateway.sessions} units are welcomed on ${gateway.connections} sockets after ${(rampMs / 1_000).toFixed(1)} s`);
  const count = (sockets - fewSockets) * perSocket;
  const share = (name: string, bytes: number, atMost?: number): Metric => {
    return { name, value: bytes / count / 1_024, unit: 'KiB/subdevice', ...(atMost === undefined ? {} : { limit: { atMost } }) };
  };
  const metrics = [
    { name: 'attached', value: gateway.sessions - gateway.connections, unit: 'units', limit: { atLeast: sockets * perSocket } },
    share('subDevice', after.devices.rssBytes - before.devices.rssBytes, 16),
    share('subDeviceHeap', after.devices.heapBytes - before.devices.heapBytes),
    share('fleet', after.fleet.rssBytes - before.fleet.rssBytes, 10),
    share('fleetHeap', after.fleet.heapBytes - before.fleet.heapBytes),
  ];
  tell(metrics.map(({ name, value, unit }) => `${name} ${value.toFixed(2)} ${unit}`).join(', '));
  return metrics;
}

async function memoryOf(pair: Pair): Promise<{ readonly devices: Memory; readonly fleet: Memory }> {
  await sleep(settleMs);
  return { devices: await pair.devices.call<Memory>('memory'), fleet: await pair.fleet.call<Memory>('memory') };
}

async function measureRate(pair: Pair, tell: (line: string) => void): Promise<Metric[]> {
  await pair.devices.call('run');
  await sleep(warmUpMs);
  const from = await pair.fleet.call<FleetCounters>('counters');
  const fromCpu = await pair.devices.call<number>('cpuMicroseconds');
  const fromMs = performance.now();
  await sleep(measureMs);
  const to = await pair.fleet.call<FleetCounters>('counters');
  const deviceCpu = (await pair.devices.call<number>('cpuMicroseconds')) - fromCpu;
  const spanS = (performance.now() - fromMs) / 1_000;
  const counters = (await pair.devices.call<HostReport[]>('reports')).map((report) => report.counters);
  const frames = (to.history.committedReadings - from.history.committedReadings) / readings;
  const cores = (to.cpuMicroseconds - from.cpuMicroseconds) / 1e6 / spanS;
  const reasons = Object.entries(to.gateway.refused).filter(([, count]) => count > 0);
  const refused = reasons.reduce((sum, [, count]) => sum + count, 0);
  const missed = counters.reduce((sum, { samplesMissed }) => sum + samplesMissed, 0);
  const dropped = counters.reduce((sum, { framesDropped }) => sum + framesDropped, 0);
  tell(`${Math.round(frames / spanS)} frames/s stored, the fleet used ${cores.toFixed(2)} cores, ${missed} samples missed`);
  tell(`refused: ${reasons.map(([reason, count]) => `${count} ${reason}`).join(', ') || 'none'}`);
  return [
    { name: 'frames', value: frames / spanS, unit: 'frames/s' },
    { name: 'fleetCpu', value: (cores * 1e6 * spanS) / frames, unit: 'us/frame' },
    { name: 'deviceCpu', value: deviceCpu / frames, unit: 'us/frame' },
    { name: 'stillAttached', value: to.gateway.sessions - to.gateway.connections, unit: 'units', limit: { atLeast: sockets * perSocket } },
    { name: 'dropped', value: dropped, unit: 'frames' },
    { name: 'refused', value: refused, unit: 'refusals' },
  ];
}
