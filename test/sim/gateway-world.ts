/** Gateways with their sub-devices in the world, and storms over them. */
import { World } from '#fleet/trial/index.js';
import { createRandom } from '#proto/kit/index.js';
import { networkPreset } from '#proto/link/index.js';
import { ageModel, ageProfile, Ledger } from './world-ledger.ts';

const perGateway = 50;
/** Everybody says something every half minute. */
const quiet = JSON.parse(JSON.stringify(ageProfile).replaceAll('"everyMs":5000', '"everyMs":30000')) as typeof ageProfile;

/** A world of gateways that send their age, and carry units that do. */
export async function openWorld(
  seed: string,
  options: { gateways: number; perGateway: number; network: string; profile?: typeof ageProfile },
) {
  const ledger = new Ledger();
  const world = new World({ seed, hooks: ledger.hooks });
  const profile = options.profile ?? ageProfile;
  await world.startManager();
  const token = await world.createToken(options.gateways * (options.perGateway + 1));
  world.addDevices({
    prefix: 'gate',
    count: options.gateways,
    profile,
    model: ageModel,
    subDevices: [{ profile: { ...profile, name: 'lamp' }, model: ageModel, count: options.perGateway }],
    network: networkPreset(options.network),
    token,
    rampMs: 10_000,
  });
  const gates = [...world.devices.keys()].filter((id) => !id.includes('.'));
  return { world, ledger, gates };
}

/** Lossy links; gateways that crash, lose power and reboot, and units that do, so many times; two crashes of the manager; then peace. */
export async function runGatewayStorm(seed: string, gateways: number, faults: number) {
  const { world, ledger, gates } = await openWorld(seed, { gateways, perGateway, network: 'office-wifi', profile: quiet });
  const random = createRandom(seed, 'storm', 'gateways');
  const ids = [...world.devices.keys()];
  await world.runFor(30_000);
  for (let turn = 0; turn < faults; turn += 1) {
    await world.runFor(random.integer(1, 10_000));
    const gate = gates[random.integer(0, gates.length - 1)] as string;
    const unit = world.devices.get(ids[random.integer(0, ids.length - 1)] as string);
    const fault = random.integer(0, 5);
    if (fault === 0) world.network.cut(gate);
    else if (fault === 1) world.devices.get(gate)?.inject('crash', 1);
    else if (fault === 2) world.devices.get(gate)?.reboot();
    else if (fault === 3) unit?.reboot();
    else if (fault === 4) {
      world.devices.get(gate)?.powerOff();
      world.clock.setTimeout(() => world.devices.get(gate)?.powerOn(), random.integer(1, 20_000));
    } else world.network.halfOpen(gate, true);
    if (turn === Math.floor(faults / 3) || turn === Math.floor((2 * faults) / 3)) {
      world.crashManager();
      await world.runFor(random.integer(1, 15_000));
      await world.startManager();
    }
  }
  for (const gate of gates) {
    world.network.halfOpen(gate, false);
    world.network.setModel(gate, networkPreset('lab'));
  }
  await world.runFor(4 * 60_000);
  const { readings, events } = await ledger.verify(world);
  const { framesDropped: dropped, framesResent: resent, reconnects } = world.counters;
  return { readings, events, dropped, resent, reconnects, hash: world.traceHash() };
}
