import { expect } from 'vitest';
import { type DeviceFrame, encodeDeviceFrame, encodeTelemetry } from '#proto/frame/index.js';
import { createRandom, type Random } from '#proto/kit/index.js';
import { profileDefinitionOf } from '#proto/profile/index.js';
import { type FakeLink, Harness, startWallMs, thermostat, Unit } from './gateway-harness.ts';

/**
 * Throws frames at a gateway: random bytes, right frames in the wrong place, and right frames with bytes changed, on channels that are there or
 * not. FakeLink decodes every answer, so an undecodable one throws. A bystander's session must work all the time.
 */
export async function throwFrames(seed: string, frames: number): Promise<{ refusals: number; welcomes: number }> {
  const random = createRandom(seed, 'gateway', 'fuzz');
  const harness = await Harness.start({ gateway: { framesPerSecond: 100_000, windowFrames: 65_535 } });
  const token = await harness.token({ uses: 1_000_000 });
  const bystander = await harness.join(new Unit('bystander'), token);
  const bystanderKey = harness.key('bystander');
  const attacker = new Unit('attacker');
  let link = await harness.join(attacker, token);
  let welcomes = 1;
  for (let count = 1; count <= frames; count += 1) {
    link.receive(anyFrame(random, attacker, link, token, harness.clock.wallMs()));
    if (count % 64 === 0) await probe(harness, bystander, bystanderKey, count);
    if (link.isOpen) continue;
    await harness.settle();
    link = harness.open();
    // Most of the time the attacker is let in, so that the deep states are reached.
    if (random.float() < 0.8) harness.hello(attacker, link);
    welcomes += link.all('welcome').length;
  }
  await harness.settle();
  expect(harness.tasks.size).toBe(0);
  link.drop();
  bystander.drop();
  expect(harness.gateway.connections.counters).toMatchObject({ connections: 0, sessions: 0 });
  const refused = Object.values(harness.gateway.connections.counters.refused);
  return { refusals: refused.reduce((sum, value) => sum + value, 0), welcomes };
}

/** The bystander's reading is taken, and acknowledged to it alone. */
async function probe(harness: Harness, bystander: FakeLink, key: number, sequence: number): Promise<void> {
  await harness.pass(50);
  bystander.frames.length = 0;
  harness.acquisition.taken.length = 0;
  bystander.telemetry(1, sequence);
  expect(harness.acquisition.taken).toMatchObject([{ deviceKey: key, sequence, kind: 'telemetry' }]);
  harness.acquisition.committed(key, 1, sequence);
  expect(bystander.frames).toMatchObject([{ type: 'acknowledge', body: { boot: 1, sequence } }]);
}

function anyFrame(random: Random, unit: Unit, link: FakeLink, token: string, wallMs: number): Uint8Array {
  const choice = random.float();
  if (choice < 0.1) return random.bytes(random.integer(0, 200));
  const right = rightFrame(random, unit, link, token, wallMs);
  return choice < 0.5 ? right : mutate(random, right);
}

function rightFrame(random: Random, unit: Unit, link: FakeLink, token: string, wallMs: number): Uint8Array {
  const channel = random.integer(0, 9) < 7 ? random.integer(0, 3) : random.integer(0, 65_535);
  const kind = random.integer(0, 60);
  // Signing is slow, and the deep states are behind the handshake: proofs are rare.
  if (kind === 0) return encodeDeviceFrame(unit.claim(link.nonce(channel), token, channel));
  if (kind === 1) return encodeDeviceFrame(unit.hello(link.nonce(channel), wallMs, channel));
  if (kind < 30) {
    const count = random.integer(1, 8);
    const ids = Array.from({ length: count }, () => random.integer(1, 3));
    const values = ids.map(() => (random.integer(0, 50) === 0 ? Number.NaN : random.normal()));
    return encodeTelemetry(channel, random.integer(1, 2), random.integer(1, 1_000), startWallMs, count, ids, undefined, values);
  }
  return encodeDeviceFrame({ channel, ...bodies[kind % bodies.length] } as DeviceFrame);
}

const bodies = [
  {
    type: 'event',
    body: { boot: 1, sequence: 5, timeMs: startWallMs, kind: 2, name: 'heater.failed', message: 'no', values: { watts: 1 } },
  },
  { type: 'heartbeat', body: { batteryPercent: 50, bufferedBytes: 5, droppedFrames: 1 } },
  { type: 'sleep', body: { wakeInMs: 5_000 } },
  { type: 'commandResult', body: { commandId: 'nobody', outcome: 1, message: 'ok' } },
  { type: 'configurationReport', body: { version: 1, settings: { setpointC: { number: 21 }, mode: {} }, error: '' } },
  { type: 'profileDefinition', body: profileDefinitionOf(thermostat) },
  { type: 'attach', body: {} },
  { type: 'detach', body: {} },
  { type: 'unknown' },
];

function mutate(random: Random, bytes: Uint8Array): Uint8Array {
  const kind = random.integer(0, 3);
  if (kind === 0) return bytes.slice(0, random.integer(0, bytes.length));
  const copy = Uint8Array.from(kind === 1 ? [...bytes, ...random.bytes(random.integer(1, 20))] : bytes);
  if (copy.length === 0) return copy;
  for (let count = random.integer(1, 3); count > 0; count -= 1) copy[random.integer(0, copy.length - 1)] = random.integer(0, 255);
  return copy;
}
