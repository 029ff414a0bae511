/** Attacks on updates that the manager has to stand, with updates of its own under way: A10, A18 and A19. */
import { createHash } from 'node:crypto';
import type { AttackCase } from '#firmware/prove/index.js';
import type { AttemptRecord } from '#fleet/domain/index.js';
import { absentCauses, pieces } from '#proto/frame/index.js';
import { buildImage } from '#proto/image/index.js';
import { createRandom } from '#proto/kit/index.js';
import { networkPresets } from '#proto/link/index.js';
import type { Intruder } from './attack-intruder.ts';
import { AttackWorld, findingOf, operator } from './attack-world.ts';

const secondMs = 1_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;
/** So slow that an update is still under way when somebody else asks for it. */
const slowLink = { ...networkPresets.lab, bytesPerSecond: 4_000 };

/** Publishes an image for the device and orders it for one. */
async function ordered({ world, setting }: AttackWorld, deviceId: string): Promise<AttemptRecord> {
  const { profile, seed } = setting;
  const { name, hardwareRevisions, factoryImage, flash } = profile;
  const payload = createRandom(seed, 'attack', 'payload').bytes(Math.min(100_000, Math.floor(flash.slotBytes / 4)));
  const facts = {
    name,
    version: '91.0.0',
    profiles: [name],
    hardwareRevisions,
    securityCounter: 0,
    minimumVersion: '',
    mustPassThrough: false,
  };
  const bytes = buildImage(facts, factoryImage.application, payload);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const release = await world.ask(async ({ uploads, releases }) => {
    const { id } = await uploads.begin({ bytes: bytes.length, sha256 }, operator);
    await uploads.write(
      id,
      0,
      (async function* parts() {
        yield bytes;
      })(),
    );
    const made = await releases.create({ uploadId: id, notes: '' }, operator);
    return releases.publish(made.release.id, {}, operator);
  });
  return world.ask(({ updates }) => updates.order(deviceId, { release: release.id, delta: 'never' }, '', operator));
}

/** Asks for every piece of an attempt. @returns bytes that came */
async function fetchAll(attack: AttackWorld, intruder: Intruder, attemptId: string): Promise<number> {
  for (const piece of pieces.names) {
    intruder.say({ channel: 0, type: 'pieceRequest', body: { attemptId, piece: pieces.codeOf(piece), version: 0, offset: 0, credit: 16 } });
    await attack.answer();
  }
  return intruder.heard('piecePart').reduce((sum, { bytes }) => sum + (bytes?.length ?? 0), 0);
}

/** Somebody with an identity of its own in the fleet, in session. */
async function enrolled(attack: AttackWorld, deviceId: string): Promise<Intruder> {
  const token = await attack.world.createToken(1);
  const intruder = await attack.intrude(deviceId, attack.ownKey(deviceId));
  intruder.claim(token);
  await attack.answer();
  intruder.hello(1, 1);
  await attack.answer();
  return intruder;
}

/** An update of the device is under way; somebody else asks for its pieces; the device goes on. */
async function fetchedByOther(attack: AttackWorld, thief: (attack: AttackWorld) => Promise<Intruder>, answer: (thief: Intruder) => string) {
  const { world, victim } = attack;
  world.network.setModel(victim, slowLink);
  const { id } = await ordered(attack, victim);
  const stateOf = () => world.manager.updates.get(id).state;
  const isUnderWay = await attack.until(() => stateOf() === 'downloading', secondMs, 2 * dayMs);
  const intruder = await thief(attack);
  const bytes = await fetchAll(attack, intruder, id);
  const said = answer(intruder);
  world.network.setModel(victim, networkPresets.lab);
  await attack.until(() => world.manager.updates.get(id).endedAtMs > 0, 60 * secondMs, 2 * dayMs);
  return { isUnderWay, bytes, said, end: stateOf() };
}

function stolenCase(
  attack: 'A18' | 'A19',
  injected: string,
  answer: string,
  thief: (attack: AttackWorld) => Promise<Intruder>,
  answerOf: (thief: Intruder) => string,
): AttackCase {
  return {
    attack,
    injected,
    expected: `manager answers ${answer}, no byte leaves; the device it is for gets its update`,
    run: async (setting) => {
      const found = await fetchedByOther(await AttackWorld.start(setting), thief, answerOf);
      return findingOf(`answered ${found.said}; ${found.bytes} bytes sent; the device: ${found.end}`, [
        [found.isUnderWay, 'the update of the device was not under way'],
        [found.said === answer, `it answered ${found.said}, expected ${answer}`],
        [found.bytes === 0, `${found.bytes} bytes left`],
        [found.end === 'updated', `the update of the device ended ${found.end}`],
      ]);
    },
  };
}

/** What a welcomed intruder was told of the pieces: one word when all were answered alike. */
function absencesOf(intruder: Intruder): string {
  const causes = new Set(intruder.heard('pieceAbsent').map(({ cause }) => absentCauses.nameOf(cause) ?? 'nothing'));
  return intruder.heard('pieceAbsent').length < pieces.names.length ? 'not always' : [...causes].join(' and ');
}

/** Attacks on updates of the manager. */
export const updateCases: readonly AttackCase[] = [
  {
    attack: 'A10',
    injected: 'all that the device sends after its Hello is lost, the offer reaches it',
    expected: 'manager ends the attempt as silent, in time, and tells it in the timeline',
    run: async (setting) => {
      const attack = await AttackWorld.start(setting);
      const { world } = attack;
      // A device whose frames are lost says nothing, whatever it does.
      await enrolled(attack, 'mute-00001');
      const { id } = await ordered(attack, 'mute-00001');
      await attack.until(() => world.manager.updates.get(id).endedAtMs > 0, hourMs, 3 * dayMs);
      const { state, createdAtMs, endedAtMs } = world.manager.updates.get(id);
      const told = await world.ask(({ journal }) => journal.readTimeline({ limit: 10_000 }));
      const isTold = told.some(({ kind, deviceId }) => kind === 'device.update.silent' && deviceId === 'mute-00001');
      const hours = Math.round((endedAtMs - createdAtMs) / hourMs);
      return findingOf(`attempt ${state} after ${hours} h; timeline: ${isTold ? 'device.update.silent' : 'nothing'}`, [
        [state === 'silent', `the attempt is ${state}`],
        [isTold, 'the timeline says nothing'],
      ]);
    },
  },
  stolenCase(
    'A18',
    'a device that was not ordered to update asks for the pieces of another',
    'not-assigned',
    (attack) => enrolled(attack, 'other-00001'),
    absencesOf,
  ),
  stolenCase(
    'A19',
    'pieces of an update that is under way, asked for without an identity',
    'not-welcomed',
    (attack) => attack.intrude('thief-00001', attack.ownKey('thief')),
    (thief) => thief.refusal ?? 'with no refusal',
  ),
];
