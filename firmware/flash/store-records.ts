import { type BootRecord, blankRecord, decodeBootRecord, encodeBootRecord } from './boot-record.ts';
import type { Flash } from './flash.ts';
import { type Region, regions } from './flash-geometry.ts';
import { decodeJournal, encodeJournal, type Journal, type JournalEntry } from './journal.ts';
import { KeptValue } from './kept-value.ts';
import type { SafetyRules } from './store-types.ts';
import { TwoCopies } from './two-copies.ts';

const blankJournal: Journal = { counter: 0, attempt: undefined };

/**
 * What a device keeps of its firmware beside the slots: the boot loader's record and the installer's journal. Each holds the security counter: a
 * device whose record is lost as a whole has it from the other one.
 */
export class StoreRecords {
  readonly #rules: SafetyRules;
  readonly #record: KeptValue<BootRecord>;
  readonly #journal: KeptValue<Journal>;

  /** @param origin whose flash this one is a fork of */
  constructor(flash: Flash, rules: SafetyRules, origin?: StoreRecords) {
    this.#rules = rules;
    if (origin === undefined) {
      this.#record = keptIn(flash, [regions.recordA, regions.recordB], rules, decodeBootRecord);
      this.#journal = keptIn(flash, [regions.journalA, regions.journalB], rules, decodeJournal);
    } else {
      this.#record = origin.#record.fork(flash);
      this.#journal = origin.#journal.fork(flash);
    }
  }

  get recordCopies(): number {
    return this.#record.copies;
  }

  /**
   * Writes copies anew that a power cut left behind, and a counter that a confirm did not get into the journal.
   * @throws PowerCut
   */
  repair(): void {
    this.#record.repair();
    this.#journal.repair();
    const record = this.record();
    const journal = this.journal();
    if (this.#rules.counter && journal.counter < record.counter) this.writeJournal(journal.attempt);
  }

  record(): BootRecord {
    const record = this.#record.read() ?? blankRecord;
    if (!this.#rules.counter) return record;
    const { counter } = this.journal();
    return counter > record.counter ? { ...record, counter } : record;
  }

  /** @returns false when the flash can't @throws PowerCut */
  writeRecord(record: BootRecord): boolean {
    return this.#record.write(encodeBootRecord(record));
  }

  journal(): Journal {
    return (this.#rules.journal ? this.#journal.read() : undefined) ?? blankJournal;
  }

  /** @param attempt that it holds from now on @returns false when the flash can't @throws PowerCut */
  writeJournal(attempt: JournalEntry | undefined): boolean {
    return !this.#rules.journal || this.#journal.write(encodeJournal({ counter: this.record().counter, attempt }));
  }
}

function keptIn<Value>(
  flash: Flash,
  copies: readonly [Region, Region],
  { twoCopyRecord }: SafetyRules,
  decode: (payload: Uint8Array) => Value | undefined,
): KeptValue<Value> {
  return new KeptValue(new TwoCopies(flash, copies, twoCopyRecord), decode);
}
