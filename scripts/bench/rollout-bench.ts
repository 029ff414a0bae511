import { setTimeout as sleep } from 'node:timers/promises';
import { collectGarbage } from '#firmware/host/index.js';
import type { Actor, RolloutView } from '#fleet/domain/index.js';
import { type Bench, type Metric, median } from './metric.ts';
import type { BenchDevice } from './rollout-devices.ts';
import { RolloutFleet } from './rollout-fleet.ts';
import { threadCpuMs } from './turn-tracker.ts';
import { TurnWatch } from './turn-watch.ts';

const allDevices = 100_000;
const forecasts = 3;
const dispatchMs = 20_000;
const beatMs = 5_000;
const wayBackMs = 10_000;
/** Heartbeats that change something, each tenth of a second. */
const beatsAtOnce = 1_000;
const actor: Actor = { name: 'bench', role: 'admin', reason: 'bench' };
const name = 'bench';

/** A plan with a gate of each kind that judges by itself, and a condition in CEL; the first wave is there to have updated devices. */
const planOf = (release: string): string => `apiVersion: seatrial/v1
kind: Rollout
name: ${name}
release: "${release}"
selector: profile == "thermostat" && labels.region != "east"
strata: [profile, hardware, "label:region"]
condition: battery >= 10.0
dispatch: { type: constant, perMinute: 60000 }
limits: { inFlight: 200000 }
waves:
  - { name: canary, percent: 1%, soak: 0s, gates: [] }
  - name: all
    percent: 100%
    soak: 7d
    gates:
      - { type: threshold, above: 50%, minimum: 100 }
      - { type: consecutive, failures: 1000 }
      - { type: health }
      - { type: signal, name: warm, when: updated.roomTempC <= waiting.roomTempC + 5.0 }
`;

/** What planning and stepping a rollout costs with a whole fleet in the store. */
export const rolloutBench: Bench = {
  name: 'rollout',
  title: `${allDevices} devices in the store: a plan, turns with all gates, offers for ${dispatchMs / 1_000} s, reports, ways back`,
  async run(tell, { devices = allDevices }) {
    const fleet = await RolloutFleet.start();
    try {
      await fleet.importDevices(devices);
      tell(`${devices} devices are imported`);
      await fleet.connectAll();
      const { devices: online } = fleet.manager.devices.list({ selector: 'presence=online', after: '', limit: 10_000 });
      tell(`${online.length === 10_000 ? 'all' : online.length} are connected`);
      return await measure(fleet, tell);
    } finally {
      await fleet.stop();
    }
  },
};

type Tell = (line: string) => void;

async function measure(fleet: RolloutFleet, tell: Tell): Promise<Metric[]> {
  const metrics = await measurePlan(fleet, tell);
  metrics.push(...(await measureStart(fleet, tell)));
  const members = await memory();
  const loop = new TurnWatch();
  loop.start();
  fleet.tracker.reset();
  metrics.push(...(await measureDispatch(fleet, tell)));
  await measureBeats(fleet, tell);
  const reporting = fleet.takeOffered();
  metrics.push(...(await measureReports(fleet, reporting, tell)));
  loop.stop();
  const view = fleet.manager.rollouts.get(name);
  check(view, fleet);
  const after = await memory();
  metrics.push({ name: 'attemptedHeap', value: (after.heapBytes - members.heapBytes) / view.sums.attempted, unit: 'B/attempted' });
  const backLoop = new TurnWatch();
  metrics.push(...(await measureWayBack(fleet, reporting, backLoop, tell)));
  const { longestMs, longestCollectedMs, longestClockMs, meanMs, count } = fleet.tracker.figures;
  metrics.push(
    { name: 'turns', value: count, unit: 'turns' },
    { name: 'turn', value: meanMs, unit: 'ms' },
    { name: 'longestTurn', value: longestMs, unit: 'ms', limit: { atMost: 50 } },
    { name: 'longestCollectedTurn', value: longestCollectedMs, unit: 'ms' },
    { name: 'longestTurnByClock', value: longestClockMs, unit: 'ms' },
    { name: 'longestLoopTurn', value: Math.max(loop.longestMs, backLoop.longestMs), unit: 'ms' },
  );
  return [...metrics, ...(await measureRestart(fleet, tell))];
}

