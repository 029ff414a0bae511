import { assert, noiseAt } from '#proto/kit/index.js';
import { type BlobRef, ContentBlob, wholeOf } from './content-pool.ts';
import { copyInto, type Extents, erased, isBlank, refOf, without, withRef } from './extents.ts';
import type { FlashGeometry, Region } from './flash-geometry.ts';
import { type CutKind, type CutPlan, powerCut } from './power-cut.ts';

/** What makes one unit's flash other than the next. */
export interface FlashOptions {
  /** How slow it is: 0 (left out) typical, 1 worst. */
  readonly pace?: number;
  /** Any 32-bit number: what is torn, and which operations fail, follow from it and the number of the operation. */
  readonly key?: number;
  /** Share of erases and writes in these regions that fail, 0 to 1. */
  readonly failures?: { readonly regions: readonly Region[]; readonly rate: number };
  /** Blocks that came bad from the factory. */
  readonly factoryBad?: readonly { readonly region: Region; readonly block: number }[];
}

/** Counts of a byte each, until one needs more: most devices are updated a few times in their life. */
type Counts = Uint8Array | Uint16Array | Uint32Array;

/** What a region holds and has gone through. Never changed, so that forks share it. */
export interface RegionState {
  readonly extents: Extents;
  /** Blocks that are marked bad. */
  readonly bad: ReadonlySet<number>;
  /** Erases by block; undefined: none. Belongs to one flash until it is forked. */
  readonly erases: Counts | undefined;
}

const blank: RegionState = { extents: [], bad: new Set(), erases: undefined };

/** Operation at which the power goes: `units` are whole before it. */
interface Hit {
  readonly units: number;
  readonly kind: CutKind;
}

/**
 * A flash of erase blocks and write units: an operation erases a block, writes a unit, or marks a block bad. Each is counted and takes time, the
 * power can go before, within or after it, and it can fail. Writing where nothing was erased, or off a unit's border, is a bug of the driver and
 * asserts. Contents are held by reference, so a flash costs what it differs from others.
 */
export class Flash {
  readonly geometry: FlashGeometry;
  /** Operations so far. */
  operations = 0;
  /** Time that they took, ms. */
  busyMs = 0;
  #options: FlashOptions;
  readonly #regions: RegionState[];
  /** Bit by region: its counts of erases are not shared with a fork. */
  #ownErases = 0;
  #cutOperation: number | undefined;
  #cutKind: CutKind = 'before';
  #cutMs: number | undefined;

  constructor(geometry: FlashGeometry, options: FlashOptions = {}, states?: readonly RegionState[]) {
    this.geometry = geometry;
    this.#options = options;
    this.#regions = states === undefined ? geometry.blocks.map(() => blank) : states.slice();
    if (states !== undefined) return;
    for (const { region, block } of options.factoryBad ?? []) this.#mark(region, block);
  }

