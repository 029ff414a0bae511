import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CliRig } from './cli-rig.ts';

let receiver: Server | undefined;

/** The name of a hook whose receiver takes what comes; made at the first call. */
export async function hookWithReceiver(rig: CliRig): Promise<string> {
  if (receiver !== undefined) return 'taken';
  receiver = createServer((request, response) => {
    request.resume();
    response.end();
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const { port } = receiver.address() as AddressInfo;
  const made = await rig.runHere(['hook', 'create', 'taken', '--to', `http://127.0.0.1:${port}/`, '--on', 'false', '-o', 'json']);
  if (made.code !== 0) throw new Error(`hook create: exit code ${made.code}: ${made.stderr}`);
  return 'taken';
}

/** Ends the receiver, when there is one. */
export function closeReceiver(): void {
  receiver?.close();
}
