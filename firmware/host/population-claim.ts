import { systemRandomBytes } from '#proto/kit/index.js';
import { askHost, type Control, openControl } from './control.ts';
import type { ControlTarget } from './control-routes.ts';
import { fail } from './host-errors.ts';
import type { PopulationFile } from './population-file.ts';
import type { PopulationFolder } from './population-folder.ts';
import type { PopulationOptions } from './population-logic.ts';
import { hostClock } from './wait.ts';

/** Number of the next run. @throws E2101 when a host is there, E2103 */
export async function nextRun(folder: PopulationFolder, { name, fresh }: PopulationOptions): Promise<number> {
  const kept = readKept(folder, fresh);
  const claimed = folder.readHost();
  if (claimed !== undefined && (await askHost(claimed.host)).type !== 'gone') {
    const { pid, startedAtMs } = claimed.host;
    throw fail('E2101', { message: `population ${name} runs in process ${pid} since ${new Date(startedAtMs).toISOString()}` });
  }
  return Math.max(kept?.run ?? 0, folder.newestRun()) + 1;
}

/** @throws E2103 damaged, unless all is to be new anyway */
export function readKept(folder: PopulationFolder, fresh: boolean): PopulationFile | undefined {
  try {
    return folder.readPopulation();
  } catch (error) {
    if (!fresh) throw error;
    return undefined;
  }
}

/**
 * Claims the population for a run. The control listens before the claim is there: whoever finds the claim and nobody listening knows that
 * its host was killed.
 * @throws E2101 another host was faster, E2109
 */
export async function claimRun(folder: PopulationFolder, run: number, target: ControlTarget): Promise<Control> {
  const controlToken = Buffer.from(systemRandomBytes(24)).toString('base64url');
  const control = await openControl(target, controlToken);
  try {
    folder.claimHost(run, { pid: process.pid, controlUrl: control.url, controlToken, startedAtMs: hostClock.wallMs() });
    return control;
  } catch (error) {
    await control.close();
    throw error;
  }
}

/**
 * After a start that failed: nothing has begun, what is kept is as it was, but for the numbers that were given away.
 * @param kept what was there before
 * @param bootCeiling of the run that failed; undefined when it did not come so far
 */
export function putBack(folder: PopulationFolder, run: number, kept: PopulationFile | undefined, bootCeiling: number | undefined): void {
  try {
    if (kept !== undefined && kept.run < run) {
      folder.writePopulation({ ...kept, run, bootCeiling: Math.max(kept.bootCeiling, bootCeiling ?? 0) });
    }
  } catch {
    // On a full disk the run could not write either, and its numbers were not used.
  }
  folder.releaseHost(run);
  if (kept === undefined && bootCeiling !== undefined) folder.remove();
}
