import type { BlobRef, ContentBlob } from './content-pool.ts';

/** Bytes `from` to `to` of a region are those of a blob from `offset` on. */
export interface Extent {
  readonly from: number;
  readonly to: number;
  readonly blob: ContentBlob;
  readonly offset: number;
}

/** What a region holds, by growing `from`, none over another; what is in none is erased. Never changed: forks share it. */
export type Extents = readonly Extent[];

/** Value of an erased byte. */
export const erased = 0xff;

/** Index of the first extent that ends behind the place. */
function firstBehind(extents: Extents, place: number): number {
  let low = 0;
  let high = extents.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((extents[middle] as Extent).to <= place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** True when nothing is written from `from` to `to`. */
export function isBlank(extents: Extents, from: number, to: number): boolean {
  const next = extents[firstBehind(extents, from)];
  return next === undefined || next.from >= to;
}

/** The same without what is written from `from` to `to`. */
export function without(extents: Extents, from: number, to: number): Extents {
  const first = firstBehind(extents, from);
  if ((extents[first]?.from ?? to) >= to) return extents;
  const left = extents.slice(0, first);
  for (let index = first; index < extents.length; index += 1) {
    const extent = extents[index] as Extent;
    if (extent.from < from) left.push({ ...extent, to: from });
    if (extent.to > to) left.push(extent.from >= to ? extent : { ...extent, from: to, offset: extent.offset + to - extent.from });
  }
  return left;
}

/** The same with a part of a blob written at a blank place; what goes on where the one before ended becomes one extent with it. */
export function withRef(extents: Extents, from: number, { blob, offset, bytes }: BlobRef): Extents {
  if (bytes === 0) return extents;
  const index = firstBehind(extents, from);
  const before = extents[index - 1];
  const added = { from, to: from + bytes, blob, offset };
  if (before?.to === from && before.blob === blob && before.offset + before.to - before.from === offset) {
    const grown = { ...before, to: added.to };
    return index === extents.length ? extents.with(index - 1, grown) : extents.toSpliced(index - 1, 1, grown);
  }
  return index === extents.length ? [...extents, added] : extents.toSpliced(index, 0, added);
}

/** Copies what stands from `from` on into a target; erased bytes where nothing does. */
export function copyInto(extents: Extents, from: number, target: Uint8Array): void {
  const to = from + target.length;
  let at = from;
  for (let index = firstBehind(extents, from); index < extents.length; index += 1) {
    const extent = extents[index] as Extent;
    if (extent.from >= to) break;
    const begin = Math.max(from, extent.from);
    const end = Math.min(to, extent.to);
    const offset = extent.offset + begin - extent.from;
    if (begin > at) target.fill(erased, at - from, begin - from);
    target.set(extent.blob.bytes.subarray(offset, offset + end - begin), begin - from);
    at = end;
  }
  if (at < to) target.fill(erased, at - from);
}

/** The one part of a blob that stands from `from` to `to`, when it is one. */
export function refOf(extents: Extents, from: number, to: number): BlobRef | undefined {
  const extent = extents[firstBehind(extents, from)];
  if (extent === undefined || extent.from > from || extent.to < to) return undefined;
  return { blob: extent.blob, offset: extent.offset + from - extent.from, bytes: to - from };
}
