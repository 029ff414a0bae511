import { type KeptDevice, withBootFloor } from './kept-device.ts';
import { contentsOf } from './kept-firmware.ts';
import type { FlashFile, PopulationFile } from './population-file.ts';
import type { PopulationFolder } from './population-folder.ts';
import type { RunPlan } from './population-logic.ts';
import type { ShardEnd } from './shard-handle.ts';
import { gatewayIdOf } from './sub-device-kinds.ts';

/** What a run that ends leaves to be kept. */
export interface KeepOrder {
  readonly folder: PopulationFolder;
  /** As it stands on disk. */
  readonly file: PopulationFile;
  readonly plan: RunPlan;
  /** Ids of the units of each process. */
  readonly shares: readonly (readonly string[])[];
  readonly ends: readonly ShardEnd[];
  /** Devices that had kept something when the run began. */
  readonly restored: number;
  readonly maximumBoot: number;
  /** False when some of it is lost. */
  readonly isWhole: boolean;
}

/** What is kept. */
export interface KeptState {
  readonly file: PopulationFile;
  /** Digests of all contents of firmware that it names. */
  readonly contents: ReadonlySet<string>;
}

/** Name of the file that a process of a run writes. */
export function flashFileOf(run: number, part: number): string {
  return `flash-${run}-${part}.ndjson`;
}

/**
 * What population.json is to say after a run: the files that the processes wrote, and one of what was there before for devices that did not
 * run or whose process was lost. Writes that one.
 * @throws E2109, E2103
 */
export function keptAfter({ folder, file, plan, shares, ends, restored, maximumBoot, isWhole }: KeepOrder): KeptState {
  const parts = ends.flatMap((end, part) => (end.problem === undefined ? [part] : []));
  const flashFiles: FlashFile[] = parts.map((part) => ({ name: flashFileOf(file.run, part), devices: ends[part]?.kept ?? 0 }));
  const contents = new Set(ends.flatMap((end) => end.contents));
  if (parts.length < ends.length || restored < plan.keptDevices) {
    const covered = new Set(parts.flatMap((part) => shares[part] as readonly string[]));
    const name = `flash-${file.run}-rest.ndjson`;
    flashFiles.unshift({ name, devices: folder.writeFlash(name, older(folder, plan, covered, contents)) });
  }
  const keptDevices = flashFiles.reduce((sum, { devices }) => sum + (devices ?? 0), 0);
  const bootCeiling = Math.max(file.bootCeiling, maximumBoot);
  return { file: { ...file, bootCeiling, isOpen: !isWhole, flashFiles, keptDevices }, contents };
}

/** What devices of other units than the covered ones kept before this run, each once; the contents that they name are added. */
function* older(folder: PopulationFolder, plan: RunPlan, covered: ReadonlySet<string>, contents: Set<string>): Generator<KeptDevice> {
  // Later files count: none of a device twice means from the last file to the first.
  const seen = new Set<string>();
  const floor = plan.raisesAll ? plan.bootFloor : 0;
  const onDamage = plan.skipsDamaged ? () => undefined : undefined;
  for (const file of [...plan.flashFiles].reverse()) {
    for (const kept of folder.readFlash([file], onDamage)) {
      if (seen.has(kept.id) || covered.has(kept.id) || covered.has(gatewayIdOf(kept.id) ?? '')) continue;
      seen.add(kept.id);
      const { firmware } = kept.flash;
      for (const digest of firmware === undefined ? [] : contentsOf(firmware)) contents.add(digest);
      yield withBootFloor(kept, floor);
    }
  }
}
