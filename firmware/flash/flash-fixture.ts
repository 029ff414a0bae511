import { buildImage, chunkOf, type Image, type ImageHeader, readImage } from '#proto/image/index.js';
import { createRandom } from '#proto/kit/index.js';
import { defaultFlashPlan, type FlashPlan } from '#proto/profile/index.js';
import {
  type ContentPool,
  FirmwareStore,
  type FlashOptions,
  factoryFlash,
  type SafetyRules,
  type StoreFailure,
  type StoreProgress,
  wholeOf,
} from './index.ts';

/** A flash of 24 blocks a slot. */
export const smallPlan: FlashPlan = { ...defaultFlashPlan, slotBytes: 98_304 };

/** An image of two chunks and a bit. */
export function imageOf(version: string, changes: Partial<ImageHeader> = {}, contentBytes = 70_000): Image {
  const facts = {
    name: 'toy',
    version,
    profiles: ['toy'],
    hardwareRevisions: [],
    securityCounter: 0,
    minimumVersion: '',
    mustPassThrough: false,
    ...changes,
  };
  const random = createRandom(version, 'image', 'payload');
  const payload = new Uint8Array(contentBytes);
  for (let at = 0; at < contentBytes; at += 65_536) payload.set(random.bytes(Math.min(65_536, contentBytes - at)), at);
  return readImage(buildImage(facts, undefined, payload));
}

/** A new device with an image, booted. */
export function bootedStore(
  image: Image,
  pool: ContentPool,
  { plan = smallPlan, options = {}, rules }: { plan?: FlashPlan; options?: FlashOptions; rules?: SafetyRules } = {},
): FirmwareStore {
  const store = new FirmwareStore(factoryFlash(plan, image, pool, options), pool, rules);
  store.boot();
  return store;
}

/** Writes what is wanted of an image; the first failure ends it. */
export function download(store: FirmwareStore, image: Image, pool: ContentPool): StoreProgress | StoreFailure {
  let at: StoreProgress | StoreFailure = store.begin({ attemptId: image.header.version, headerBytes: image.headerBytes });
  while (at.type === 'ok' && at.next < at.chunks) at = store.writeChunk(at.next, wholeOf(pool.intern(chunkOf(image, at.next))));
  return at;
}

/** A device with `next` confirmed in slot B and `old` in slot A. */
export function updatedStore(old: Image, next: Image, pool: ContentPool): FirmwareStore {
  const store = bootedStore(old, pool);
  download(store, next, pool);
  store.finish();
  store.boot();
  store.confirm();
  store.closeAttempt();
  return store;
}
