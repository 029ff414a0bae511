import { findProfile } from '#firmware/host/index.js';
import { applyDelta, buildDelta, chooseDelta, type Image, readDelta } from '#proto/image/index.js';
import { exitCodes } from '#proto/kit/index.js';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { readWholeImage, refuseExisting, writeBytes } from './given-files.ts';
import { refuseMisfit } from './image-check.ts';
import { printObject } from './render.ts';

/** fleet image delta: what is written was applied before, and gave the very target. */
export async function run(context: CommandContext): Promise<number> {
  const { input, terminal } = context;
  const [baseFile, targetFile, out, named] = [input.argument(0), input.argument(1), input.text('out'), input.text('profile')];
  if (out === undefined) throw cliError('E2003', { message: 'no --out is given', next: 'fleet image delta --help' });
  const [base, target] = [readWholeImage(baseFile), readWholeImage(targetFile)];
  const profile = named === undefined ? undefined : findProfile(named);
  if (profile !== undefined) refuseMisfit(target, targetFile, profile, undefined);
  const startMs = performance.now();
  const bytes = buildDelta(base, target);
  const builtMs = performance.now();
  applyDelta(base, readDelta(bytes));
  const appliedMs = performance.now();
  refuseExisting(out, input.flag('force'));
  writeBytes(out, bytes);
  const workBytes = base.content.length + target.content.length;
  const choice = chooseDelta({
    policy: 'prefer',
    runningDigest: base.digest,
    delta: { baseDigest: base.digest, bytes: bytes.length, workBytes },
    fullBytes: fileBytesOf(target),
    deltaMemoryBytes: profile?.flash.deltaMemoryBytes ?? Number.POSITIVE_INFINITY,
    leastGainPercent: 0,
  });
  const item = {
    apiVersion: 'seatrial/v1',
    kind: 'Delta',
    file: out,
    base: base.digest,
    target: target.digest,
    deltaBytes: bytes.length,
    imageBytes: fileBytesOf(target),
    share: Number((bytes.length / fileBytesOf(target)).toFixed(4)),
    workBytes,
    buildMs: Math.round(builtMs - startMs),
    applyMs: Math.round(appliedMs - builtMs),
    choice: choice.type,
    reason: choice.reason,
  };
  await printObject(context, { kind: 'Delta', name: 'file', columns: [] }, item);
  if (choice.type !== 'delta') terminal.err(`offer the image: ${choice.reason}\n`);
  return exitCodes.ok;
}

/** Header and content with the prefix before them. */
function fileBytesOf({ headerBytes, content }: Image): number {
  return 16 + headerBytes.length + content.length;
}
