import type { AttemptRecord } from '#fleet/domain/index.js';
import { isSeatrialError, messageOf } from '#proto/kit/index.js';
import type { AttemptBook } from './attempt-book.ts';
import type { AttemptSteps } from './attempt-steps.ts';
import { chooseOffer } from './delta-choice.ts';
import { PacedWork } from './paced-work.ts';
import type { UpdateContext } from './update-context.ts';

/** Offers that one turn of the process signs. */
const offersPerTurn = 64;

/** Tells units of their attempts: offers, which are stored before they are made, and that one is taken back. */
export class OfferDesk {
  readonly #context: UpdateContext;
  readonly #book: AttemptBook;
  readonly #steps: AttemptSteps;
  /** Attempts whose first offer is being stored. */
  readonly #offering = new Set<string>();
  readonly #offers: PacedWork;

  constructor(context: UpdateContext, book: AttemptBook, steps: AttemptSteps) {
    this.#context = context;
    this.#book = book;
    this.#steps = steps;
    this.#offers = new PacedWork(context.clock, offersPerTurn);
  }

  /** Makes the first offer of a queued attempt when its unit is there; comes back at once. */
  offerSoon(id: string): void {
    void this.#context.tasks.run('ota.offer', () => this.#offerFirst(id));
  }

  /** Tells a unit that was just welcomed of its open attempt. */
  tellAgain(record: AttemptRecord, deviceKey: number): void {
    // Its first offer goes out once it is stored.
    if (this.#offering.has(record.id)) return;
    if (record.state === 'queued') this.offerSoon(record.id);
    else if (record.isCancelling) this.tellCancel(record, 'taken back');
    else if (this.#mayTell(record)) this.#offerAgain(record, deviceKey);
  }

  /** Tells the unit of an attempt to stop. */
  tellCancel({ deviceId, id }: AttemptRecord, message: string): void {
    const device = this.#context.devices().get(deviceId);
    if (device !== undefined) this.sendCancel(device.key, id, message);
  }

  /** Tells a unit to stop. */
  sendCancel(deviceKey: number, attemptId: string, message: string): void {
    this.#context.connections().sendUpdate(deviceKey, { type: 'updateCancel', body: { attemptId, message } });
  }

  /** The first offer: what it says is stored before it is said. */
  async #offerFirst(id: string): Promise<void> {
    const record = this.#book.get(id);
    if (record?.state !== 'queued' || this.#offering.has(id)) return;
    const { clock, connections, devices, sources } = this.#context;
    const device = devices().get(record.deviceId);
    if (device === undefined || !connections().isConnected(device.key) || !this.#mayTell(record)) return;
    const atMs = clock.wallMs();
    const release = sources.release(record.release);
    if (release?.state !== 'published') {
      const message = `release ${record.release} is ${release?.state ?? 'gone'}`;
      return void this.#steps.step(record, { type: 'release.withdrawn', atMs, message });
    }
    const isLacking = !release.deltas.some(({ baseDigest }) => baseDigest === device.imageDigest);
    // Nobody waits for it: it is there for those that come next.
    if (isLacking && record.deltaPolicy !== 'never') sources.wantDelta(release.id, device.imageDigest);
    const choice = chooseOffer(release, device.imageDigest, record.deltaPolicy);
    if (choice === undefined) {
      const message = `a delta was required, and there is none from ${device.imageDigest.slice(0, 12)}, which it runs now`;
      return void this.#steps.step(record, { type: 'operator.cancelled', atMs, message });
    }
    const { delta, why } = choice;
    this.#offering.add(id);
    try {
      const event = { type: 'offer.sent', atMs, boot: device.boot, choice: why, ...(delta === undefined ? {} : { delta }) } as const;
      const offered = this.#steps.step(record, event);
      await this.#book.flush();
      this.#offers.add([() => this.#offerStored(id, offered.state, device.key)]);
    } finally {
      this.#offering.delete(id);
    }
  }

  /** The first offer, when it is still to be made. */
  #offerStored(id: string, state: AttemptRecord['state'], deviceKey: number): void {
    const now = this.#book.get(id);
    if (now !== undefined && now.state === state && now.isCancelling === false && this.#mayTell(now)) this.#offerAgain(now, deviceKey);
  }

  /** False when its unit, which has not answered, is not to be told any more: then it is taken back. What a unit has begun it finishes. */
  #mayTell(record: AttemptRecord): boolean {
    if (record.state !== 'queued' && record.state !== 'offered') return true;
    const why = this.#context.whyUntold(record);
    if (why === '') return true;
    this.#steps.step(record, { type: 'operator.cancelled', atMs: this.#context.clock.wallMs(), message: why });
    // The offer may have reached it, and its answer not us.
    if (record.state === 'offered') this.tellCancel(record, why);
    return false;
  }

  /** The same offer again, freshly signed. */
  #offerAgain(record: AttemptRecord, deviceKey: number): void {
    const { connections, log, sources } = this.#context;
    try {
      const assignment = sources.assign({
        deviceId: record.deviceId,
        attemptId: record.id,
        target: record.release.replace('@', '/'),
        ...(record.delta === undefined ? {} : { delta: record.delta }),
        fullAllowed: record.deltaPolicy !== 'require',
      });
      connections().sendUpdate(deviceKey, { type: 'updateOffer', body: { attemptId: record.id, assignment } });
    } catch (error) {
      if (!isSeatrialError(error)) throw error;
      // It stays offered: the next Welcome tries again, and the deadline ends it.
      log.error(`an update can't be offered: ${messageOf(error)}`, { code: error.code, device: record.deviceId, attempt: record.id });
    }
  }
}
