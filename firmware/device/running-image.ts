import type { ImageHeader } from '#proto/image/index.js';
import { isSeatrialError, messageOf } from '#proto/kit/index.js';
import type { DeviceKind, RunningImage } from './device-kind.ts';

/** What runs when no slot boots. */
export const recoveryImage: RunningImage = {
  firmwareVersion: '0.0.0-recovery',
  imageDigest: new Uint8Array(32),
  application: undefined,
  problem: '',
};

/** Images of one kind that are kept loaded. */
const mostImages = 16;

const loaded = new WeakMap<DeviceKind, Map<string, RunningImage>>();

/**
 * The image as devices of a kind run it: loaded once for all of them.
 * @param digest hex
 * @param readApplication gives the first bytes of its content: the application
 */
export function runningImageOf(
  kind: DeviceKind,
  digest: string,
  header: ImageHeader,
  readApplication: (bytes: number) => Uint8Array,
): RunningImage {
  if (digest === kind.factoryImage.digest) return kind.factory;
  let images = loaded.get(kind);
  if (images === undefined) {
    images = new Map();
    loaded.set(kind, images);
  }
  let image = images.get(digest);
  if (image === undefined) {
    image = { firmwareVersion: header.version, imageDigest: Buffer.from(digest, 'hex'), ...applicationIn(kind, header, readApplication) };
    for (const oldest of images.keys()) {
      if (images.size < mostImages) break;
      images.delete(oldest);
    }
    images.set(digest, image);
  }
  return image;
}

function applicationIn(
  kind: DeviceKind,
  { applicationBytes }: ImageHeader,
  readApplication: (bytes: number) => Uint8Array,
): Pick<RunningImage, 'application' | 'problem'> {
  if (applicationBytes === 0) return { application: kind.application, problem: '' };
  try {
    const json: unknown = JSON.parse(Buffer.from(readApplication(applicationBytes)).toString('utf8'));
    return { application: kind.load(json), problem: '' };
  } catch (error) {
    // What somebody put into an image is data: it may be anything.
    if (!isSeatrialError(error) && !(error instanceof SyntaxError)) throw error;
    return { application: undefined, problem: messageOf(error) };
  }
}