async function measurePlan({ manager, target }: RolloutFleet, tell: Tell): Promise<Metric[]> {
  const plan = manager.rollouts.parse(planOf(target.id), 'bench.yaml');
  const loop = new TurnWatch();
  loop.start();
  const planMs: number[] = [];
  for (let turn = 0; turn < forecasts; turn += 1) planMs.push(await cpuOf(() => manager.rollouts.forecast(plan)));
  loop.stop();
  tell(`planned in ${planMs.map((ms) => ms.toFixed(0)).join(', ')} ms`);
  return [
    { name: 'plan', value: median(planMs), unit: 'ms' },
    { name: 'longestPlan', value: Math.max(...planMs), unit: 'ms', limit: { atMost: 2_000 } },
    { name: 'planLoopTurn', value: loop.longestMs, unit: 'ms' },
  ];
}

async function measureStart(fleet: RolloutFleet, tell: Tell): Promise<Metric[]> {
  const { rollouts } = fleet.manager;
  const before = await memory();
  const loop = new TurnWatch();
  loop.start();
  const startMs = performance.now();
  await rollouts.create({ source: planOf(fleet.target.id), file: 'bench.yaml' }, actor);
  await rollouts.start(name, {}, actor);
  const startedMs = performance.now() - startMs;
  loop.stop();
  const members = await memory();
  const heapBytes = (members.heapBytes - before.heapBytes) / fleet.devices.length;
  tell(`started in ${startedMs.toFixed(0)} ms, ${heapBytes.toFixed(0)} bytes of heap a member`);
  return [
    { name: 'start', value: startedMs, unit: 'ms' },
    { name: 'startLoopTurn', value: loop.longestMs, unit: 'ms' },
    { name: 'memberHeap', value: heapBytes, unit: 'B/member' },
    { name: 'memberRss', value: (members.rssBytes - before.rssBytes) / fleet.devices.length, unit: 'B/member' },
  ];
}

async function measureDispatch(fleet: RolloutFleet, tell: Tell): Promise<Metric[]> {
  await untilWave(fleet, 'all');
  const offers = fleet.offers;
  const cpu = process.cpuUsage();
  const startMs = performance.now();
  await sleep(dispatchMs);
  const perSecond = ((fleet.offers - offers) * 1_000) / (performance.now() - startMs);
  const offerMicroseconds = microseconds(cpu) / Math.max(1, fleet.offers - offers);
  await fleet.manager.rollouts.pause(name, {}, actor);
  await quiet(fleet);
  tell(`${fleet.offers} devices are offered, ${perSecond.toFixed(0)} a second; ${longestOf(fleet)}`);
  return [
    { name: 'offers', value: perSecond, unit: '1/s' },
    { name: 'offerCpu', value: offerMicroseconds, unit: 'us' },
  ];
}

/** Heartbeats that change something, while it is offered. */
async function measureBeats(fleet: RolloutFleet, tell: Tell): Promise<void> {
  const { rollouts } = fleet.manager;
  await rollouts.resume(name, { raise: {} }, actor);
  const startMs = performance.now();
  for (let at = 0; performance.now() - startMs < beatMs; at = (at + beatsAtOnce) % fleet.devices.length) {
    fleet.beat(fleet.devices.slice(at, at + beatsAtOnce));
    await sleep(100);
  }
  await rollouts.pause(name, {}, actor);
  await quiet(fleet);
  tell(`with ${beatsAtOnce * 10} changed devices a second: ${longestOf(fleet)}`);
}

async function measureReports(fleet: RolloutFleet, reporting: readonly BenchDevice[], tell: Tell): Promise<Metric[]> {
  const idle = await idleShare();
  const startMs = performance.now();
  const cpu = process.cpuUsage();
  for (const state of ['checking', 'downloading', 'installing'] as const) await fleet.report(reporting, state);
  await quiet(fleet);
  const reports = reporting.length * 3;
  const reportMicroseconds = (microseconds(cpu) - idle * (performance.now() - startMs) * 1_000) / Math.max(1, reports);
  tell(`${reports} reports, idle share ${(idle * 100).toFixed(0)} % of a core; ${longestOf(fleet)}`);
  return [{ name: 'reportCpu', value: reportMicroseconds, unit: 'us' }];
}

