import { findProfile } from '#firmware/host/index.js';
import { exitCodes } from '#proto/kit/index.js';
import type { Profile } from '#proto/profile/index.js';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { reportError, toCliError } from './error-report.ts';
import type { Item } from './field-paths.ts';
import { readWholeImage } from './given-files.ts';
import { checkedApplication, refuseMisfit } from './image-check.ts';
import { imageCheckView, imageItem } from './image-views.ts';
import { printList } from './render.ts';

/** fleet image verify: every file is checked; the faults are on standard error, one after the other. */
export async function run(context: CommandContext): Promise<number> {
  const { input, terminal, format } = context;
  const [named, hardware] = [input.text('profile'), input.text('hardware')];
  if (hardware !== undefined && named === undefined)
    throw cliError('E2003', { message: '--hardware is given without --profile', next: 'fleet image verify --help' });
  const profile = named === undefined ? undefined : findProfile(named);
  if (profile !== undefined && hardware !== undefined) refuseUnknownRevision(profile, hardware);
  const items = input.rest(0).map((file): Item => {
    const check = { apiVersion: 'seatrial/v1', kind: 'ImageCheck', file };
    try {
      const image = readWholeImage(file);
      if (profile !== undefined) refuseMisfit(image, file, profile, hardware);
      const { name, version, contentBytes, digest } = imageItem(file, image, checkedApplication(image, file, profile));
      return { ...check, result: 'ok', name, version, contentBytes, digest, error: null };
    } catch (error) {
      const { code, message } = toCliError(error);
      reportError(error, terminal, format === 'json' || format === 'ndjson');
      return { ...check, result: 'failed', name: '', version: '', contentBytes: 0, digest: '', error: { code, message } };
    }
  });
  await printList(context, imageCheckView, items);
  return items.every((item) => item.result === 'ok') ? exitCodes.ok : exitCodes.usage;
}

/** A revision that the profile has not is a slip of the pen, not a fault of the image. @throws E2003 */
function refuseUnknownRevision({ name, hardwareRevisions }: Profile, hardware: string): void {
  if (hardwareRevisions.includes(hardware)) return;
  throw cliError('E2003', { message: `--hardware is ${hardware}, ${name} has the revisions ${hardwareRevisions.join(', ')}` });
}
