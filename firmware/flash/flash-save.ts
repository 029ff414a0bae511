import type { FlashPlan } from '#proto/profile/index.js';
import { ContentBlob } from './content-pool.ts';
import type { Extent } from './extents.ts';
import { Flash, type FlashOptions, type RegionState } from './flash.ts';
import { failFlash } from './flash-errors.ts';
import { type FlashGeometry, geometryOf, type Region } from './flash-geometry.ts';

/** A flash as plain data, for JSON. Contents that devices share are named by their digest: they are kept once, apart. */
export interface SavedFlash {
  readonly regions: readonly SavedRegion[];
  /** Contents by index: digest (SHA-256, hex) of a shared one, or own bytes in base64. */
  readonly contents: readonly ({ readonly digest: string } | { readonly bytes: string })[];
}

/** One region of it. */
interface SavedRegion {
  /** [from, to, index of the content, offset in it]. */
  readonly extents: readonly (readonly [number, number, number, number])[];
  readonly bad: readonly number[];
  /** [erases, blocks in a row that have so many]; empty: none was ever erased. */
  readonly erases: readonly (readonly [number, number])[];
}

/** Plain data of a flash, and the shared contents that it names. */
export function saveFlash(flash: Flash): { readonly saved: SavedFlash; readonly shared: readonly ContentBlob[] } {
  const indexes = new Map<ContentBlob, number>();
  const indexOf = (blob: ContentBlob): number => {
    const index = indexes.get(blob) ?? indexes.size;
    indexes.set(blob, index);
    return index;
  };
  const states = flash.geometry.blocks.map((_blocks, region) => flash.stateOf(region as Region));
  const saved = states.map(({ extents, bad, erases }) => ({
    extents: extents.map(({ from, to, blob, offset }) => [from, to, indexOf(blob), offset] as const),
    bad: [...bad],
    erases: runsOf(erases ?? []),
  }));
  const blobs = [...indexes.keys()];
  const contents = blobs.map((blob) => (blob.isShared ? { digest: blob.digest } : { bytes: Buffer.from(blob.bytes).toString('base64') }));
  return { saved: { regions: saved, contents }, shared: blobs.filter(({ isShared }) => isShared) };
}

/**
 * The flash of plain data.
 * @param find the shared content of a digest
 * @throws E2231 when it is no whole flash of that plan, or a content is missing
 */
export function loadFlash(
  plan: FlashPlan,
  value: unknown,
  find: (digest: string) => ContentBlob | undefined,
  options: FlashOptions = {},
): Flash {
  const geometry = geometryOf(plan);
  const { regions, contents } = fieldsOf(value, 'flash', ['regions', 'contents'] as const);
  const blobs = listOf(contents, 'contents').map((one, index) => blobOf(one, index, find));
  const saved = listOf(regions, 'regions');
  if (saved.length !== geometry.blocks.length) throw damaged(`it has ${saved.length} regions, not ${geometry.blocks.length}`);
  return new Flash(
    geometry,
    options,
    saved.map((one, region) => stateOf(one, region as Region, geometry, blobs)),
  );
}

function blobOf(value: unknown, index: number, find: (digest: string) => ContentBlob | undefined): ContentBlob {
  const { digest, bytes } = fieldsOf(value, `content ${index}`, ['digest', 'bytes'] as const);
  if (typeof bytes === 'string') return new ContentBlob(Uint8Array.from(Buffer.from(bytes, 'base64')));
  const blob = typeof digest === 'string' ? find(digest) : undefined;
  if (blob === undefined) throw damaged(`content ${index} with the digest ${String(digest).slice(0, 16)} is not there`);
  return blob;
}

function stateOf(value: unknown, region: Region, { blocks, plan }: FlashGeometry, blobs: readonly ContentBlob[]): RegionState {
  const saved = fieldsOf(value, `region ${region}`, ['extents', 'bad', 'erases'] as const);
  const count = blocks[region] as number;
  const size = count * plan.eraseBlockBytes;
  const extents: Extent[] = [];
  for (const one of listOf(saved.extents, 'extents')) {
    const [from, to, index, offset] = numbersOf(one, 4);
    const blob = blobs[index as number];
    const isInside = (from as number) >= (extents.at(-1)?.to ?? 0) && (to as number) > (from as number) && (to as number) <= size;
    if (!isInside || blob === undefined || (offset as number) + (to as number) - (from as number) > blob.bytes.length)
      throw damaged(`region ${region} has an extent ${String(one)} that can not be`);
    extents.push({ from: from as number, to: to as number, blob, offset: offset as number });
  }
  const bad = new Set(numbersOf(saved.bad));
  if ([...bad].some((block) => block >= count)) throw damaged(`region ${region} has ${count} blocks, and a bad one beyond`);
  const runs = listOf(saved.erases, 'erases').map((run) => numbersOf(run, 2) as [number, number]);
  const erases = runs.flatMap(([times, length]) => (length <= count ? Array.from({ length }, () => times) : []));
  if (runs.length > 0 && erases.length !== count) throw damaged(`region ${region} has ${count} blocks, and counts of ${erases.length}`);
  return { extents, bad, erases: runs.length === 0 ? undefined : countsOf(erases) };
}

function countsOf(erases: readonly number[]): NonNullable<RegionState['erases']> {
  const most = erases.reduce((high, one) => Math.max(high, one), 0);
  if (most > 0xffff) return Uint32Array.from(erases);
  return most > 0xff ? Uint16Array.from(erases) : Uint8Array.from(erases);
}

function runsOf(erases: Iterable<number>): [number, number][] {
  const runs: [number, number][] = [];
  for (const times of erases) {
    const last = runs.at(-1);
    if (last?.[0] === times) last[1] += 1;
    else runs.push([times, 1]);
  }
  return runs;
}

function fieldsOf<Name extends string>(value: unknown, what: string, names: readonly Name[]): Record<Name, unknown> {
  if (typeof value !== 'object' || value === null) throw damaged(`${what} is no object`);
  return Object.fromEntries(names.map((name) => [name, (value as Record<string, unknown>)[name]])) as Record<Name, unknown>;
}

function listOf(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw damaged(`its ${what} are no list`);
  return value;
}

/** Whole numbers from 0 on. */
function numbersOf(value: unknown, length?: number): readonly number[] {
  const numbers = listOf(value, 'numbers');
  if (!numbers.every((one) => Number.isSafeInteger(one) && (one as number) >= 0)) throw damaged(`${String(value)} are no whole numbers`);
  if (length !== undefined && numbers.length !== length) throw damaged(`${numbers.length} numbers instead of ${length}`);
  return numbers as readonly number[];
}

function damaged(message: string): Error {
  return failFlash('E2231', { message });
}
