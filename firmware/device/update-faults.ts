import { type CutKind, type Region, regions } from '#firmware/flash/index.js';
import { createRandom } from '#proto/kit/index.js';
import type { DeviceOptions } from './device.ts';
import { deviceError } from './device-errors.ts';
import type { Updater } from './updater.ts';

/** Faults of flash and updates; deviceFaults says what they do. */
export type UpdateFault = 'flash-cut' | 'flash-fail' | 'flash-worn' | 'flash-rot' | 'never-confirm' | 'lie' | 'silent-death';

/** The device around them. */
export interface UpdateFaultOwner {
  readonly options: DeviceOptions;
  /** Made when there is none yet. */
  ensureUpdater(): Updater;
  holdOff(on: boolean): void;
}

/** Operations among which a cut is drawn that names none: about as many as a small update has. */
const drawnOperations = 400;
/** A byte that an image has behind its header, counted from the second erase block. */
const rotPlace = 40;
const slots = [regions.slotA, regions.slotB] as const;
const cutKinds: readonly CutKind[] = ['before', 'torn', 'after'];

/**
 * Makes one of them go wrong.
 * @param severity 0 takes it away, where that is possible
 * @param detail for flash-cut `12:torn`; for flash-fail `records` or `slots`
 * @throws E2205 when the detail is none
 */
export function injectUpdateFault(owner: UpdateFaultOwner, fault: UpdateFault, severity: number, detail: string | undefined): void {
  const updater = owner.ensureUpdater();
  const { worker, faults } = updater;
  switch (fault) {
    case 'flash-cut':
      worker.arm(severity === 0 ? undefined : cutOf(owner.options, detail));
      break;
    case 'flash-fail':
      worker.afflict((flash) => flash.failAt(severity === 0 ? undefined : { regions: regionsOf(detail), rate: severity }));
      break;
    case 'flash-worn':
      for (const region of slots) {
        worker.afflict((flash) => flash.wearOut(region, Math.round(severity * (flash.geometry.blocks[region] as number))));
      }
      break;
    case 'flash-rot':
      if (severity > 0)
        for (const region of slots) worker.afflict((flash) => flash.damage(region, flash.geometry.plan.eraseBlockBytes + rotPlace));
      break;
    case 'never-confirm':
      faults.neverConfirms = severity > 0;
      break;
    case 'lie':
      faults.lies = severity > 0;
      break;
    case 'silent-death':
      faults.dies = severity > 0;
      if (severity === 0) owner.holdOff(false);
      break;
  }
}

function cutOf({ seed, id }: DeviceOptions, detail: string | undefined): { readonly operation: number; readonly kind: CutKind } {
  const random = createRandom(seed, id, 'flash-cut');
  const [count = '', kind = 'torn'] = (detail ?? '').split(':');
  const operation = count === '' ? 1 + Math.floor(random.float() * drawnOperations) : Number(count);
  const known = cutKinds.find((one) => one === kind);
  if (known === undefined || !Number.isSafeInteger(operation) || operation < 1) {
    throw deviceError('E2205', {
      message: `flash-cut takes an operation from 1 on and before, torn or after, like 12:torn, not ${detail}`,
    });
  }
  return { operation, kind: known };
}

function regionsOf(detail: string | undefined): readonly Region[] {
  const records = [regions.recordA, regions.recordB, regions.journalA, regions.journalB];
  if (detail === undefined) return [...records, ...slots];
  if (detail === 'slots') return slots;
  if (detail === 'records') return records;
  throw deviceError('E2205', { message: `flash-fail takes records or slots, not ${detail}` });
}
