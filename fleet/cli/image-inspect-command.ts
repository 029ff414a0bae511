import { type Image, readImage, verifyContent } from '#proto/image/index.js';
import { exitCodes } from '#proto/kit/index.js';
import type { CommandContext } from './command-spec.ts';
import { reportError, toCliError } from './error-report.ts';
import type { Item } from './field-paths.ts';
import { readBytes } from './given-files.ts';
import { checkedApplication } from './image-check.ts';
import { imageItem, imageView } from './image-views.ts';
import { printObject } from './render.ts';

/** fleet image inspect: what the header says, also when the content is not what it should be; that is told beside it. */
export async function run(context: CommandContext): Promise<number> {
  const file = context.input.argument(0);
  const { item, isGood } = look(context, file, readImage(readBytes(file), file));
  await printObject(context, imageView, item);
  return isGood ? exitCodes.ok : exitCodes.usage;
}

function look({ terminal, format }: CommandContext, file: string, image: Image): { item: Item; isGood: boolean } {
  try {
    verifyContent(image, file);
    return { item: { ...imageItem(file, image, checkedApplication(image, file)), content: 'ok' }, isGood: true };
  } catch (error) {
    reportError(error, terminal, format === 'json' || format === 'ndjson');
    return { item: { ...imageItem(file, image, undefined), content: toCliError(error).code }, isGood: false };
  }
}
