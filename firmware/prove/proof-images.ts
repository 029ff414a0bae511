import semver from 'semver';
import { buildImage, type Image, readImage } from '#proto/image/index.js';
import { createRandom } from '#proto/kit/index.js';
import type { Profile } from '#proto/profile/index.js';

/** Content of the images that are made for a proof, when a slot has room for it: 1 MiB. */
const wantedBytes = 1_048_576;
/** One byte in so many differs between the two. */
const changeEvery = 4_096;

/**
 * Two images of a profile for a proof: its application with a seeded payload, 1 MiB or what a slot has room for, and a successor with a higher
 * security counter.
 */
export function proofImages(profile: Profile, seed: string): { readonly from: Image; readonly to: Image } {
  const { slotBytes, eraseBlockBytes } = profile.flash;
  const applicationBytes = Buffer.byteLength(JSON.stringify(profile.factoryImage.application));
  // A block for the header, which is small for so few chunks.
  const contentBytes = Math.min(wantedBytes, slotBytes - eraseBlockBytes * Math.ceil(4_096 / eraseBlockBytes));
  const payload = new Uint8Array(Math.max(1, contentBytes - applicationBytes));
  const random = createRandom(seed, 'proof', 'payload');
  for (let at = 0; at < payload.length; at += 65_536) payload.set(random.bytes(Math.min(65_536, payload.length - at)), at);
  const changed = Uint8Array.from(payload);
  for (let at = 0; at < changed.length; at += changeEvery) changed[at] = (changed[at] as number) ^ 0x55;
  const { version } = profile.factoryImage;
  return { from: imageOf(profile, version, 0, payload), to: imageOf(profile, semver.inc(version, 'minor') ?? version, 1, changed) };
}

/** A further image, for the update after: the content of another one under the version and the counter that come next. */
export function successorOf(image: Image, content: Uint8Array): Image {
  const { chunkBytes: _chunk, chunkDigests: _digests, applicationBytes: _application, payloadBytes: _payload, ...facts } = image.header;
  return readImage(buildImage({ ...facts, version: semver.inc(facts.version, 'minor') ?? facts.version }, undefined, content));
}

function imageOf({ name, hardwareRevisions, factoryImage }: Profile, version: string, securityCounter: number, payload: Uint8Array): Image {
  const facts = { name, version, profiles: [name], hardwareRevisions, securityCounter, minimumVersion: '', mustPassThrough: false };
  return readImage(buildImage(facts, factoryImage.application, payload));
}
