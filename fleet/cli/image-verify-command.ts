import { exitCodes } from '#proto/kit/index.js';
import type { CommandContext } from './command-spec.ts';
import { reportError, toCliError } from './error-report.ts';
import type { Item } from './field-paths.ts';
import { readWholeImage } from './given-files.ts';
import { imageCheckView, imageItem } from './image-views.ts';
import { printList } from './render.ts';

/** fleet image verify: every file is checked; the faults are on standard error, one after the other. */
export async function run(context: CommandContext): Promise<number> {
  const { input, terminal, format } = context;
  const items = input.rest(0).map((file): Item => {
    const check = { apiVersion: 'seatrial/v1', kind: 'ImageCheck', file };
    try {
      const { name, version, contentBytes, digest } = imageItem(file, readWholeImage(file));
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
