import { exitCodes } from '#proto/kit/index.js';
import { subprotocol } from '#proto/link/index.js';
import type { CommandContext } from './command-spec.ts';
import { programVersion } from './program-version.ts';
import { printObject } from './render.ts';

/** fleet version */
export async function run(context: CommandContext): Promise<number> {
  const item = {
    apiVersion: 'seatrial/v1',
    kind: 'Version',
    version: programVersion(),
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
    protocol: subprotocol,
  };
  await printObject(context, { kind: 'Version', name: 'version', columns: [] }, item);
  return exitCodes.ok;
}
