import { exitCodes } from '#proto/kit/index.js';
import { signMetadata } from '#proto/trust/index.js';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { writeBytes } from './given-files.ts';
import { readMetadataText } from './key-files.ts';
import { signedView } from './key-views.ts';
import { printObject } from './render.ts';
import { signersOf } from './signing-keys.ts';

/** fleet key sign: adds signatures to a metadata file; those that are there stay. */
export async function run(context: CommandContext): Promise<number> {
  const { input } = context;
  const file = input.argument(0);
  const signers = signersOf(input);
  if (signers.length === 0) throw cliError('E2003', { message: 'no key is given', next: 'fleet key sign FILE --key KEYFILE' });
  const bytes = signMetadata(Buffer.from(readMetadataText(file)), signers);
  const out = input.text('out') ?? file;
  writeBytes(out, bytes);
  const { signatures } = JSON.parse(Buffer.from(bytes).toString('utf8')) as { signatures: { keyid: string }[] };
  const item = { apiVersion: 'seatrial/v1', kind: 'SignedMetadata', file: out, signedBy: signatures.map(({ keyid }) => keyid) };
  await printObject(context, signedView, item);
  return exitCodes.ok;
}
