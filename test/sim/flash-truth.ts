import type { Device } from '#firmware/device/index.js';
import { ContentPool, FirmwareStore, loadFlash } from '#firmware/flash/index.js';

/** What a device runs. */
export interface FlashTruth {
  /** Hex; empty when nothing boots. */
  readonly digest: string;
  readonly isConfirmed: boolean;
}

/** By device what it ran in a boot, once that was confirmed: until its next boot it runs nothing else. */
const known = new WeakMap<Device, { readonly boot: number; readonly truth: FlashTruth }>();

/** What a simulated device's flash boots, looked at on a copy of it, whatever the device says. */
export function flashTruth(device: Device): FlashTruth {
  const { boot, power } = device.state;
  const before = known.get(device);
  if (before?.boot === boot && power === 'running') return before.truth;
  const truth = look(device);
  if (truth.isConfirmed && power === 'running') known.set(device, { boot, truth });
  return truth;
}

function look(device: Device): FlashTruth {
  const { firmware } = device.snapshotFlash();
  if (firmware === undefined) return { digest: device.kind.factoryImage.digest, isConfirmed: true };
  const pool = new ContentPool();
  const blobs = device.firmwareBlobs();
  const flash = loadFlash(device.kind.profile.flash, firmware.flash, (digest) => {
    const bytes = blobs.get(digest);
    return bytes === undefined ? undefined : pool.intern(bytes);
  });
  const store = new FirmwareStore(flash, pool);
  const { type } = store.boot();
  const { running } = store.facts();
  if (type === 'recovery' || running === undefined) return { digest: '', isConfirmed: false };
  return { digest: running.digest, isConfirmed: running.isConfirmed };
}
