import { type BootResult, type FirmwareStore, Flash, type FlashOptions, regions } from '#firmware/flash/index.js';
import type { ResetReasonName } from '#proto/frame/index.js';
import type { Image } from '#proto/image/index.js';
import { assert, createRandom } from '#proto/kit/index.js';
import { initialTrust, type TrustState } from '#proto/trust/index.js';
import type { DeviceOptions } from './device.ts';
import { deviceError } from './device-errors.ts';
import type { DeviceKind, RunningImage } from './device-kind.ts';
import { recoveryImage, runningImageOf } from './running-image.ts';
import type { UpdateShare } from './update-share.ts';

/** What makes the flash of one unit other than the next: most are near the typical speed, few near the worst. */
export function flashOptionsOf({ seed, id }: DeviceOptions): FlashOptions {
  const random = createRandom(seed, id, 'flash');
  return { pace: random.float() ** 4, key: Math.floor(random.float() * 0x1_0000_0000) | 0 };
}

/** The flash of a unit that never had an update: what the factory wrote, shared until it is written to. */
export function newFlash(options: DeviceOptions, share: UpdateShare): Flash {
  const factory = share.factoryOf(options.kind);
  const states = Object.values(regions).map((region) => factory.stateOf(region));
  return new Flash(factory.geometry, flashOptionsOf(options), states);
}

/**
 * The root that the host gave the unit; undefined when the first one that the fleet gives is pinned.
 * @throws E2207 when it is none
 */
export function pinnedRoot({ root, id }: DeviceOptions, share: UpdateShare): TrustState | undefined {
  const step = root && initialTrust(root, share.trust);
  if (step?.type === 'refused') throw deviceError('E2207', { message: `the root for ${id}: ${step.cause}, ${step.message}` });
  return step?.state;
}

/** What a boot gives to run. */
export function imageOfBoot(result: BootResult, kind: DeviceKind, store: FirmwareStore): RunningImage {
  if (result.type === 'recovery') return recoveryImage;
  const { digest, header } = result.image;
  return runningImageOf(kind, digest, header, (bytes) => {
    const application = new Uint8Array(bytes);
    store.readRunning(0, application);
    return application;
  });
}

/** Why the unit started, as the boot loader sees it; undefined when it has nothing to say. */
export function resetReasonOf(result: BootResult, bootAttempts: number): ResetReasonName | undefined {
  if (result.type === 'recovery') return 'recovery';
  if (result.isTrial) return result.attemptsLeft === bootAttempts - 1 ? 'update' : undefined;
  return result.gaveUp.length > 0 ? 'revert' : undefined;
}

/** The image that runs with its content: the base of a delta. */
export function readRunningImage(store: FirmwareStore): Image {
  const { runningImage } = store;
  assert(runningImage !== undefined, 'a delta has a base that runs');
  const content = new Uint8Array(runningImage.contentBytes);
  store.readRunning(0, content);
  return { header: runningImage.header, headerBytes: new Uint8Array(0), digest: runningImage.digest, content };
}
