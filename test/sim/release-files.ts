/** Images and uploads for the tests of releases. */
import { createHash } from 'node:crypto';
import type { Actor, Manager, ReleaseView, UploadView } from '#fleet/domain/index.js';
import { buildImage, type ImageFacts } from '#proto/image/index.js';

/** Who does it all. */
export const eva: Actor = { name: 'eva', role: 'operator', reason: 'for a test' };

/** An image `fw` of a payload alone, for drones. */
export function imageOf(version: string, payload: Uint8Array, more: Partial<ImageFacts> = {}): Buffer {
  const plain = { name: 'fw', profiles: ['drone'], hardwareRevisions: [], securityCounter: 0, minimumVersion: '', mustPassThrough: false };
  return Buffer.from(buildImage({ ...plain, ...more, version }, undefined, payload));
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Bytes as they come from a socket. */
export async function* stream(bytes: Uint8Array, pieceBytes = 100_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

/** Sends a file, from where it stopped. */
export async function upload({ uploads }: Manager, bytes: Uint8Array): Promise<UploadView> {
  const { id, receivedBytes } = await uploads.begin({ bytes: bytes.length, sha256: sha256(bytes) }, eva);
  return uploads.write(id, receivedBytes, stream(bytes.subarray(receivedBytes)));
}

/** Sends a file and makes it a release. */
export async function createRelease(
  manager: Manager,
  bytes: Uint8Array,
): Promise<{ readonly release: ReleaseView; readonly isNew: boolean }> {
  return manager.releases.create({ uploadId: (await upload(manager, bytes)).id, notes: '' }, eva);
}
