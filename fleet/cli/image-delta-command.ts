import { applyDelta, buildDelta, readDelta } from '#proto/image/index.js';
import { exitCodes } from '#proto/kit/index.js';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { readBytes, readWholeImage, refuseExisting, writeBytes } from './given-files.ts';
import { printObject } from './render.ts';

/** fleet image delta: what is written was applied before, and gave the very target. */
export async function run(context: CommandContext): Promise<number> {
  const { input } = context;
  const [baseFile, targetFile, out] = [input.argument(0), input.argument(1), input.text('out')];
  if (out === undefined) throw cliError('E2003', { message: 'no --out is given', next: 'fleet image delta --help' });
  const [base, target] = [readWholeImage(baseFile), readWholeImage(targetFile)];
  const bytes = buildDelta(base, target);
  applyDelta(base, readDelta(bytes));
  refuseExisting(out, input.flag('force'));
  writeBytes(out, bytes);
  const imageBytes = readBytes(targetFile).length;
  const item = {
    apiVersion: 'seatrial/v1',
    kind: 'Delta',
    file: out,
    base: base.digest,
    target: target.digest,
    deltaBytes: bytes.length,
    imageBytes,
    share: Number((bytes.length / imageBytes).toFixed(4)),
  };
  await printObject(context, { kind: 'Delta', name: 'file', columns: [] }, item);
  if (bytes.length >= imageBytes) context.terminal.err('the delta is not smaller than the image: offer the image\n');
  return exitCodes.ok;
}
