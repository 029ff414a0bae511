/** Whole fleets of one kind with a release that is good, or bad in one way: each returns what came of it, with the oracle's looks behind it. */
import type { RolloutView } from '#fleet/domain/index.js';
import { RolloutStorm } from './rollout-storm.ts';

const minuteMs = 60_000;
const hourMs = 3_600_000;

/** What came of a fleet. */
export interface FleetReport {
  readonly view: RolloutView;
  readonly offers: number;
}

function planOf(profile: string, release: string, rest: string): string {
  return `apiVersion: seatrial/v1
kind: Rollout
name: r-1
release: "${release}"
selector: profile=${profile}
dispatch: { type: constant, perMinute: 600 }
limits: { inFlight: 40 }
${rest}`;
}

/** Sleepers with a good release; the manager dies twice on the way. */
export async function runSleepers(seed: string, profile: 'soil-sensor' | 'beacon', devices: number): Promise<FleetReport> {
  const storm = await RolloutStorm.start({ seed, devices, profile });
  if (profile === 'beacon') await storm.ship('beacon/1.1.1');
  else await storm.make('1.1.1', new Uint8Array(2_000).fill(7));
  const waves = `waves: [{ name: some, percent: 25% }, { name: all, percent: 100% }]
soak: 12h
gates: [{ type: threshold, name: failed, above: 1%, minimum: 1 }, { type: health, failures: [crash, reboot, silence] }]
onBad: halt`;
  await storm.begin(planOf(profile, `${profile}@1.1.1`, waves));
  for (const afterMs of [2 * hourMs, 20 * hourMs]) {
    await storm.run(storm.random.integer(minuteMs, afterMs));
    await storm.crash(storm.random.integer(1_000, 2 * hourMs));
  }
  await storm.run(96 * hourMs, () => storm.rollouts.get('r-1').state === 'completed');
  return reportOf(storm);
}

/** Devices whose new image kills them at its first boot, without a word. */
export async function runDying(seed: string, devices: number): Promise<FleetReport> {
  const storm = await RolloutStorm.start({ seed, devices });
  await storm.ship('thermostat/1.1.0');
  for (const [id, device] of storm.world.devices) {
    device.inject('silent-death', 1);
    storm.dead.add(id);
  }
  const waves = `waves: [{ name: some, percent: 40% }, { name: all, percent: 100% }]
soak: 6h
gates: [{ type: threshold, name: silent, of: [silent], above: 10%, minimum: 5 }]
onBad: halt`;
  await storm.begin(planOf('thermostat', 'thermostat@1.1.0', waves));
  await storm.run(10 * minuteMs);
  await storm.crash(30_000);
  await storm.run(6 * hourMs, () => storm.rollouts.get('r-1').state === 'halted');
  await storm.run(2 * hourMs);
  return reportOf(storm);
}

/** Devices whose new image crashes hours after it was confirmed; the manager dies before anybody sees it, and on the way back. */
export async function runLeaking(seed: string, devices: number): Promise<FleetReport> {
  const storm = await RolloutStorm.start({ seed, devices, profile: 'smart-meter' });
  await storm.ship('smart-meter/1.1.0');
  const waves = `waves: [{ name: half, percent: 50% }, { name: all, percent: 100% }]
soak: 12h
gates: [{ type: health, failures: [crash] }]
onBad: rollback`;
  await storm.begin(planOf('smart-meter', 'smart-meter@1.1.0', waves));
  await storm.run(storm.random.integer(minuteMs, 2 * hourMs));
  await storm.crash(storm.random.integer(1_000, 10 * minuteMs));
  await storm.run(12 * hourMs, () => storm.rollouts.get('r-1').state === 'rollingBack');
  // Right after the event in which its gate judged and the first ways back went out.
  await storm.crash(storm.random.integer(1_000, minuteMs));
  await storm.run(12 * hourMs, () => storm.rollouts.get('r-1').state === 'rolledBack');
  return reportOf(storm);
}

/** Devices that report success and run the old image. */
export async function runLiars(seed: string, devices: number): Promise<FleetReport> {
  const storm = await RolloutStorm.start({ seed, devices });
  await storm.ship('thermostat/1.1.0');
  for (const device of storm.world.devices.values()) device.inject('lie', 1);
  const waves = `retries: { others: 0 }
waves: [{ name: all, percent: 100% }]
soak: 5m
gates: [{ type: threshold, name: failed, above: 20%, minimum: 5 }]
onBad: halt`;
  await storm.begin(planOf('thermostat', 'thermostat@1.1.0', waves));
  await storm.run(2 * hourMs, () => storm.rollouts.get('r-1').state === 'halted');
  await storm.run(hourMs);
  return reportOf(storm);
}

function reportOf(storm: RolloutStorm): FleetReport {
  const { world, oracle } = storm;
  const off = [...world.devices].filter(([, { state }]) => state.power === 'off').map(([id]) => id);
  oracle.lookAtRest(new Set(off));
  if (oracle.breaks.length > 0) throw new Error(oracle.breaks.slice(0, 5).join('\n'));
  return { view: storm.rollouts.get('r-1'), offers: oracle.looks.offers };
}
