import { assert } from '#proto/kit/index.js';

/** Device keys are small numbers that are never given twice; beyond this something else counts them up. */
const mostKeys = 16_777_216;

/** The device has rows in the open batch. */
export const pendingFlag = 1;
/** A commit of it failed: nothing is taken until it opens again, so that no mark passes over what was lost. */
export const lostFlag = 2;

/** What ingest must know of each device for each frame: columns by device key, grown by doubling. Positions are (boot, sequence). */
export class DeviceColumns {
  /** Newest accepted. */
  seenBoots = new Uint32Array(1_024);
  seenSequences = new Uint32Array(1_024);
  /** Newest committed. */
  committedBoots = new Uint32Array(1_024);
  committedSequences = new Uint32Array(1_024);
  flags = new Uint8Array(1_024);

  get capacity(): number {
    return this.flags.length;
  }

  /** Makes room for a key. */
  ensure(deviceKey: number): void {
    if (deviceKey < this.flags.length) return;
    assert(deviceKey < mostKeys, `device key ${deviceKey} is not below ${mostKeys}`);
    let capacity = this.flags.length;
    while (capacity <= deviceKey) capacity *= 2;
    this.seenBoots = grown(this.seenBoots, capacity);
    this.seenSequences = grown(this.seenSequences, capacity);
    this.committedBoots = grown(this.committedBoots, capacity);
    this.committedSequences = grown(this.committedSequences, capacity);
    const flags = new Uint8Array(capacity);
    flags.set(this.flags);
    this.flags = flags;
  }

  /** True when (boot, sequence) is not after the newest accepted. */
  isSeen(deviceKey: number, boot: number, sequence: number): boolean {
    const seenBoot = this.seenBoots[deviceKey] as number;
    return boot < seenBoot || (boot === seenBoot && sequence <= (this.seenSequences[deviceKey] as number));
  }

  /** True when (boot, sequence) is not after the newest committed. */
  isCommitted(deviceKey: number, boot: number, sequence: number): boolean {
    const committedBoot = this.committedBoots[deviceKey] as number;
    return boot < committedBoot || (boot === committedBoot && sequence <= (this.committedSequences[deviceKey] as number));
  }

  setSeen(deviceKey: number, boot: number, sequence: number): void {
    this.seenBoots[deviceKey] = boot;
    this.seenSequences[deviceKey] = sequence;
  }

  setCommitted(deviceKey: number, boot: number, sequence: number): void {
    this.committedBoots[deviceKey] = boot;
    this.committedSequences[deviceKey] = sequence;
  }
}

/** Devices of one batch, each once, with the position that its commit makes durable. */
export class PendingDevices {
  count = 0;
  keys = new Uint32Array(1_024);
  /** Filled when the batch is closed. */
  boots = new Uint32Array(1_024);
  sequences = new Uint32Array(1_024);

  add(deviceKey: number): void {
    if (this.count === this.keys.length) {
      const capacity = 2 * this.keys.length;
      this.keys = grown(this.keys, capacity);
      this.boots = new Uint32Array(capacity);
      this.sequences = new Uint32Array(capacity);
    }
    this.keys[this.count] = deviceKey;
    this.count += 1;
  }

  /** Takes down what each device has accepted by now, and clears their pending flags. */
  close(columns: DeviceColumns): void {
    for (let index = 0; index < this.count; index += 1) {
      const deviceKey = this.keys[index] as number;
      this.boots[index] = columns.seenBoots[deviceKey] as number;
      this.sequences[index] = columns.seenSequences[deviceKey] as number;
      columns.flags[deviceKey] = (columns.flags[deviceKey] as number) & ~pendingFlag;
    }
  }
}

function grown(from: Uint32Array, capacity: number): Uint32Array<ArrayBuffer> {
  const to = new Uint32Array(capacity);
  to.set(from);
  return to;
}
