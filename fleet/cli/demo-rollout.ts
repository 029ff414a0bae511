/** The rollout of the demo: a bad release goes out in waves, a gate sees by itself that it is bad, and the devices that took it go back. */
import type { Population } from '#firmware/host/index.js';
import { buildImage } from '#proto/image/index.js';
import { isSeatrialError, messageOf } from '#proto/kit/index.js';
import { factoryImageOf, type Profile } from '#proto/profile/index.js';
import type { ApiClient } from './api-client.ts';
import { publishDemoRelease } from './demo-release.ts';
import { explanationLines } from './explain-command.ts';
import { cellText, type Item } from './field-paths.ts';
import { bucketText } from './rollout-views.ts';

/** Fewer devices than this leave too few to compare with: no gate could be 99 % sure. */
const fewestRolloutDevices = 20;
const version = '1.2.0';
/** The engine's computer crashes so long after each start, ms of its own clock: a flight of 90 minutes, with the speed of the demo 18 s. */
const crashAfterMs = 5_400_000;
/** Between two looks, ms. */
const lookEveryMs = 250;
const name = 'bad-idea';
/** States of a rollout in which nothing happens any more. */
const ends: readonly string[] = ['completed', 'halted', 'rolledBack', 'aborted'];

/** Failures of updated devices against those that wait decide, so seconds of soak are enough: it acts as soon as luck is no explanation. */
const plan = (release: string): string => `apiVersion: seatrial/v1
kind: Rollout
name: ${name}
title: A release that crashes engine computers
release: ${release}
selector: id != ""
waves:
  - {name: canary, percent: 3%, atLeast: 8, soak: 45s, patience: 1m}
  - {name: quarter, percent: 25%, soak: 45s, patience: 1m}
  - {name: all, percent: 100%, soak: 45s, patience: 1m}
gates:
  - {type: threshold, above: 20%, minimum: 8}
  - {type: health, falseStop: 1%}
onBad: rollback
dispatch: {type: constant, perMinute: 6000}
limits: {inFlight: 400}
`;

/** How it went. */
export interface DemoRolloutResult {
  /** One sentence; why there was none, when there was none. */
  readonly outcome: string;
  /** Devices that were offered the release. */
  readonly touched: number;
  /** Those of them that run what they ran before, confirmed. */
  readonly back: number;
  /** What was not as it must be: empty when a gate stopped it, and all are back. */
  readonly problem: string;
}

/** What it works with. */
export interface DemoRolloutParts {
  readonly api: ApiClient;
  readonly population: Population;
  /** Of the devices. */
  readonly profile: Profile;
  /** Takes a line for people. */
  readonly say: (line: string) => void;
  /** Ends it where it stands. */
  readonly signal: AbortSignal;
}

/** What must be so at the end of the demo. */
export interface DemoRolloutEnd {
  /** As the API shows it. */
  readonly rollout: Item;
  /** Versions by device, as they were before the start. */
  readonly before: ReadonlyMap<string, string>;
  /** The devices that were offered the release, as the API shows them now. */
  readonly touched: readonly Item[];
}

/** Runs to its end, or to the signal. Never throws. */
export async function runDemoRollout(parts: DemoRolloutParts): Promise<DemoRolloutResult> {
  try {
    return await new DemoRollout(parts).run();
  } catch (error) {
    const why = parts.signal.aborted ? 'the demo ended before' : `${isSeatrialError(error) ? `${error.code} ` : ''}${messageOf(error)}`;
    return { outcome: 'not finished', touched: 0, back: 0, problem: why };
  }
}

/** Judges how a rollout of the bad release ended: a gate must have stopped it in its first wave, and whoever took it must be back. */
export function judgeDemoRollout({ rollout, before, touched }: DemoRolloutEnd): DemoRolloutResult {
  const waves = rollout.waves as Item[];
  const stop = (rollout.steps as Item[]).find(({ state }) => state === 'rollingBack' || state === 'halted');
  const isBack = (device: Item): boolean =>
    device.imageConfirmed === true && device.firmwareVersion === before.get(cellText(device.id)) && device.presence === 'online';
  const others = touched.filter((device) => !isBack(device));
  const back = touched.length - others.length;
  const stopped = Math.max(
    0,
    waves.findIndex(({ state }) => state === 'stopped'),
  );
  const outcome =
    `stopped by ${cellText(stop?.by ?? 'nobody')} in wave ${stopped + 1} of ${waves.length} after ${touched.length.toLocaleString('en')} of ` +
    `${before.size.toLocaleString('en')} devices; ${back.toLocaleString('en')} of ${touched.length.toLocaleString('en')} run the old image again, confirmed`;
  const problems = [
    cellText(stop?.by ?? '').startsWith('gate ') ? '' : 'no gate stopped it',
    rollout.state === 'rolledBack' ? '' : `it is ${cellText(rollout.state)}`,
    touched.length === 0 ? 'no device was offered it' : '',
    touched.length < before.size ? '' : 'every device was offered it',
    ...others
      .slice(0, 3)
      .map(({ id, firmwareVersion, presence }) => `${cellText(id)} runs ${cellText(firmwareVersion)}, ${cellText(presence)}`),
  ];
  return { outcome, touched: touched.length, back, problem: problems.filter((text) => text !== '').join('; ') };
}

