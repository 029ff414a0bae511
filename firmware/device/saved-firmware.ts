import { type ContentBlob, loadFlash, saveFlash } from '#firmware/flash/index.js';
import { loadTrust, saveTrust } from '#proto/trust/index.js';
import type { DeviceKind } from './device-kind.ts';
import type { FlashWorker } from './flash-worker.ts';
import { type FirmwareImage, type PlainAttempt, type SavedAttempt, type SavedFirmware, UpdateRecord } from './update-record.ts';
import type { UpdateShare } from './update-share.ts';

/** What a device's flash holds now; of a job that is under way, nothing. */
export function saveFirmware({ store }: FlashWorker, record: UpdateRecord, share: UpdateShare): FirmwareImage {
  const { saved: flash, shared } = saveFlash(store.flash);
  const blobs = new Map<string, Uint8Array>(shared.map(({ digest, bytes }) => [digest, bytes]));
  const { trust, attempt } = record;
  const files: Record<string, string> = {};
  for (const [role, bytes] of Object.entries(trust === undefined ? {} : saveTrust(trust))) {
    if (typeof bytes === 'number') continue;
    const { blob } = share.keep(bytes as Uint8Array);
    files[role] = blob.digest;
    blobs.set(blob.digest, blob.bytes);
  }
  const saved = {
    flash,
    trust: trust === undefined ? null : { timeMs: trust.timeMs, files },
    attempt: attempt === undefined ? null : plainOf(attempt),
  };
  return { saved, blobs };
}

/**
 * Firmware of a device that comes back.
 * @param find bytes of a digest; undefined when they are not there
 * @throws E2231 when the flash is not whole, or a content is missing
 */
export function loadFirmware(
  saved: SavedFirmware,
  kind: DeviceKind,
  share: UpdateShare,
  find: (digest: string) => Uint8Array | undefined,
  flashOptions: Parameters<typeof loadFlash>[3],
) {
  const blobOf = (digest: string): ContentBlob | undefined => {
    // Of ten thousand devices with one image the first one brings it.
    const known = share.pool.find(digest);
    if (known !== undefined) return known;
    const bytes = find(digest);
    return bytes && share.pool.intern(bytes);
  };
  const flash = loadFlash(kind.profile.flash, saved.flash, blobOf, flashOptions);
  return {
    flash,
    record: new UpdateRecord(trustOf(saved.trust, share, blobOf), saved.attempt === null ? undefined : attemptOf(saved.attempt)),
  };
}

/** What was damaged or is not there is not trusted: the device fetches it again, a root that it lost it takes as at first contact. */
function trustOf(saved: SavedFirmware['trust'], share: UpdateShare, blobOf: (digest: string) => ContentBlob | undefined) {
  if (saved === null) return undefined;
  // A device that was stopped between two checks has the first of them.
  const bytesOf = (role: string): Uint8Array | undefined => {
    const digest = saved.files[role];
    return digest === undefined ? undefined : blobOf(digest)?.bytes;
  };
  const [root, timestamp, snapshot, targets] = ['root', 'timestamp', 'snapshot', 'targets'].map(bytesOf);
  if (root === undefined) return undefined;
  const step = loadTrust(
    {
      timeMs: saved.timeMs,
      root,
      ...(timestamp === undefined ? {} : { timestamp }),
      ...(snapshot === undefined ? {} : { snapshot }),
      ...(targets === undefined ? {} : { targets }),
    },
    share.trust,
  );
  return step.type === 'ok' ? step.state : undefined;
}

function plainOf({ assignment, report, trialFailure, ...rest }: SavedAttempt): PlainAttempt {
  return {
    ...rest,
    assignment: Buffer.from(assignment).toString('base64'),
    trialFailure: trialFailure ?? null,
    report: report === undefined ? null : { ...report, runningDigest: Buffer.from(report.runningDigest).toString('hex') },
  };
}

function attemptOf({ assignment, report, trialFailure, ...rest }: PlainAttempt): SavedAttempt {
  return {
    ...rest,
    assignment: Buffer.from(assignment, 'base64'),
    trialFailure: trialFailure ?? undefined,
    // JSON leaves out what is undefined.
    report: report === null ? undefined : { ...report, cause: report.cause, runningDigest: Buffer.from(report.runningDigest, 'hex') },
  };
}
