/** One run of chaos on a seed: two rollouts over one fleet while everything goes wrong, then peace, then a look at what came of it. */
import type { RolloutVerb } from '#fleet/domain/index.js';
import { type NetworkModel, networkPresets } from '#proto/link/index.js';
import { RolloutStorm } from './rollout-storm.ts';

const minuteMs = 60_000;
const usual: readonly RolloutVerb[] = [
  'pause',
  'pause',
  'resume',
  'resume',
  'resume',
  'resume',
  'resume',
  'promote',
  'retry',
  'retry',
  'rollback',
];
/** Of each run; the others are usual ones. */
const rare: readonly RolloutVerb[] = ['abort', 'start', 'approve', 'rollback'];
const networks: readonly NetworkModel[] = Object.values(networkPresets);
const active: ReadonlySet<string> = new Set(['dispatching', 'soaking', 'deciding', 'paused', 'halted', 'rollingBack']);

/** What came of a run. */
export interface ChaosReport {
  readonly happened: Readonly<Record<string, number>>;
  readonly states: Readonly<Record<string, string>>;
  readonly buckets: Readonly<Record<string, number>>;
  readonly looks: Readonly<Record<string, number>>;
  readonly hash: string;
}

/** Makes a run. Throws with what did not hold. */
export async function runChaos(seed: string, size: { readonly devices: number; readonly spanMs: number }): Promise<ChaosReport> {
  const storm = await RolloutStorm.start({ seed, devices: size.devices });
  const { random, world, fleet } = storm;
  const ids = [...world.devices.keys()];
  await storm.ship('thermostat/1.1.0');
  await storm.ship('thermostat/1.2.1');
  afflict(storm, ids);
  const startMs = world.clock.nowMs();
  for (let begun = 0; world.clock.nowMs() < startMs + size.spanMs; ) {
    const views = storm.rollouts.list();
    // Two at once, the second one some time behind the first.
    const isRoom = views.filter(({ state }) => active.has(state)).length < 2;
    if (isRoom && begun < 4 && (begun === 0 || random.integer(0, 5) === 0)) await storm.begin(planOf(storm, `r-${++begun}`));
    await storm.run(random.integer(200, 30_000));
    if (!world.isManaged) await storm.crash(random.integer(1, 60_000));
    await mishap(storm, ids[random.integer(0, ids.length - 1)] as string, `r-${random.integer(Math.max(1, begun - 2), begun)}`);
  }
  await peace(storm);
  const { breaks, looks } = storm.oracle;
  if (breaks.length > 0) throw new Error(breaks.slice(0, 5).join('\n'));
  const views = storm.rollouts.list();
  const buckets: Record<string, number> = {};
  for (const view of views)
    for (const [bucket, count] of Object.entries(view.buckets)) if (count > 0) buckets[bucket] = (buckets[bucket] ?? 0) + count;
  const states = Object.fromEntries(views.map(({ plan, state }) => [plan.name, state]));
  return { happened: storm.happened, states, buckets, looks: { ...looks }, hash: fleet.world.traceHash() };
}

/** Both releases are good ones; settings break as easily. */
const subjects = ['release: "thermostat@1.1.0"', 'release: "thermostat@1.2.1"', 'configuration: { set: { setpointC: 19 } }'];

/** Some devices lie, die at the reboot, or never confirm; the links of some are bad. */
function afflict(storm: RolloutStorm, ids: readonly string[]): void {
  const { random, world } = storm;
  for (const id of ids) {
    const device = world.devices.get(id);
    const fault = (['lie', 'never-confirm', 'silent-death'] as const)[random.integer(0, 24)];
    if (fault !== undefined) {
      device?.inject(fault, 1);
      storm.note(fault);
      if (fault === 'silent-death') storm.dead.add(id);
    }
    if (random.integer(0, 3) === 0) storm.trouble(id, 0.2);
    if (random.integer(0, 3) === 0) world.network.setModel(id, networks[random.integer(0, networks.length - 1)] as NetworkModel);
  }
}

