import { type BootResult, type FirmwareStore, type Region, regions, type SlotIndex } from '#firmware/flash/index.js';
import { imageLimits } from '#proto/image/index.js';
import { createRandom } from '#proto/kit/index.js';
import type { Allowed } from './boot-oracle.ts';
import { bootStep, confirmSteps, downloadSteps } from './device-drive.ts';
import type { PartFigures, ProofDesk } from './power-cut-desk.ts';

/** A device at rest, and what it may boot when the content of a slot is not whole any more. */
interface Rest {
  readonly name: string;
  readonly store: FirmwareStore;
  /** By the slot that is damaged. */
  readonly allowed: readonly [Allowed, Allowed];
}

/**
 * Contents that are damaged while the power is off, as a cut next door or age does: a bit of the header and of every chunk, in either slot and in
 * both, before a trial, in it, and after the confirm; and one copy of the record or both.
 */
export function damageSweep(desk: ProofDesk, start: FirmwareStore): PartFigures {
  const figures: PartFigures = { part: 'damage', operations: 0, cases: 0, resumed: 0, outcomes: {} };
  for (const rest of restsOf(desk, start)) {
    for (const slot of [0, 1] as const) damageSlot(desk, figures, rest, slot);
    damageBoth(desk, figures, rest);
    damageRecords(desk, figures, rest);
    for (const copy of [regions.recordA, regions.recordB]) damageRecord(desk, figures, rest, copy);
  }
  return figures;
}

function restsOf({ images, order, pool }: ProofDesk, start: FirmwareStore): Rest[] {
  const [low, high] = [images.old.header.securityCounter, Math.max(images.old.header.securityCounter, images.new.header.securityCounter)];
  const device = start.fork();
  const onlyNew: Allowed = { trial: ['new'], confirmed: [], counter: [low, low] };
  const onlyOld: Allowed = { trial: [], confirmed: ['old'], counter: [low, low] };
  for (const step of downloadSteps(images.new, pool)) step.run(device);
  const pending = device.fork();
  bootStep.run(device);
  const trial = device.fork();
  for (const step of confirmSteps) step.run(device);
  // The way back is shut when the security counter went up.
  const fallBack: Allowed = high > low ? { trial: [], confirmed: [], counter: [high, high], recovery: true } : { ...onlyOld };
  return [
    { name: 'pending', store: pending, allowed: [onlyNew, onlyOld] },
    // A trial that has used its last boot up does not come back.
    { name: 'trial', store: trial, allowed: [{ ...onlyNew, recovery: order.plan.bootAttempts === 1 }, onlyOld] },
    { name: 'confirmed', store: device, allowed: [{ trial: [], confirmed: ['new'], counter: [high, high] }, fallBack] },
  ];
}

function damageSlot(desk: ProofDesk, figures: PartFigures, { name: rest, store, allowed }: Rest, slot: SlotIndex): void {
  for (const [index, place] of placesOf(desk, rest, slot).entries()) {
    const name = `damage:${rest}:${slot === 0 ? 'A' : 'B'}:${index}`;
    if (!desk.takes(name)) continue;
    const device = store.fork();
    device.flash.damage(regionOf(slot), place);
    const { counter } = device.facts();
    figures.cases += 1;
    const boot = desk.boot(name, device, allowed[slot], figures);
    if (boot === undefined) continue;
    tell(desk, boot);
    // The first place of each resumes: a device that fell back, or has nothing left, can be updated.
    if (index === 0 || desk.order.isFull) desk.resume(name, device, boot, desk.images.next, figures, counter);
  }
}

function damageBoth(desk: ProofDesk, figures: PartFigures, { name: rest, store }: Rest): void {
  const name = `damage:${rest}:both`;
  if (!desk.takes(name)) return;
  const device = store.fork();
  for (const slot of [0, 1] as const) device.flash.damage(regionOf(slot), placesOf(desk, rest, slot).at(-1) as number);
  const { counter } = device.facts();
  figures.cases += 1;
  const boot = desk.boot(name, device, { trial: [], confirmed: [], counter: [counter, counter], recovery: true }, figures);
  if (boot !== undefined) desk.resume(name, device, boot, desk.images.next, figures, counter);
}

/** Without a record nothing boots, but what was confirmed once still keeps older images out. */
function damageRecords(desk: ProofDesk, figures: PartFigures, { name: rest, store }: Rest): void {
  const name = `damage:${rest}:records`;
  if (!desk.takes(name)) return;
  const device = store.fork();
  for (const copy of [regions.recordA, regions.recordB]) device.flash.damage(copy, 20);
  const { counter } = store.facts();
  figures.cases += 1;
  const boot = desk.boot(name, device, { trial: [], confirmed: [], counter: [counter, counter], recovery: true }, figures);
  if (boot === undefined) return;
  const { old, next } = desk.images;
  if (old.header.securityCounter < counter) {
    const begun = device.fork().begin({ attemptId: 'rollback', headerBytes: old.headerBytes });
    if (begun.type !== 'failed' || begun.cause !== 'rollback') desk.ledger.problem(name, 'it takes an image below its security counter');
    else desk.ledger.reach('both copies of the record lost, the security counter kept');
  }
  desk.resume(name, device, boot, next, figures, counter);
}

function damageRecord(desk: ProofDesk, figures: PartFigures, { name: rest, store }: Rest, copy: Region): void {
  const name = `damage:${rest}:record${copy === regions.recordA ? 'A' : 'B'}`;
  if (!desk.takes(name)) return;
  const device = store.fork();
  const untouched = store.fork().boot();
  device.flash.damage(copy, 20);
  const { counter } = store.facts();
  figures.cases += 1;
  const found = desk.boot(name, device, { trial: ['new'], confirmed: ['old', 'new'], counter: [counter, counter] }, figures);
  if (found === undefined) return;
  const isSame =
    found.type === 'slot' && untouched.type === 'slot' && found.slot === untouched.slot && found.attemptsLeft === untouched.attemptsLeft;
  if (!isSame) desk.ledger.problem(name, 'with one copy of the record it boots otherwise than with both');
  if (device.facts().recordCopies !== 2) desk.ledger.problem(name, 'the lost copy of the record was not made again');
}

function tell({ ledger, images }: ProofDesk, boot: BootResult): void {
  if (boot.gaveUp.some(({ why, digest }) => why === 'boot-failed' && digest === images.new.digest) && boot.type === 'slot')
    ledger.reach('damaged trial given up');
  if (boot.gaveUp.some(({ why }) => why === 'boot-failed') && boot.type === 'slot')
    ledger.reach('damaged image replaced by the other slot');
  if (boot.gaveUp.some(({ why }) => why === 'rollback')) ledger.reach('image below the security counter refused');
}

/** Places in a slot: its prefix, in its header, and in each chunk. */
function placesOf({ images, order }: ProofDesk, rest: string, slot: SlotIndex): number[] {
  const { header, headerBytes, content } = slot === 0 ? images.old : images.new;
  const { eraseBlockBytes } = order.plan;
  const base = Math.ceil((8 + headerBytes.length) / eraseBlockBytes) * eraseBlockBytes;
  const random = createRandom(order.seed, `damage:${rest}:${slot}`, 'places');
  const chunks = header.chunkDigests.map((_digest, index) => {
    const offset = index * imageLimits.chunkBytes;
    return base + offset + random.integer(0, Math.min(imageLimits.chunkBytes, content.length - offset) - 1);
  });
  return [0, 8 + random.integer(0, headerBytes.length - 1), ...chunks];
}

function regionOf(slot: SlotIndex): Region {
  return slot === 0 ? regions.slotA : regions.slotB;
}
