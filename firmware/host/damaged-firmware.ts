import { messageOf } from '#proto/kit/index.js';
import type { FlashFile } from './population-file.ts';
import type { PopulationFolder } from './population-folder.ts';

/** Firmware of devices that they can not use, by id: what is wrong with it. */
export type DamagedFirmware = ReadonlyMap<string, unknown>;

/**
 * E2103 for each of them with the line that the device was read from. Lines are whole by then: only the device knows the geometry of its flash, so
 * that this is found when it is built.
 */
export function damagesOf(folder: PopulationFolder, files: readonly FlashFile[], damaged: DamagedFirmware): Error[] {
  if (damaged.size === 0) return [];
  const places = new Map<string, { readonly file: string; readonly line: number }>();
  for (const file of files) {
    // A damaged line yields no device: it was refused, or left out, before any device was built.
    for (const place of folder.placesIn(file)) if (damaged.has(place.id)) places.set(place.id, place);
  }
  return [...damaged].map(([id, cause]) => {
    const { file, line } = places.get(id) ?? { file: '', line: 0 };
    return folder.damaged(file, line, `has firmware of ${id} that its flash can not hold: ${messageOf(cause)}`, cause);
  });
}
