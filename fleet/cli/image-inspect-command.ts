import { readImage } from '#proto/image/index.js';
import { exitCodes } from '#proto/kit/index.js';
import type { CommandContext } from './command-spec.ts';
import { readBytes } from './given-files.ts';
import { imageItem, imageView } from './image-views.ts';
import { printObject } from './render.ts';

/** fleet image inspect: what the header says; the content is not checked, that is image verify. */
export async function run(context: CommandContext): Promise<number> {
  const file = context.input.argument(0);
  await printObject(context, imageView, imageItem(file, readImage(readBytes(file), file)));
  return exitCodes.ok;
}