/** All that were offered it run it, and are to run what they ran before. */
async function measureWayBack(fleet: RolloutFleet, updated: readonly BenchDevice[], loop: TurnWatch, tell: Tell): Promise<Metric[]> {
  await fleet.updateAll(updated);
  await quiet(fleet);
  const offers = fleet.offers;
  loop.start();
  const startMs = performance.now();
  await fleet.manager.rollouts.rollback(name, {}, actor);
  await sleep(wayBackMs);
  loop.stop();
  const perSecond = ((fleet.offers - offers) * 1_000) / (performance.now() - startMs);
  tell(`${fleet.offers - offers} of ${updated.length} are offered the way back, ${perSecond.toFixed(0)} a second; ${longestOf(fleet)}`);
  if (perSecond === 0) throw new Error(`nobody is offered the way back: ${fleet.manager.rollouts.get(name).state}`);
  return [{ name: 'waysBack', value: perSecond, unit: '1/s' }];
}

/** A manager that takes over what is stored, with all its areas. */
async function measureRestart(fleet: RolloutFleet, tell: Tell): Promise<Metric[]> {
  await fleet.restart();
  const loop = new TurnWatch();
  loop.start();
  const startMs = performance.now();
  await fleet.begin();
  const restartMs = performance.now() - startMs;
  await sleep(1_000);
  loop.stop();
  check(fleet.manager.rollouts.get(name), fleet);
  tell(`back after a restart in ${restartMs.toFixed(0)} ms, the longest turn of the event loop took ${figure(loop.longestMs)} ms`);
  return [
    { name: 'restart', value: restartMs, unit: 'ms' },
    { name: 'restartLoopTurn', value: loop.longestMs, unit: 'ms' },
  ];
}

/** Wrong counts make the figures worth nothing. */
function check({ buckets, sums }: RolloutView, fleet: RolloutFleet): void {
  const all = Object.values(buckets).reduce((sum, count) => sum + count, 0);
  if (all !== fleet.devices.length) throw new Error(`the buckets have ${all} devices, there are ${fleet.devices.length}`);
  if (sums.attempted !== fleet.told) throw new Error(`${sums.attempted} devices are attempted, ${fleet.told} were told of it`);
}

/** Lets the first wave be updated until the next one runs. */
async function untilWave(fleet: RolloutFleet, wave: string): Promise<void> {
  const { rollouts } = fleet.manager;
  const waves = rollouts.get(name).waves.map((one) => one.name);
  for (let view = rollouts.get(name); waves[view.wave] !== wave; view = rollouts.get(name)) {
    const offered = fleet.takeOffered();
    await fleet.report(offered, 'checking');
    await fleet.updateAll(offered);
    await sleep(50);
    if (view.state !== 'dispatching' && view.state !== 'soaking' && view.state !== 'deciding')
      throw new Error(`the rollout is ${view.state}: ${view.verdict}`);
  }
}

/** Waits until what was begun is judged and stored. Turns never end: the sweep through so many members takes longer than the time between two. */
async function quiet(fleet: RolloutFleet): Promise<void> {
  await sleep(5_000);
  await fleet.settled();
}

/** Share of a core that the manager takes when nothing happens. */
async function idleShare(): Promise<number> {
  const cpu = process.cpuUsage();
  const startMs = performance.now();
  await sleep(3_000);
  return microseconds(cpu) / 1_000 / (performance.now() - startMs);
}

function microseconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return user + system;
}

async function memory(): Promise<{ readonly rssBytes: number; readonly heapBytes: number }> {
  await sleep(500);
  collectGarbage();
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
  return { rssBytes: rss, heapBytes: heapUsed + arrayBuffers };
}

async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const startMs = threadCpuMs();
  await work();
  return threadCpuMs() - startMs;
}

const figure = (value: number): string => value.toFixed(1);
const longestOf = ({ tracker }: RolloutFleet): string => `the longest turn so far took ${figure(tracker.figures.longestMs)} ms`;
