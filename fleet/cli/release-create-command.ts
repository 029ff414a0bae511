import { createHash } from 'node:crypto';
import { readImage, verifyContent } from '#proto/image/index.js';
import { exitCodes, isSeatrialError } from '#proto/kit/index.js';
import type { ApiClient } from './api-client.ts';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { formatBytes } from './duration.ts';
import { cellText, type Item } from './field-paths.ts';
import { readBytes } from './given-files.ts';
import { checkedApplication } from './image-check.ts';
import { publish } from './release-publish-command.ts';
import { releaseView } from './release-views.ts';
import { printObject } from './render.ts';

/** Bytes of one request: it has to be through within the manager's time for a request, also on a slow line. */
const partBytes = 1_048_576;
/** The manager reads all of the file before it answers. */
const checkWithinMs = 300_000;

/** fleet release create */
export async function run(context: CommandContext): Promise<number> {
  const { input, terminal } = context;
  const file = input.argument(0);
  const bytes = readBytes(file);
  const image = readImage(bytes, file);
  verifyContent(image, file);
  checkedApplication(image, file);
  const reason = input.text('reason') ?? '';
  const api = await openApi(context);
  const release = `${image.header.name}@${image.header.version}`;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const known = await releaseWith(api, release, sha256);
  if (known === undefined) {
    const upload = await api.post('/v1/uploads', { bytes: bytes.length, sha256, release, reason });
    await send(context, api, upload, bytes);
    const made = await api.post('/v1/releases', { upload: upload.id, notes: input.text('notes') ?? '', reason }, checkWithinMs);
    return told(context, api, made);
  }
  terminal.err(`${release} is there already with the same bytes; nothing was sent\n`);
  return told(context, api, known);
}

/** The release when it is there with this very file; undefined when there is none, or another one. */
async function releaseWith(api: ApiClient, id: string, sha256: string): Promise<Item | undefined> {
  const { items } = await api.page('/v1/releases', { name: id.slice(0, id.indexOf('@')) });
  return items.find((item) => item.id === id && item.fileDigest === sha256);
}

/** Sends what is missing, part by part. */
async function send({ terminal }: CommandContext, api: ApiClient, upload: Item, bytes: Uint8Array): Promise<void> {
  const path = `/v1/uploads/${cellText(upload.id)}`;
  let offset = Number(upload.receivedBytes);
  if (offset > 0) terminal.err(`goes on at byte ${offset} of ${bytes.length}\n`);
  while (offset < bytes.length) {
    offset = await sendPart(api, path, offset, bytes);
    if (terminal.errIsTty) terminal.err(`\r\u001b[K${formatBytes(offset)} of ${formatBytes(bytes.length)}`);
  }
  if (terminal.errIsTty) terminal.err('\r\u001b[K');
}

/** Sends one part. @returns what the manager has then */
async function sendPart(api: ApiClient, path: string, offset: number, bytes: Uint8Array): Promise<number> {
  try {
    const answer = await api.patch(path, { offset }, bytes.subarray(offset, offset + partBytes));
    return Number(answer.receivedBytes);
  } catch (error) {
    if (!isSeatrialError(error, 'E2005')) throw error;
    const next = 'give the same command again: it goes on where it stopped';
    throw cliError('E2005', { message: `at byte ${offset} of ${bytes.length}: ${error.message}`, next, cause: error });
  }
}

async function told(context: CommandContext, api: ApiClient, made: Item): Promise<number> {
  const isWanted = context.input.flag('publish') && made.state !== 'yanked';
  const release = isWanted ? await publish(context, api, cellText(made.id), { reason: context.input.text('reason') ?? '' }) : made;
  for (const warning of release.warnings as string[]) context.terminal.err(`warning: ${warning}\n`);
  if (release.state === 'yanked') context.terminal.err(`warning: it was yanked: ${cellText(release.yankReason)}\n`);
  await printObject(context, releaseView, release);
  return exitCodes.ok;
}
