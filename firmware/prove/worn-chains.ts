import { type CutKind, FirmwareStore, Flash, type FlashOptions, PowerCut, type Region, regions } from '#firmware/flash/index.js';
import type { Image } from '#proto/image/index.js';
import { createRandom, type Random } from '#proto/kit/index.js';
import type { Allowed } from './boot-oracle.ts';
import { resume, type StepCause, StepFailed } from './device-drive.ts';
import type { PartFigures, ProofDesk } from './power-cut-desk.ts';

type FailingFlash = NonNullable<FlashOptions['failures']>;

const kinds: readonly CutKind[] = ['before', 'torn', 'after'];
const slots: readonly Region[] = [regions.slotA, regions.slotB];
const records: readonly Region[] = [regions.recordA, regions.recordB, regions.journalA, regions.journalB];

/** What fails: share of erases and writes, and where. */
const failures: readonly FailingFlash[] = [0.003, 0.03, 0.5, 1].flatMap((rate) =>
  [slots, records, [...slots, ...records]].map((where) => ({ regions: where, rate })),
);

/** What a flash that fails may make of an update: nothing else may come of it. */
const bearable: ReadonlySet<StepCause> = new Set(['flash-full', 'flash-failed', 'not-booted']);

/**
 * Seeded devices whose flash came with bad blocks, and fails now and then or always, in its slots, its records, or both: an update and the one
 * after it, in which the power goes, and then once more without a cut. They need not come through; there must be an image that boots.
 */
export function runWorn(desk: ProofDesk, start: FirmwareStore, rounds: number): PartFigures {
  const figures: PartFigures = { part: 'worn', operations: 0, cases: 0, resumed: 0, outcomes: {} };
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, failing] of failures.entries()) {
      const name = `worn:${round}.${index}`;
      if (desk.takes(name)) runOne(desk, figures, name, wornDevice(desk, start, name, failing));
    }
  }
  return figures;
}

/** The device as it starts, but with a flash that is not well. */
function wornDevice({ order, pool }: ProofDesk, start: FirmwareStore, name: string, failing: FailingFlash): FirmwareStore {
  const { flash } = start;
  const key = createRandom(order.seed, name, 'flash').uint32() | 0;
  const states = Object.values(regions).map((region) => flash.stateOf(region));
  const worn = new Flash(flash.geometry, { key, failures: failing }, states);
  // Slot B came with as many bad blocks as there are spare ones; the first place of a copy is bad as well.
  const { slotBytes, eraseBlockBytes, spareBlocks } = order.plan;
  const bad = Math.min(spareBlocks, slotBytes / eraseBlockBytes);
  for (let block = 0; block < bad; block += 1) worn.markBad(regions.slotB, 2 * block);
  worn.markBad(regions.journalA, 0);
  const device = new FirmwareStore(worn, pool, order.rules);
  device.boot();
  return device;
}

function runOne(desk: ProofDesk, figures: PartFigures, name: string, device: FirmwareStore): void {
  const { images, order } = desk;
  const random = createRandom(order.seed, name, 'cuts');
  const counters = [images.old, images.new, images.next].map(({ header }) => header.securityCounter);
  const high = Math.max(...counters);
  for (const [image, confirmed] of [
    [images.new, ['old', 'new']],
    [images.next, ['new', 'next']],
  ] as const) {
    const { counter } = device.facts();
    const isNext = image === images.next;
    const allowed: Allowed = { trial: [isNext ? 'next' : 'new'], confirmed, counter: [counter, high] };
    if (tryUpdate(desk, figures, name, device, image, random) !== 'cut') desk.ledger.problem(name, 'no power went');
    figures.cases += 1;
    if (desk.boot(name, device, allowed, figures) === undefined) return;
    const end = tryUpdate(desk, figures, name, device, image, undefined);
    const again = desk.boot(name, device, allowed, figures);
    if (again === undefined) return;
    const isThrough = again.type === 'slot' && !again.isTrial && again.image.digest === image.digest;
    if (end === 'done' && !isThrough) desk.ledger.problem(name, 'the update was done, and another image runs');
    if (!isThrough) {
      desk.ledger.reach('update given up on a flash that fails');
      return;
    }
    figures.resumed += 1;
    desk.ledger.reach('updated on a flash that fails');
  }
}

/** Goes on with an update as far as the flash lets it. @param random where the power goes; undefined: it stays */
function tryUpdate(
  desk: ProofDesk,
  figures: PartFigures,
  name: string,
  device: FirmwareStore,
  image: Image,
  random: Random | undefined,
): 'done' | 'cut' | StepCause {
  const booted = device.boot();
  const job = (store: FirmwareStore): 'done' | StepCause => {
    try {
      resume(store, booted, image, desk.pool);
      return 'done';
    } catch (error) {
      if (!(error instanceof StepFailed)) throw error;
      if (!bearable.has(error.stepCause)) desk.ledger.problem(name, error.message);
      return error.stepCause;
    }
  };
  if (random === undefined) {
    const end = job(device);
    if (end !== 'done') figures.outcomes[end] = (figures.outcomes[end] ?? 0) + 1;
    return end;
  }
  const { operations } = device.measure(job);
  device.flash.arm({ operation: random.integer(1, Math.max(1, operations)), kind: kinds[random.integer(0, 2)] as CutKind });
  try {
    job(device);
  } catch (error) {
    if (!(error instanceof PowerCut)) throw error;
    return 'cut';
  } finally {
    device.flash.disarm();
  }
  return 'done';
}