/** One thing goes wrong, or is done. */
async function mishap(storm: RolloutStorm, id: string, rollout: string): Promise<void> {
  const { random, world } = storm;
  const device = world.devices.get(id);
  const chance = random.integer(0, 99);
  if (chance < 14) world.network.cut(id);
  else if (chance < 20) world.network.halfOpen(id, true);
  else if (chance < 26) {
    world.network.block(id, true);
    world.clock.setTimeout(() => world.network.block(id, false), random.integer(1, 60_000));
  } else if (chance < 34) device?.reboot();
  else if (chance < 42) {
    device?.powerOff();
    world.clock.setTimeout(() => device?.powerOn(), random.integer(1, 10 * minuteMs));
  } else if (chance < 48) await storm.crash(random.integer(1, 60_000));
  else if (chance < 54) storm.crashInOffer(random.integer(1, 3));
  else if (chance < 58) await storm.hold(id, 'hold', true);
  else if (chance < 61) await storm.hold(id, 'pin', true);
  else if (chance < 65) await letGo(storm);
  else if (chance < 67) await storm.lose(id, random.integer(0, 1) === 0 ? 'revoke' : 'remove');
  else if (chance < 71) await storm.verb(rare[random.integer(0, rare.length - 1)] as RolloutVerb, rollout);
  else await storm.verb(usual[random.integer(0, usual.length - 1)] as RolloutVerb, rollout);
}

/** One that is held or pinned is let go. */
async function letGo(storm: RolloutStorm): Promise<void> {
  const holds = storm.fleet.manager.holds.list();
  const hold = holds[storm.random.integer(0, Math.max(0, holds.length - 1))];
  if (hold !== undefined) await storm.hold(hold.deviceId, hold.type, false);
}

/** Everybody who can comes back, operators let go of what stands, and time passes until nothing moves any more. */
async function peace(storm: RolloutStorm): Promise<void> {
  const { world } = storm;
  if (!world.isManaged) await storm.crash(1_000);
  storm.heal();
  await storm.run(10 * minuteMs);
  for (let turn = 0; turn < 6; turn += 1) {
    for (const { plan, state } of storm.rollouts.list()) {
      if (state === 'paused' || state === 'halted') await storm.verb(turn < 3 ? 'resume' : 'abort', plan.name);
      if (state === 'deciding' && turn > 1) await storm.verb('promote', plan.name);
    }
    if (await storm.run(30 * minuteMs, () => storm.rollouts.list().every(({ state }) => !active.has(state)))) break;
  }
  await storm.run(30 * minuteMs);
  const isOff = ([id]: [string, { readonly state: { readonly power: string } }]) => world.devices.get(id)?.state.power === 'off';
  storm.oracle.lookAtRest(new Set([...world.devices].filter(isOff).map(([id]) => id)));
}

/** A plan on the seed. */
function planOf({ random, fleet }: RolloutStorm, name: string): string {
  const pick = <Value>(...values: Value[]): Value => values[random.integer(0, values.length - 1)] as Value;
  const windows = pick('', '', 'windows: [{ from: "00:05", to: "00:20" }, { from: "23:00", to: "00:02" }, { from: "00:30", to: "04:00" }]');
  return `apiVersion: seatrial/v1
kind: Rollout
name: ${name}
${pick(...subjects)}
selector: profile=${fleet.profile}
membership: ${pick('static', 'static', 'dynamic')}
priority: ${pick(40, 50, 60)}
dispatch: { type: constant, perMinute: ${pick(20, 60, 600)} }
limits: { inFlight: ${pick(2, 5, 12)} }
${windows}
retries: { others: ${pick(0, 1, 2)}, wait: ${pick('30s', '2m')} }
penalty: { failures: ${pick(2, 3)}, span: 10m }
deadlines: { offer: 10m, download: 10m, install: 5m, confirm: 5m }
waves:
  - { name: canary, percent: 10%, patience: 10m }
  - { name: half, percent: 50%, patience: 10m, gates: [] }
  - { name: all, percent: 100%, patience: 10m }
soak: 2m
gates:
  - { type: threshold, name: bad, above: 40%, minimum: 3, onBad: ${pick('pause', 'halt', 'rollback')} }
  - { type: health, onBad: ${pick('halt', 'rollback')} }
onBad: halt
`;
}