  /** The same flash again, with a future of its own; a cut that is armed here is not armed there. */
  fork(): Flash {
    const fork = new Flash(this.geometry, this.#options, this.#regions);
    fork.operations = this.operations;
    fork.busyMs = this.busyMs;
    this.#ownErases = 0;
    return fork;
  }

  /** The power will go: the operation of that time or count throws PowerCut. */
  arm(cut: CutPlan): void {
    this.disarm();
    if ('afterMs' in cut) this.#cutMs = this.busyMs + cut.afterMs;
    else {
      assert(cut.operation >= 1, `no operation ${cut.operation} to cut at`);
      this.#cutOperation = this.operations + cut.operation;
      this.#cutKind = cut.kind;
    }
  }

  /** The power stays. */
  disarm(): void {
    this.#cutOperation = undefined;
    this.#cutMs = undefined;
  }

  /** What a region holds. */
  stateOf(region: Region): RegionState {
    return this.#stateOf(region);
  }

  /** Erases of a block so far. */
  erasesOf(region: Region, block: number): number {
    return this.#stateOf(region).erases?.[block] ?? 0;
  }

  /** Copies bytes out of a region into a target. */
  read(region: Region, from: number, target: Uint8Array): void {
    copyInto(this.#stateOf(region).extents, from, target);
  }

  /** What stands at a place, when it is one part of one blob. */
  refAt(region: Region, from: number, bytes: number): BlobRef | undefined {
    return refOf(this.#stateOf(region).extents, from, from + bytes);
  }

  /**
   * Erases a block.
   * @returns false when it failed: worn, or one of those that fail; what it holds then is undefined
   * @throws PowerCut
   */
  erase(region: Region, block: number): boolean {
    const state = this.#stateOf(region);
    assert(
      block >= 0 && block < (this.geometry.blocks[region] as number) && !state.bad.has(block),
      `no good block ${block} in region ${region}`,
    );
    const { eraseBlockBytes, enduranceErases } = this.geometry.plan;
    const from = block * eraseBlockBytes;
    const hit = this.#hit(1, this.geometry.eraseMs(this.#options.pace ?? 0));
    if (hit?.kind === 'before') this.#cut(hit);
    const erases = this.#erasesToChange(region, block);
    erases[block] = (erases[block] as number) + 1;
    const { extents } = this.#stateOf(region);
    if (hit?.kind === 'torn' || (erases[block] as number) > enduranceErases || this.#fails(region)) {
      this.#set(region, { extents: this.#tornErase(extents, from) });
      if (hit !== undefined) this.#cut(hit);
      return false;
    }
    this.#set(region, { extents: without(extents, from, from + eraseBlockBytes) });
    if (hit !== undefined) this.#cut(hit);
    return true;
  }

  /**
   * Writes a part of a blob, unit by unit.
   * @param from border of a write unit
   * @returns undefined, or the block whose write failed: all before it is written
   * @throws PowerCut
   */
  program(region: Region, from: number, ref: BlobRef): number | undefined {
    const { writeUnitBytes, eraseBlockBytes } = this.geometry.plan;
    const units = Math.ceil(ref.bytes / writeUnitBytes);
    const to = from + units * writeUnitBytes;
    assert(from % writeUnitBytes === 0, `byte ${from} is no border of a unit of ${writeUnitBytes}`);
    assert(
      from >= 0 && to <= (this.geometry.blocks[region] as number) * eraseBlockBytes,
      `bytes ${from} to ${to} are outside of region ${region}`,
    );
    assert(isBlank(this.#stateOf(region).extents, from, to), `bytes ${from} to ${to} of region ${region} are not erased`);
    if (this.#mayFail(region) && units > 1) return this.#programSlowly(region, from, ref);
    const hit = this.#hit(units, this.geometry.writeMs(this.#options.pace ?? 0));
    const isFailing = units === 1 && hit === undefined && this.#fails(region);
    const whole =
      hit === undefined ? (isFailing ? 0 : ref.bytes) : Math.min(ref.bytes, (hit.units + (hit.kind === 'after' ? 1 : 0)) * writeUnitBytes);
    const extents = withRef(this.#stateOf(region).extents, from, { ...ref, bytes: whole });
    this.#set(region, { extents });
    if (hit?.kind === 'torn' || isFailing)
      this.#tornWrite(region, from + whole, { ...ref, offset: ref.offset + whole, bytes: Math.min(writeUnitBytes, ref.bytes - whole) });
    if (hit !== undefined) this.#cut(hit);
    return isFailing ? Math.floor(from / eraseBlockBytes) : undefined;
  }

  /** Marks a block bad for ever; the mark itself is an operation, and counts when it is written. */
  markBad(region: Region, block: number): void {
    const hit = this.#hit(1, this.geometry.writeMs(this.#options.pace ?? 0));
    if (hit === undefined || hit.kind === 'after') this.#mark(region, block);
    if (hit !== undefined) this.#cut(hit);
  }

  /** Lets a share of operations fail from now on; undefined: none. */
  failAt(failures: FlashOptions['failures']): void {
    const { failures: _, ...rest } = this.#options;
    this.#options = failures === undefined ? rest : { ...rest, failures };
  }

  /** Lets the first blocks of a region have been erased as often as they stand: the next erase of each fails. */
  wearOut(region: Region, blocks: number): void {
    const erases = Uint32Array.from(this.#erasesToChange(region, 0)).fill(this.geometry.plan.enduranceErases, 0, blocks);
    this.#set(region, { erases });
  }

  /** Turns bits of a byte over without an operation: what a flash loses by itself. */
  damage(region: Region, place: number, bits = 0x10): void {
    const byte = new Uint8Array(1);
    this.read(region, place, byte);
    byte[0] = (byte[0] as number) ^ bits;
    const extents = withRef(without(this.#stateOf(region).extents, place, place + 1), place, wholeOf(new ContentBlob(byte)));
    this.#set(region, { extents });
  }

  #stateOf(region: Region): RegionState {
    return this.#regions[region] as RegionState;
  }

  #set(region: Region, change: Partial<RegionState>): void {
    this.#regions[region] = { ...this.#stateOf(region), ...change };
  }

  #mark(region: Region, block: number): void {
    this.#set(region, { bad: new Set([...this.#stateOf(region).bad, block]) });
  }

  /** The counts of a region, this flash's own and wide enough for one more erase of the block. */
  #erasesToChange(region: Region, block: number): Counts {
    const bit = 1 << region;
    const { erases } = this.#stateOf(region);
    const isFull = erases !== undefined && erases[block] === 2 ** (8 * erases.BYTES_PER_ELEMENT) - 1;
    if (erases !== undefined && !isFull && (this.#ownErases & bit) !== 0) return erases;
    const own = copyOf(erases, isFull, this.geometry.blocks[region] as number);
    this.#set(region, { erases: own });
    this.#ownErases |= bit;
    return own;
  }

  /** Counts operations of the same time each; where the power goes among them, when it does. */
  #hit(units: number, eachMs: number): Hit | undefined {
    let hit: Hit | undefined;
    if (this.#cutOperation !== undefined && this.#cutOperation <= this.operations + units) {
      hit = { units: this.#cutOperation - this.operations - 1, kind: this.#cutKind };
    } else if (this.#cutMs !== undefined && this.#cutMs < this.busyMs + units * eachMs) {
      const passed = Math.max(0, this.#cutMs - this.busyMs);
      const done = Math.min(units - 1, Math.floor(passed / eachMs));
      hit = { units: done, kind: passed > done * eachMs ? 'torn' : 'before' };
    }
    const ran = hit === undefined ? units : hit.units + (hit.kind === 'before' ? 0 : 1);
    this.operations += ran;
    this.busyMs += ran * eachMs;
    return hit;
  }

  #cut({ kind }: Hit): never {
    this.disarm();
    throw powerCut(kind);
  }

  #mayFail(region: Region): boolean {
    return this.#options.failures?.regions.includes(region) ?? false;
  }

  #fails(region: Region): boolean {
    return this.#mayFail(region) && this.#chance(7) < (this.#options.failures?.rate ?? 0);
  }

  #programSlowly(region: Region, from: number, { blob, offset, bytes }: BlobRef): number | undefined {
    const { writeUnitBytes } = this.geometry.plan;
    for (let done = 0; done < bytes; done += writeUnitBytes) {
      const failed = this.program(region, from + done, { blob, offset: offset + done, bytes: Math.min(writeUnitBytes, bytes - done) });
      if (failed !== undefined) return failed;
    }
    return undefined;
  }

  /** 0 (with) to 1 (without), by the number of the operation. */
  #chance(purpose: number): number {
    return (noiseAt((this.#options.key ?? 0) ^ Math.imul(purpose, 0x9e3779b1), this.operations) + 1) / 2;
  }

  /** A part of the unit, and wrong bits where it ends. */
  #tornWrite(region: Region, at: number, { blob, offset, bytes }: BlobRef): void {
    const torn = new Uint8Array(this.geometry.plan.writeUnitBytes).fill(erased);
    const written = Math.min(bytes - 1, Math.floor(this.#chance(1) * bytes));
    torn.set(blob.bytes.subarray(offset, offset + written));
    const right = blob.bytes[offset + written] as number;
    torn[written] = right ^ (1 << Math.floor(this.#chance(2) * 8));
    this.#set(region, { extents: withRef(this.#stateOf(region).extents, at, wholeOf(new ContentBlob(torn))) });
  }

  /** A part of the block is erased, a unit at the border holds noise, the rest is as it was. */
  #tornErase(extents: Extents, from: number): Extents {
    const { eraseBlockBytes, writeUnitBytes } = this.geometry.plan;
    const border = from + Math.floor((this.#chance(3) * eraseBlockBytes) / writeUnitBytes) * writeUnitBytes;
    const noise = new Uint8Array(writeUnitBytes);
    for (let index = 0; index < noise.length; index += 1) noise[index] = Math.floor(this.#chance(16 + (index & 63)) * 255);
    return withRef(without(extents, from, border + writeUnitBytes), border, wholeOf(new ContentBlob(noise)));
  }
}

function copyOf(erases: Counts | undefined, isFull: boolean, blocks: number): Counts {
  if (erases === undefined) return new Uint8Array(blocks);
  if (!isFull) return erases.slice();
  return erases instanceof Uint8Array ? Uint16Array.from(erases) : Uint32Array.from(erases);
}
