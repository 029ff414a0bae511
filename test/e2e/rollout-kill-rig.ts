/**
 * A rollout over devices in other processes, while the manager is killed in the middle of it: what is looked at between, and what must hold at the
 * end. The same for some devices and for thousands.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { assert } from '#proto/kit/index.js';
import { PopulationRig } from './population-rig.ts';

/** How large it is, and when the manager dies. */
export interface KilledRollout {
  readonly devices: number;
  readonly perMinute: number;
  /** The manager is killed when so many devices of the rollout are attempted; one number a kill, growing. */
  readonly killsAt: readonly number[];
  readonly payloadBytes: number;
  /** More of what follows `sim spawn`. */
  readonly spawn?: readonly string[];
}

/** What became of it. */
export interface KilledRolloutEnd {
  readonly state: string;
  readonly buckets: Readonly<Record<string, number>>;
  /** Looks at counts, and those of them at which API, metrics and command line said the same though devices were on their way. */
  readonly looks: number;
  readonly agreed: number;
  /** Attempts by device. */
  readonly attempts: ReadonlyMap<string, readonly Attempt[]>;
  /** Ids of attempts that were seen before a kill. */
  readonly before: readonly string[];
  /** Attempts that were open when the manager died: none means that the kill was not in the middle. */
  readonly openAtKills: readonly number[];
  /** Devices that themselves say that they run the release, confirmed; and updates that they began, all together. */
  readonly running: number;
  readonly begun: number;
}

/** One attempt as the API lists it. */
export interface Attempt {
  readonly id: string;
  readonly deviceId: string;
  readonly state: string;
  readonly isOver: boolean;
  readonly lie: string;
}

interface Rollout {
  readonly state: string;
  readonly verdict: string;
  readonly revision: number;
  readonly buckets: Record<string, number>;
  readonly sums: { readonly devices: number; readonly attempted: number; readonly inFlight: number };
  readonly waves: readonly { readonly devices: number; readonly buckets: Record<string, number> }[];
}

const running: ReadonlySet<string> = new Set(['dispatching', 'soaking', 'deciding']);
const name = 'rooms-1.1.0';
const release = 'thermostat@1.1.0';

/** Runs it to its end. */
export async function runKilledRollout(options: KilledRollout, limitMs: number): Promise<KilledRolloutEnd> {
  const rig = await PopulationRig.open(options.devices);
  try {
    return await new KilledRun(rig, options, Date.now() + limitMs).run();
  } finally {
    await rig.close();
  }
}

/** Every device is updated, by one attempt that no kill made twice, and by what it says itself. */
export function expectEachOnce(end: KilledRolloutEnd, devices: number): void {
  expect(end.state).toBe('completed');
  expect(end.buckets).toMatchObject({ updated: devices });
  expect([end.running, end.begun]).toEqual([devices, devices]);
  const ends = [...end.attempts.values()].map((attempts) => attempts.map(({ state, lie }) => `${state}${lie}`).join());
  expect([ends.length, ...new Set(ends)]).toEqual([devices, 'updated']);
  // The middle was the middle: some were on their way when the manager died, and went on with the same attempts.
  expect(end.openAtKills.filter((open) => open === 0)).toEqual([]);
  const ids = new Set([...end.attempts.values()].flat().map(({ id }) => id));
  expect(end.before.filter((id) => !ids.has(id))).toEqual([]);
  expect(end.looks).toBeGreaterThan(5);
  expect(end.agreed).toBeGreaterThan(0);
}

class KilledRun {
  readonly #rig: PopulationRig;
  readonly #options: KilledRollout;
  readonly #giveUpAtMs: number;
  #token = '';
  #looks = 0;
  #agreed = 0;

  constructor(rig: PopulationRig, options: KilledRollout, giveUpAtMs: number) {
    this.#rig = rig;
    this.#options = options;
    this.#giveUpAtMs = giveUpAtMs;
  }

  async run(): Promise<KilledRolloutEnd> {
    const rig = this.#rig;
    const { devices, killsAt, spawn = [] } = this.#options;
    const population = rig.spawn('rooms', '--count', String(devices), '--token-file', 'rooms.token', ...spawn);
    await rig.run('token', 'create', 'looker', '--role', 'viewer', '--token-out', 'looker.token');
    this.#token = readFileSync(join(rig.folder, 'looker.token'), 'utf8').trim();
    await this.#publish();
    await rig.connected(population, 'rooms', devices);
    await rig.run('rollout', 'create', '-f', 'plan.yaml', '--start', '-m', 'kill -9', '-o', 'json');
    const before = new Set<string>();
    const openAtKills: number[] = [];
    for (const attempted of killsAt) {
      await this.#until((rollout) => rollout.sums.attempted >= attempted && rollout.sums.inFlight > 0);
      const attempts = await this.#attempts();
      for (const { id } of attempts) before.add(id);
      openAtKills.push(attempts.filter(({ isOver }) => !isOver).length);
      await rig.killManager();
      await rig.startManager();
    }
    // Of thousands of devices some are looked at in the turns after its end.
    const end = await this.#until(({ state, buckets }) => !running.has(state) && buckets.soaking === 0);
    await this.#lookByCommand();
    const updated = await this.#running();
    const begun = (await rig.listed('rooms'))?.report?.counters.updatesBegun ?? -1;
    const attempts = Map.groupBy(await this.#attempts(), ({ deviceId }) => deviceId);
    const { state, buckets } = end;
    return {
      state,
      buckets,
      looks: this.#looks,
      agreed: this.#agreed,
      attempts,
      before: [...before],
      openAtKills,
      running: updated,
      begun,
    };
  }

  /** A release with a payload, and the plan: one wave of a tenth, then all, with a gate that would stop it when devices were lost. */
  async #publish(): Promise<void> {
    const rig = this.#rig;
    const { payloadBytes, perMinute, devices } = this.#options;
    rig.write('payload', new Uint8Array(payloadBytes).fill(7));
    const facts = ['--name', 'thermostat', '--version', '1.1.0', '--profile', 'thermostat', '--payload', 'payload'];
    await rig.run('image', 'build', ...facts, '--out', 'room.img');
    await rig.run('release', 'create', 'room.img', '--publish');
    const plan = `apiVersion: seatrial/v1
kind: Rollout
name: ${name}
release: ${release}
selector: profile=thermostat
waves: [{ name: tenth, percent: 10% }, { name: all, percent: 100% }]
soak: 1s
gates: [{ type: threshold, above: 1%, minimum: 3, onBad: halt }]
dispatch: { type: constant, perMinute: ${perMinute} }
limits: { inFlight: ${devices} }
`;
    rig.write('plan.yaml', plan);
  }

