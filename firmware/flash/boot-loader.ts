import { type BootRecord, pendingOf, withSlot } from './boot-record.ts';
import { otherSlot, type SlotIndex } from './flash-geometry.ts';
import type { SlotArea } from './slot-area.ts';
import type { SlotHeader } from './slot-header.ts';
import type { StoreRecords } from './store-records.ts';
import type { BootRefusal, BootResult, GivenUp, SafetyRules } from './store-types.ts';

/** Chooses what runs after a reset, and counts the attempts of a trial. */
export class BootLoader {
  readonly #records: StoreRecords;
  readonly #areaOf: (slot: SlotIndex) => SlotArea;
  readonly #rules: SafetyRules;

  constructor(records: StoreRecords, areaOf: (slot: SlotIndex) => SlotArea, rules: SafetyRules) {
    this.#records = records;
    this.#areaOf = areaOf;
    this.#rules = rules;
  }

  /**
   * A trial while it has attempts, else the confirmed slot, else the other one if it was confirmed once, else recovery.
   * @throws PowerCut
   */
  boot(): BootResult {
    this.#records.repair();
    const gaveUp: GivenUp[] = [];
    let record = this.#records.record();
    const trial = pendingOf(record);
    if (trial !== undefined) {
      const why = this.#attempt(record, trial);
      if (typeof why !== 'string')
        return { type: 'slot', slot: trial, image: why.image, isTrial: true, attemptsLeft: why.attemptsLeft, gaveUp };
      gaveUp.push({ slot: trial, digest: record.slots[trial].digest, why });
      // What the flash could not count is tried at the next boot again, not now.
      if (why !== 'flash-failed') record = this.#giveUp(record, trial, why);
    }
    for (const slot of [record.active, otherSlot(record.active)]) {
      const { state, digest } = record.slots[slot];
      if (state !== 'confirmed') continue;
      const image = this.#bootable(record, slot);
      if (typeof image !== 'string') {
        if (slot !== record.active) this.#records.writeRecord({ ...record, active: slot });
        return { type: 'slot', slot, image, isTrial: false, attemptsLeft: 0, gaveUp };
      }
      gaveUp.push({ slot, digest, why: image });
      if (image === 'boot-failed') record = this.#giveUp(record, slot, image);
    }
    return { type: 'recovery', gaveUp };
  }

  /** Counts an attempt of the trial before it begins, or says why there is none. */
  #attempt(record: BootRecord, slot: SlotIndex): { readonly image: SlotHeader; readonly attemptsLeft: number } | BootRefusal {
    if (record.attemptsLeft === 0) return 'not-confirmed';
    const image = this.#bootable(record, slot);
    if (typeof image === 'string') return image;
    const attemptsLeft = record.attemptsLeft - 1;
    return this.#records.writeRecord({ ...record, attemptsLeft }) ? { image, attemptsLeft } : 'flash-failed';
  }

  #bootable(record: BootRecord, slot: SlotIndex): SlotHeader | BootRefusal {
    const { digest } = record.slots[slot];
    const area = this.#areaOf(slot);
    const image = this.#rules.verifyAtBoot ? area.verify(digest) : area.headerOf(digest);
    if (image === undefined) return 'boot-failed';
    return this.#rules.counter && image.header.securityCounter < record.counter ? 'rollback' : image;
  }

  #giveUp(record: BootRecord, slot: SlotIndex, why: BootRefusal): BootRecord {
    const state = why === 'not-confirmed' ? 'not-confirmed' : 'damaged';
    const next = withSlot({ ...record, attemptsLeft: 0 }, slot, { state, digest: record.slots[slot].digest });
    this.#records.writeRecord(next);
    return next;
  }
}