class DemoRollout {
  readonly #parts: DemoRolloutParts;

  constructor(parts: DemoRolloutParts) {
    this.#parts = parts;
  }

  async run(): Promise<DemoRolloutResult> {
    const { api, say, profile, signal } = this.#parts;
    // Ctrl-C within the update: nothing is begun any more.
    signal.throwIfAborted();
    const count = await this.#connected();
    if (count < fewestRolloutDevices) {
      return {
        outcome: `none: ${count} devices are too few to compare, ${fewestRolloutDevices} are needed`,
        touched: 0,
        back: 0,
        problem: '',
      };
    }
    const factory = `${profile.name}@${profile.factoryImage.version}`;
    // What the devices came with is published too: without it there is no way back.
    await publishDemoRelease(api, factory, factoryImageOf(profile));
    const release = `${profile.name}@${version}`;
    await publishDemoRelease(api, release, badImageOf(profile));
    const before = new Map((await this.#devices(undefined)).map((device) => [cellText(device.id), cellText(device.firmwareVersion)]));
    const text = plan(release);
    const forecast = await api.post('/v1/rollouts/plan', { text, file: 'demo plan' }, 60_000);
    const sizes = (forecast.waves as Item[]).map((wave) => `${cellText(wave.name)} ${Number(wave.devices).toLocaleString('en')}`);
    const { devices: ways } = forecast.wayBack as Item;
    say(
      `rollout: ${release} is published; it crashes 90 minutes after each start, and nobody knows that yet. Waves: ${sizes.join(', ')}; ${cellText(ways)} devices have a way back`,
    );
    await api.post('/v1/rollouts', { text, file: 'demo plan', reason: 'demo' });
    await api.post(`/v1/rollouts/${name}/start`, { reason: 'demo' });
    const rollout = await this.#untilEnd();
    const end = { rollout, before, touched: await this.#touched() };
    await this.#untilBack(end);
    const result = judgeDemoRollout({ ...end, touched: await this.#touched() });
    say(`rollout: ${result.outcome}. fleet explain rollout ${name} says why:`);
    for (const line of explanationLines(await api.get(`/v1/rollouts/${name}/explain`), false, Number.POSITIVE_INFINITY)) say(`  ${line}`);
    return result;
  }

  /** Waits until the devices of the population are there, but for one of a hundred: somebody is always between two links. @returns how many there are in all */
  async #connected(): Promise<number> {
    const { population } = this.#parts;
    for (;;) {
      const { devices, counters } = await population.report();
      if (devices < fewestRolloutDevices || counters.connected >= devices * 0.99) return devices;
      await this.#pause();
    }
  }

  /** Follows it, a line a change, until nothing happens any more. */
  async #untilEnd(): Promise<Item> {
    const { api, say } = this.#parts;
    let last = '';
    for (;;) {
      const rollout = await api.get(`/v1/rollouts/${name}`);
      const state = cellText(rollout.state);
      if (state !== last) say(`rollout: ${[state, cellText(rollout.wave), bucketText(rollout)].filter((text) => text !== '').join(': ')}`);
      last = state;
      if (ends.includes(state)) return rollout;
      await this.#pause();
    }
  }

  /** A device that crashed a last time boots yet: waits for it, at most a little while. */
  async #untilBack(end: DemoRolloutEnd): Promise<void> {
    for (let tries = 0; tries < 120; tries += 1) {
      if (judgeDemoRollout({ ...end, touched: await this.#touched() }).problem === '') return;
      await this.#pause();
    }
  }

  async #touched(): Promise<readonly Item[]> {
    const { api } = this.#parts;
    const attempted = await api.pages('/v1/attempts', { release: `${this.#parts.profile.name}@${version}` }, 10_000);
    const ids = new Set(attempted.items.map(({ deviceId }) => cellText(deviceId)));
    return this.#devices(ids);
  }

  /** @param ids undefined: all of them */
  async #devices(ids: ReadonlySet<string> | undefined): Promise<readonly Item[]> {
    const { items } = await this.#parts.api.pages('/v1/devices', {}, 10_000);
    return ids === undefined ? items : items.filter(({ id }) => ids.has(cellText(id)));
  }

  async #pause(): Promise<void> {
    this.#parts.signal.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}

/** The application that the devices came with, and a fault: it crashes some time after each start, long after it was confirmed. */
export function badImageOf({ name: of, hardwareRevisions, factoryImage: { application } }: Profile): Uint8Array {
  const { initial, states } = application;
  const root = states[initial];
  const crash = { actions: [{ type: 'crash' as const, params: { message: 'minute 90 in a table of 90 minutes' } }] };
  const after = { ...root?.after, [String(crashAfterMs)]: [crash] };
  const bad = { ...application, states: { ...states, [initial]: { ...root, after } } };
  const facts = { name: of, version, profiles: [of], hardwareRevisions, securityCounter: 0, minimumVersion: '', mustPassThrough: false };
  return buildImage(facts, bad, new Uint8Array(0));
}
