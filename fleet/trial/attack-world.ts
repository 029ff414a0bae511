import { deriveIdentitySeed } from '#firmware/device/index.js';
import type { AttackCase, AttackFinding, AttackId, AttackSetting } from '#firmware/prove/index.js';
import type { Actor, AuditEntry } from '#fleet/domain/index.js';
import type { RefusalReason } from '#proto/frame/index.js';
import { Intruder } from './attack-intruder.ts';
import { World } from './world.ts';

/** Virtual time that an answer of the manager takes at most, ms. */
const answerMs = 1_000;
/** Virtual time in which a device joins at the latest, ms, and how often it is looked for: sleepers are awake for seconds. */
const joinMs = 7_200_000;
const lookMs = 1_000;
/** Whoever attacks as an operator would not; who does what an operator must. */
export const operator: Actor = { name: 'operator', role: 'admin', reason: 'attack' };

/** A real manager, one real device of the profile, and room for intruders. */
export class AttackWorld {
  readonly world: World;
  readonly setting: AttackSetting;
  /** The device whose fleet is attacked. */
  readonly victim = 'unit-00001';
  /** Its token: all of its uses are used. */
  readonly token: string;

  private constructor(world: World, setting: AttackSetting, token: string) {
    this.world = world;
    this.setting = setting;
    this.token = token;
  }

  /** Starts the manager, and lets the device join. */
  static async start(setting: AttackSetting): Promise<AttackWorld> {
    const world = new World({ seed: setting.seed });
    await world.startManager();
    const token = await world.createToken(1);
    const attack = new AttackWorld(world, setting, token);
    world.addDevices({ prefix: 'unit', count: 1, profile: setting.profile, subDevices: [], token, rampMs: 1 });
    await attack.until(() => world.devices.get(attack.victim)?.state.link === 'open.welcomed', lookMs, joinMs);
    return attack;
  }

  /** The private key of the device, as a thief who opened it has it. */
  get stolenKey(): Uint8Array {
    return deriveIdentitySeed(this.setting.seed, this.victim);
  }

  /** A key of the intruder's own. */
  ownKey(name: string): Uint8Array {
    return deriveIdentitySeed(`${this.setting.seed} intruder`, name);
  }

  /** An intruder with an open link, challenged. */
  async intrude(deviceId: string, identitySeed: Uint8Array): Promise<Intruder> {
    const { network, clock } = this.world;
    const pretence = { deviceId, identitySeed, profile: this.setting.profile };
    const intruder = new Intruder(`intruder as ${deviceId}`, pretence, network, () => clock.wallMs());
    await this.#dial(intruder);
    return intruder;
  }

  /** The intruder opens another link, and is challenged anew. */
  async dialAgain(intruder: Intruder): Promise<void> {
    await this.#dial(intruder);
  }

  /** Lets the manager answer. */
  answer(): Promise<void> {
    return this.world.runFor(answerMs);
  }

  /** Entries of the audit, newest last. */
  audit(): Promise<AuditEntry[]> {
    return this.world.ask((manager) => manager.journal.readAudit({ limit: 1_000 }));
  }

  /** Whether the device joined and was refused nothing since: it may sleep. */
  get isVictimWell(): boolean {
    const { manager, devices } = this.world;
    const device = devices.get(this.victim);
    return manager.devices.get(this.victim)?.status === 'active' && device?.state.refusal === '' && device.state.connection > 0;
  }

  /** Lets time run until it holds, looking so often. @returns false when it did not within the limit */
  async until(holds: () => boolean | Promise<boolean>, everyMs: number, limitMs: number): Promise<boolean> {
    for (let spentMs = 0; spentMs < limitMs; spentMs += everyMs) {
      if (await holds()) return true;
      await this.world.runFor(everyMs);
    }
    return holds();
  }

  async #dial(intruder: Intruder): Promise<void> {
    intruder.dial();
    await this.answer();
  }
}

/** What must be found in the audit, beside the refusal. */
interface RefusalExpectation {
  readonly reason: RefusalReason;
  /** An action of the audit, as "hello.refused"; left out: none is asked for. */
  readonly audited?: string;
}

/** A case in which the manager must refuse an intruder, note it, and keep its device. */
export function refusalCase(
  attack: AttackId,
  injected: string,
  { reason, audited }: RefusalExpectation,
  make: (attack: AttackWorld) => Promise<Intruder>,
): AttackCase {
  return {
    attack,
    injected,
    expected: `manager refuses: ${reason}${audited === undefined ? '' : ', and notes it in the audit'}; the device goes on`,
    run: async (setting) => {
      const world = await AttackWorld.start(setting);
      if (!world.isVictimWell) return { did: 'never came', misses: ['the device never came to the manager'] };
      const intruder = await make(world);
      const misses: string[] = [];
      if (intruder.refusal !== reason) misses.push(`it answered ${intruder.refusal ?? 'with no refusal'}, expected ${reason}`);
      if (!world.isVictimWell) misses.push('the device was refused');
      const entries = await world.audit();
      const noted = entries.filter((entry) => entry.action === audited && entry.detail.code === reason);
      if (audited !== undefined && noted.length === 0) misses.push(`the audit has no ${audited} for ${reason}`);
      const did = `refused: ${intruder.refusal ?? 'nothing'}${audited === undefined ? '' : `; audit: ${noted.length} × ${audited}`}`;
      return { did, misses };
    },
  };
}

/** A finding out of statements, each true when it is as expected. */
export function findingOf(did: string, statements: readonly (readonly [holds: boolean, miss: string])[]): AttackFinding {
  return { did, misses: statements.flatMap(([holds, miss]) => (holds ? [] : [miss])) };
}
