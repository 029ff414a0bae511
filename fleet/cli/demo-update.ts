/** The update of the demo: a release is published, ten engines take it, and one of them loses its power in the middle of its flash. */
import type { Population } from '#firmware/host/index.js';
import { buildImage } from '#proto/image/index.js';
import { createRandom, isSeatrialError, messageOf } from '#proto/kit/index.js';
import type { ApiClient } from './api-client.ts';
import { publishDemoRelease } from './demo-release.ts';
import { formatBytes } from './duration.ts';
import { cellText, type Item } from './field-paths.ts';

/** Devices that are updated. */
const mostDevices = 10;
const name = 'turbofan';
const version = '1.1.0';
const releaseId = `${name}@${version}`;
/** With pages of 256 bytes more operations than the last one that is cut. */
const payloadBytes = 131_072;
const lastOperation = 400;
/** Between two looks, ms. */
const lookEveryMs = 250;
/** The power is away for so long, ms. */
const darkMs = 1_500;

/** How it went. */
export interface DemoUpdateResult {
  /** Devices that were ordered to update; 0 when the demo ended before. */
  readonly ordered: number;
  readonly updated: number;
  /** Ids of those whose attempt is over and did not update them. */
  readonly others: readonly string[];
  /** What became of the one whose power was cut; empty when it did not come to that. */
  readonly powerCut: string;
  /** What went wrong in the demo itself; empty when nothing did. */
  readonly problem: string;
}

/** What it works with. */
export interface DemoUpdateParts {
  readonly api: ApiClient;
  readonly population: Population;
  /** Takes a line for people. */
  readonly say: (line: string) => void;
  /** Ends it where it stands. */
  readonly signal: AbortSignal;
}

/** Runs to its end: all attempts over, or the signal. Never throws. */
export async function runDemoUpdate(parts: DemoUpdateParts): Promise<DemoUpdateResult> {
  const update = new DemoUpdate(parts);
  try {
    await update.run();
    return update.result('');
  } catch (error) {
    // What the end of the demo broke is none of its problems.
    return update.result(parts.signal.aborted ? '' : `${isSeatrialError(error) ? `${error.code} ` : ''}${messageOf(error)}`);
  }
}

class DemoUpdate {
  readonly #parts: DemoUpdateParts;
  readonly #cut: { readonly operation: number; readonly kind: string };
  #ids: readonly string[] = [];
  #attempts: readonly Item[] = [];
  #powerCut = '';

  constructor(parts: DemoUpdateParts) {
    this.#parts = parts;
    const random = createRandom(parts.population.seed, 'demo', 'power cut');
    const kinds = ['before', 'torn', 'after'];
    this.#cut = { operation: random.integer(1, lastOperation), kind: kinds[random.integer(0, 2)] as string };
  }

  async run(): Promise<void> {
    const { api, say } = this.#parts;
    const ids = await this.#connected();
    const release = await this.#publish();
    const before = await api.get(`/v1/devices/${ids[0]}`);
    const image = `${releaseId} (${formatBytes(Number(release.fileBytes))})`;
    say(`update: ${image} is published; ${ids.length} devices take it, ${cellText(before.firmwareVersion)} → ${version}`);
    const [victim = ''] = ids.slice(-1);
    const cutting = this.#cutPower(victim);
    for (const id of ids) {
      await api.post(`/v1/devices/${id}/update`, { release: releaseId, reason: 'demo' });
      this.#ids = [...this.#ids, id];
    }
    const over = this.#until(async () => {
      this.#attempts = (await api.page('/v1/attempts', { release: releaseId, limit: mostDevices })).items;
      return this.#attempts.length === ids.length && this.#attempts.every((attempt) => attempt.isOver === true);
    });
    await Promise.all([over, cutting]);
    const { updated } = this.result('');
    say(
      `update: ${updated} of ${ids.length} devices run ${version}, confirmed. npx fleet prove powercut does that at every operation of an update`,
    );
  }

  result(problem: string): DemoUpdateResult {
    const isUpdated = (attempt: Item): boolean => attempt.state === 'updated';
    const others = this.#attempts.filter((attempt) => attempt.isOver === true && !isUpdated(attempt));
    return {
      ordered: this.#ids.length,
      updated: this.#attempts.filter(isUpdated).length,
      others: others.map((attempt) => `${cellText(attempt.deviceId)} ${cellText(attempt.state)} ${cellText(attempt.message)}`.trim()),
      powerCut: this.#powerCut,
      problem,
    };
  }

  /** The first ten, when all of them are connected. */
  async #connected(): Promise<readonly string[]> {
    const { population } = this.#parts;
    let ids: readonly string[] = [];
    await this.#until(async () => {
      const found = await population.live?.devices(`index=0..${mostDevices - 1}`, undefined, mostDevices);
      ids = found?.items.map(({ id }) => id) ?? [];
      return found?.items.every(({ connected }) => connected) ?? false;
    });
    return ids;
  }

  async #publish(): Promise<Item> {
    const { api, population } = this.#parts;
    const facts = {
      name,
      version,
      profiles: [name],
      hardwareRevisions: [],
      securityCounter: 0,
      minimumVersion: '',
      mustPassThrough: false,
    };
    const random = createRandom(population.seed, 'demo', 'payload');
    const payload = Buffer.concat([random.bytes(payloadBytes / 2), random.bytes(payloadBytes / 2)]);
    const file = buildImage(facts, undefined, payload);
    return publishDemoRelease(api, releaseId, file);
  }

  /** Cuts its power at the operation of its flash that the seed says, gives it back, and tells how the device comes back. */
  async #cutPower(id: string): Promise<void> {
    const { population, api, say } = this.#parts;
    const { operation, kind } = this.#cut;
    const fault = await population.live?.inject({ fault: 'flash-cut', selector: `id=${id}`, max: 1, detail: `${operation}:${kind}` });
    if (fault === undefined) return;
    const where = `operation ${operation} of its flash (${kind})`;
    await this.#until(async () => (await population.live?.device(id))?.power === 'off');
    say(`update: ${id} loses its power at ${where}`);
    this.#powerCut = `${id} at ${where}`;
    await this.#pause(darkMs);
    await population.live?.undo(fault.id);
    const bootBefore = (await population.live?.device(id))?.boot ?? 0;
    let device: Item = {};
    await this.#until(async () => {
      device = await api.get(`/v1/devices/${id}`);
      return Number(device.boot) >= bootBefore && device.presence === 'online';
    });
    const back = `boot ${cellText(device.boot)}, reset reason ${cellText(device.resetReason)}, version ${cellText(device.firmwareVersion)}`;
    say(`update: ${id} is back: ${back}; it goes on where it was`);
    this.#powerCut = `${this.#powerCut}; ${back}`;
  }

  /** Looks until it is so. @throws when the demo ends before */
  async #until(isSo: () => Promise<boolean>): Promise<void> {
    while (!(await isSo())) await this.#pause(lookEveryMs);
  }

  async #pause(delayMs: number): Promise<void> {
    this.#parts.signal.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, delayMs));
  }
}
