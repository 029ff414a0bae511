import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HostReport } from '#firmware/host/index.js';
import { BenchChild } from './child.ts';
import type { Bench } from './metric.ts';
import { addDevices, connected, type FleetCounters, openPair, waitFor } from './pair.ts';

const devices = 10_000;

/** The manager is killed and comes back on the same address and data: how long until the fleet is back. */
export const stormBench: Bench = {
  name: 'storm',
  title: `${devices} enrolled devices reconnect after kill -9 and restart of the manager`,
  async run(tell) {
    const folder = mkdtempSync(join(tmpdir(), 'seatrial-storm-'));
    const pair = await openPair({ folder });
    await addDevices(pair, { prefix: 'storm', count: devices, signals: 4, everyMs: 10_000, rampMs: 12_000 });
    const address = pair.urls.map((url) => new URL(url).host);
    tell(`${devices} devices are connected; killing the manager`);
    await pair.fleet.kill();
    await waitFor(async () => (await connected(pair.devices)) === 0, 60_000, 'all devices see the crash');
    const fleet = new BenchChild('./fleet-process.ts');
    await fleet.call('start', { folder, listen: address });
    const startMs = performance.now();
    const curve = await recover(pair.devices, startMs, tell);
    await sleep(15_000);
    const [report] = await pair.devices.call<HostReport[]>('reports');
    const counters = await fleet.call<FleetCounters>('counters');
    const rows = await fleet.call<number[][]>('query', 'SELECT count(*) - count(DISTINCT (device, signal, time)) FROM readings');
    await pair.devices.stop();
    await fleet.call('stop');
    await fleet.stop();
    rmSync(folder, { recursive: true, force: true });
    const lost = (report?.counters.framesDropped ?? 0) + (report?.counters.framesRejected ?? 0);
    return [
      { name: 'to95', value: curve.to95Ms / 1_000, unit: 's' },
      { name: 'to100', value: curve.to100Ms / 1_000, unit: 's', limit: { atMost: 180 } },
      { name: 'peakHandshakes', value: curve.peakPerSecond, unit: '1/s' },
      { name: 'refusedOverloaded', value: counters.gateway.refused.overloaded ?? 0, unit: 'handshakes' },
      { name: 'lostFrames', value: lost, unit: 'frames', limit: { atMost: 0 } },
      { name: 'storedTwice', value: Number(rows[0]?.[0]), unit: 'readings', limit: { atMost: 0 } },
    ];
  },
};

async function recover(process_: BenchChild, startMs: number, tell: (line: string) => void) {
  let to95Ms = 0;
  let peakPerSecond = 0;
  let lastCount = 0;
  let lastMs = startMs;
  for (;;) {
    await sleep(250);
    const count = await connected(process_);
    const nowMs = performance.now();
    peakPerSecond = Math.max(peakPerSecond, ((count - lastCount) * 1_000) / (nowMs - lastMs));
    lastCount = count;
    lastMs = nowMs;
    if (to95Ms === 0 && count >= devices * 0.95) {
      to95Ms = nowMs - startMs;
      tell(`95 % are back after ${(to95Ms / 1_000).toFixed(1)} s`);
    }
    if (count >= devices) return { to95Ms, to100Ms: nowMs - startMs, peakPerSecond };
    if (nowMs - startMs > 300_000) throw new Error(`after 300 s only ${count} of ${devices} are back`);
  }
}
