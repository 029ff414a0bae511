import { chunkOf, type Image } from '#proto/image/index.js';
import { assert } from '#proto/kit/index.js';
import type { FlashPlan } from '#proto/profile/index.js';
import { blankRecord, encodeBootRecord, withSlot } from './boot-record.ts';
import { type ContentPool, wholeOf } from './content-pool.ts';
import { Flash, type FlashOptions } from './flash.ts';
import { failFlash } from './flash-errors.ts';
import { geometryOf, type Region, regions } from './flash-geometry.ts';
import { encodeJournal } from './journal.ts';
import { SlotArea } from './slot-area.ts';
import { TwoCopies } from './two-copies.ts';

/**
 * The flash of a new device: its image in slot A, confirmed, and nothing else. Devices of one kind share it and fork it at their first write.
 * @throws E2230 when the image does not fit
 */
export function factoryFlash(plan: FlashPlan, image: Image, pool: ContentPool, options: FlashOptions = {}): Flash {
  const flash = new Flash(geometryOf(plan), options);
  const area = new SlotArea(flash, 0, pool);
  const { needed, slot, good } = area.roomFor(image.headerBytes.length, image.content.length);
  if (needed > Math.min(slot, good)) {
    const message = `the image ${image.header.name} ${image.header.version} needs ${needed} bytes, a slot has ${Math.min(slot, good)}`;
    throw failFlash('E2230', { message });
  }
  const header = pool.headers.headerOf(image.digest, image.headerBytes);
  assert(header !== undefined && area.writeHeader(image.headerBytes), 'the factory writes a good image into good blocks');
  for (let next = 0; next < header.chunkDigests.length; ) {
    const written = area.writeChunk(header, next, wholeOf(pool.intern(chunkOf(image, next), header.chunkDigests[next] as string)));
    assert(written !== undefined, 'the factory writes into good blocks');
    next = written.next;
  }
  const record = withSlot({ ...blankRecord, counter: image.header.securityCounter }, 0, { state: 'confirmed', digest: image.digest });
  const isWritten = new TwoCopies(flash, [regions.recordA, regions.recordB]).write(encodeBootRecord(record));
  const counter = image.header.securityCounter;
  const isNoted = new TwoCopies(flash, [regions.journalA, regions.journalB]).write(encodeJournal({ counter, attempt: undefined }));
  assert(isWritten && isNoted, 'the factory writes record and journal');
  // A new device: what the factory did to its flash is not counted.
  const states = flash.geometry.blocks.map((_blocks, region) => ({ ...flash.stateOf(region as Region), erases: undefined }));
  return new Flash(flash.geometry, options, states);
}