  /** Looks at counts until something holds of the rollout. Throws when a look finds that they do not add up. */
  async #until(holds: (rollout: Rollout) => boolean): Promise<Rollout> {
    for (;;) {
      const rollout = await this.#look();
      if (holds(rollout)) return rollout;
      if (Date.now() > this.#giveUpAtMs)
        throw new Error(`the rollout is ${rollout.state}: ${rollout.verdict} ${JSON.stringify(rollout.buckets)}`);
      await sleep(100);
    }
  }

  /** API and metrics at nearly the same instant: each adds up, and what nothing changed between two looks is the same in both. */
  async #look(): Promise<Rollout> {
    const first = await this.#get<Rollout>(`/v1/rollouts/${name}`);
    const metrics = bucketsOf(await this.#text('/metrics'));
    const second = await this.#get<Rollout>(`/v1/rollouts/${name}`);
    for (const { buckets, waves } of [first, second]) {
      assert(sumOf(buckets) === this.#options.devices, `the buckets are ${JSON.stringify(buckets)} of ${this.#options.devices} devices`);
      const byWave = waves.reduce((sum, wave) => sum + sumOf(wave.buckets), 0);
      assert(byWave === this.#options.devices, `the buckets of the waves have ${byWave} of ${this.#options.devices} devices`);
    }
    this.#looks += 1;
    // One that is over is on the page of metrics no more.
    if (metrics.size === 0) return second;
    const sum = [...metrics.values()].reduce((all, one) => all + one, 0);
    assert(sum === this.#options.devices, `the metrics have ${sum} of ${this.#options.devices} devices`);
    if (JSON.stringify(first.buckets) !== JSON.stringify(second.buckets)) return second;
    for (const [bucket, count] of metrics) {
      assert(second.buckets[bucket] === count, `${bucket}: the metrics have ${count}, the API ${second.buckets[bucket]}`);
    }
    this.#agreed += 1;
    return second;
  }

  /** The command line says what the API says, once nothing changes any more. */
  async #lookByCommand(): Promise<void> {
    const { buckets } = await this.#get<Rollout>(`/v1/rollouts/${name}`);
    const told = JSON.parse(await this.#rig.run('rollout', 'get', name, '-o', 'json')) as Rollout;
    assert(JSON.stringify(told.buckets) === JSON.stringify(buckets), `the command line has ${JSON.stringify(told.buckets)}`);
  }

  /** All attempts of the rollout. */
  async #attempts(): Promise<Attempt[]> {
    const found: Attempt[] = [];
    for (let before = ''; ; ) {
      const page = await this.#get<{ readonly items: Attempt[]; readonly next: string | null }>(
        `/v1/attempts?rollout=${name}&limit=1000${before}`,
      );
      found.push(...page.items);
      if (page.next === null) return found;
      before = `&after=${page.next}`;
    }
  }

  /** What the devices say, past the manager. */
  async #running(): Promise<number> {
    const list = await this.#rig.run('sim', 'devices', 'rooms', '--selector', 'version=1.1.0,confirmed=true', '--limit', '1', '-o', 'json');
    return (JSON.parse(list) as { readonly total: number }).total;
  }

  async #get<Body>(path: string): Promise<Body> {
    return JSON.parse(await this.#text(path)) as Body;
  }

  async #text(path: string): Promise<string> {
    const answer = await fetch(`${this.#rig.url}${path}`, { headers: { authorization: `Bearer ${this.#token}` } });
    const text = await answer.text();
    assert(answer.ok, `${path}: ${answer.status} ${text.slice(0, 500)}`);
    return text;
  }
}

/** Devices of the rollout by bucket, of the page of metrics; empty: it has none. */
function bucketsOf(text: string): Map<string, number> {
  const lines = [...text.matchAll(/^seatrial_rollout_devices\{([^}]*)\} (\d+)$/gm)];
  const own = lines.filter(([, labels = '']) => labels.includes(`rollout="${name}"`));
  return new Map(own.map(([, labels = '', count]) => [/bucket="([^"]*)"/.exec(labels)?.[1] ?? '', Number(count)]));
}

function sumOf(buckets: Readonly<Record<string, number>>): number {
  return Object.values(buckets).reduce((sum, count) => sum + count, 0);
}
