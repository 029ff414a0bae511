/** Attacks on identities, made on a real manager: A21. */
import type { AttackCase } from '#firmware/prove/index.js';
import type { Intruder } from './attack-intruder.ts';
import { AttackWorld, findingOf, operator, refusalCase } from './attack-world.ts';

/** A boot that no unit of these worlds reaches. */
const laterBoot = 1_000;
const tenMinutesMs = 600_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;

const hello = 'hello.refused';
const claim = 'claim.refused';

const clones: readonly AttackCase[] = [
  refusalCase('A21', 'a copy of the device, key and all, while it runs', { reason: 'clone-suspected', audited: hello }, async (attack) => {
    const intruder = await attack.intrude(attack.victim, attack.stolenKey);
    intruder.hello(1, 1);
    await attack.answer();
    return intruder;
  }),
  {
    attack: 'A21',
    injected: 'a copy of the device with a later boot: it takes the session over',
    expected: 'manager suspects a clone as soon as the device comes back, and notes it in the audit',
    run: async (setting) => {
      const attack = await AttackWorld.start(setting);
      const intruder = await attack.intrude(attack.victim, attack.stolenKey);
      intruder.hello(laterBoot, 1);
      const clones = async () => (await attack.audit()).filter(({ detail }) => detail.code === 'clone-suspected');
      await attack.until(async () => (await clones()).length > 0, tenMinutesMs, 3 * dayMs);
      const noted = await clones();
      return findingOf(`audit: ${noted.length} × clone-suspected`, [[noted.length > 0, 'the audit says nothing of a clone']]);
    },
  },
];

const replays: readonly AttackCase[] = [
  refusalCase(
    'A21',
    'a Hello that was overheard, sent again on another link',
    { reason: 'bad-signature', audited: hello },
    async (attack) => {
      const token = await attack.world.createToken(1);
      const honest = await attack.intrude('other-00001', attack.ownKey('other'));
      honest.claim(token);
      await attack.answer();
      honest.hello(1, 1);
      await attack.answer();
      const bytes = honest.sent.at(-1) as Uint8Array;
      const intruder = await attack.intrude('other-00001', attack.ownKey('replay'));
      intruder.sayAgain(bytes);
      await attack.answer();
      return intruder;
    },
  ),
  refusalCase(
    'A21',
    'a claim that was overheard, sent again on another link',
    { reason: 'token-invalid', audited: claim },
    async (attack) => {
      const token = await attack.world.createToken(2);
      const honest = await attack.intrude('other-00001', attack.ownKey('other'));
      honest.claim(token);
      await attack.answer();
      const bytes = honest.sent.at(-1) as Uint8Array;
      await attack.world.ask((manager) => manager.devices.remove('other-00001', operator));
      const intruder = await attack.intrude('other-00001', attack.ownKey('replay'));
      intruder.sayAgain(bytes);
      await attack.answer();
      return intruder;
    },
  ),
];

/** Claims a name with a key of the intruder's own. */
async function claimed(attack: AttackWorld, deviceId: string, token: string): Promise<Intruder> {
  const intruder = await attack.intrude(deviceId, attack.ownKey(deviceId));
  intruder.claim(token);
  await attack.answer();
  return intruder;
}

const tokens: readonly AttackCase[] = [
  refusalCase('A21', 'a stolen enrolment token whose uses are used up', { reason: 'token-used-up', audited: claim }, (attack) =>
    claimed(attack, 'thief-00001', attack.token),
  ),
  refusalCase(
    'A21',
    'a stolen enrolment token with uses left: the name of the device for another key',
    { reason: 'identity-taken', audited: claim },
    async (attack) => claimed(attack, attack.victim, await attack.world.createToken(5)),
  ),
  refusalCase('A21', 'an enrolment token that an operator revoked', { reason: 'token-invalid', audited: claim }, async (attack) => {
    const token = await attack.world.createToken(5);
    await attack.world.ask((manager) => manager.devices.revokeToken(token.split(':')[0] ?? '', operator));
    return claimed(attack, 'thief-00001', token);
  }),
];

const gateways: readonly AttackCase[] = [
  refusalCase(
    'A21',
    'a stolen gateway: it says Hello on a channel for a unit whose key it has not',
    { reason: 'bad-signature', audited: hello },
    async (attack) => {
      const token = await attack.world.createToken(1);
      const gateway = await attack.intrude('gateway-00001', attack.ownKey('gateway'));
      gateway.claim(token);
      await attack.answer();
      gateway.hello(1, 1);
      await attack.answer();
      gateway.say({ channel: 7, type: 'attach', body: {} });
      await attack.answer();
      // Signed by the gateway's key, for the name of the device.
      gateway.hello(laterBoot, 1, { channel: 7, deviceId: attack.victim });
      await attack.answer();
      return gateway;
    },
  ),
];

const revoked: readonly AttackCase[] = [
  {
    attack: 'A21',
    injected: 'the device is revoked while its key is in other hands',
    expected: 'manager ends its session and refuses the key under its name and under any other',
    run: async (setting) => {
      const attack = await AttackWorld.start(setting);
      await attack.world.ask((manager) => manager.devices.revoke(attack.victim, operator));
      await attack.answer();
      const isOut = attack.world.devices.get(attack.victim)?.state.link !== 'open.welcomed';
      const again = await attack.intrude(attack.victim, attack.stolenKey);
      again.hello(laterBoot, 1);
      await attack.answer();
      const token = await attack.world.createToken(5);
      const renamed = await attack.intrude('renamed-00001', attack.stolenKey);
      renamed.claim(token);
      await attack.answer();
      const did = `session ${isOut ? 'ended' : 'open'}; Hello: ${again.refusal ?? 'taken'}; claim under another name: ${renamed.refusal ?? 'taken'}`;
      return findingOf(did, [
        [isOut, 'its session went on'],
        [again.refusal === 'revoked', `its Hello was answered ${again.refusal ?? 'with no refusal'}`],
        [renamed.refusal === 'revoked', `the claim under another name was answered ${renamed.refusal ?? 'with no refusal'}`],
      ]);
    },
  },
];

const clocks: readonly AttackCase[] = [
  refusalCase('A21', 'the device’s key with a clock that is two hours off', { reason: 'clock-skew' }, async (attack) => {
    const intruder = await attack.intrude(attack.victim, attack.stolenKey);
    intruder.hello(laterBoot, 1, { clockErrorMs: 2 * hourMs });
    await attack.answer();
    return intruder;
  }),
];

/** Attacks on identities. */
export const identityCases: readonly AttackCase[] = [...clones, ...replays, ...tokens, ...gateways, ...revoked, ...clocks];
