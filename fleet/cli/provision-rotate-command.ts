import { exitCodes } from '#proto/kit/index.js';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { keyBytes, keyOf } from './device-keys.ts';
import { cellText } from './field-paths.ts';
import { printObject } from './render.ts';
import { deviceView } from './views.ts';

/** fleet provision rotate */
export async function run(context: CommandContext): Promise<number> {
  const { input, terminal } = context;
  const id = input.argument(0);
  const text = input.text('publicKey');
  if (text === undefined) throw cliError('E2003', { message: 'no --public-key is given', next: 'fleet provision keygen NAME makes one' });
  const key = keyOf(text);
  if (key === undefined) {
    const count = Buffer.from(text, 'base64url').length;
    throw cliError('E2003', { message: `--public-key has ${count} bytes in base64url, a key has ${keyBytes}` });
  }
  const overlapMs = input.duration('overlap', 0, 366 * 86_400_000) ?? 86_400_000;
  const api = await openApi(context);
  const body = { publicKey: key.toString('base64url'), overlapMs, reason: input.text('reason') ?? '' };
  const device = await api.post(`/v1/devices/${encodeURIComponent(id)}/rotate`, body);
  await printObject(context, deviceView, device);
  terminal.err(`${id}: the key before counts until ${cellText(device.previousKeyUntil)}, then the new one alone\n`);
  return exitCodes.ok;
}
