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
    return [...(await measureMemory(tell)), ...(await measureRate(tell))];
  },
};

async function add(pair: Pair, prefix: string, count: number, subDevicesEveryMs: number): Promise<void> {
  // As fast as handshakes are let in.
  const rampMs = (count * perSocket) / 1.5;
  const subDevices = { count: perSocket, everyMs: subDevicesEveryMs };
  await addDevices(pair, { prefix, count, signals: readings, everyMs: 0, rampMs, subDevices }, 300_000);
}

async function measureMemory(tell: (line: string) => void): Promise<Metric[]> {
  const pair = await openPair();
  await add(pair, 'few', fewSockets, 0);
  const before = await memoryOf(pair);
  const startMs = performance.now();
  await add(pair, 'many', sockets - fewSockets, 0);
  const rampMs = performance.now() - startMs;
  const after = await memoryOf(pair);
  const counters = await pair.fleet.call<FleetCounters>('counters');
  tell(`${counters.gateway.sessions} units are welcomed on ${counters.gateway.connections} sockets after ${(rampMs / 1_000).toFixed(1)} s`);
  await closePair(pair);
  const count = (sockets - fewSockets) * perSocket;
  const share = (name: string, bytes: number, atMost?: number): Metric => {
    return { name, value: bytes / count / 1_024, unit: 'KiB/subdevice', ...(atMost === undefined ? {} : { limit: { atMost } }) };
  };
  return [
    {
      name: 'attached',
      value: counters.gateway.sessions - counters.gateway.connections,
      unit: 'units',
      limit: { atLeast: sockets * perSocket },
    },
    share('subDevice', after.devices.rssBytes - before.devices.rssBytes, 16),
    share('subDeviceHeap', after.devices.heapBytes - before.devices.heapBytes),
    share('fleet', after.fleet.rssBytes - before.fleet.rssBytes, 10),
    share('fleetHeap', after.fleet.heapBytes - before.fleet.heapBytes),
  ];
}

async function memoryOf(pair: Pair): Promise<{ readonly devices: Memory; readonly fleet: Memory }> {
  await sleep(settleMs);
  return { devices: await pair.devices.call<Memory>('memory'), fleet: await pair.fleet.call<Memory>('memory') };
}

async function measureRate(tell: (line: string) => void): Promise<Metric[]> {
  const pair = await openPair();
  await add(pair, 'busy', sockets, everyMs);
  await sleep(warmUpMs);
  const from = await pair.fleet.call<FleetCounters>('counters');
  const fromMs = performance.now();
  await sleep(measureMs);
  const to = await pair.fleet.call<FleetCounters>('counters');
  const spanS = (performance.now() - fromMs) / 1_000;
  const [report] = await pair.devices.call<HostReport[]>('reports');
  const frames = (to.history.committedReadings - from.history.committedReadings) / readings;
  const cores = (to.cpuMicroseconds - from.cpuMicroseconds) / 1e6 / spanS;
  const reasons = Object.entries(to.gateway.refused).filter(([, count]) => count > 0);
  const refused = reasons.reduce((sum, [, count]) => sum + count, 0);
  const missed = report?.counters.samplesMissed ?? 0;
  tell(`${Math.round(frames / spanS)} frames/s stored, the fleet used ${cores.toFixed(2)} cores, ${missed} samples missed`);
  tell(`refused: ${reasons.map(([reason, count]) => `${count} ${reason}`).join(', ') || 'none'}`);
  await closePair(pair);
  return [
    { name: 'frames', value: frames / spanS, unit: 'frames/s' },
    { name: 'fleetCpu', value: (cores * 1e6 * spanS) / frames, unit: 'us/frame' },
    { name: 'stillAttached', value: to.gateway.sessions - to.gateway.connections, unit: 'units', limit: { atLeast: sockets * perSocket } },
    { name: 'dropped', value: report?.counters.framesDropped ?? 0, unit: 'frames' },
    { name: 'refused', value: refused, unit: 'refusals' },
  ];
}
