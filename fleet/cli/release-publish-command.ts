import { execFileSync } from 'node:child_process';
import { readKeyFile } from '#fleet/app/index.js';
import { exitCodes, messageOf } from '#proto/kit/index.js';
import { signMetadata, type TrustSigner } from '#proto/trust/index.js';
import type { ApiClient } from './api-client.ts';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { cellText, type Item } from './field-paths.ts';
import { releaseView } from './release-views.ts';
import { printObject } from './render.ts';

/** Longest wait for somebody who confirms a signature on a device, ms. */
const signWithinMs = 600_000;

/** fleet release publish */
export async function run(context: CommandContext): Promise<number> {
  const { input } = context;
  const revision = input.count('ifRevision', 1, Number.MAX_SAFE_INTEGER);
  const body = { revision, reason: input.text('reason') ?? '' };
  const release = await publish(context, await openApi(context), input.argument(0), body);
  await printObject(context, releaseView, release);
  return exitCodes.ok;
}

/** Publishes a release, and signs it first where keys are given. */
export async function publish(context: CommandContext, api: ApiClient, id: string, body: Item): Promise<Item> {
  const { input, terminal } = context;
  const path = `/v1/releases/${encodeURIComponent(id)}`;
  const [files, command] = [input.list('key'), input.text('signCommand')];
  const metadata = files.length === 0 && command === undefined ? undefined : await signed(context, api, path, files.map(signerOf), command);
  const release = await api.post(`${path}/publish`, { ...body, metadata });
  terminal.err(`${id} is published: devices may be given it; ${cellText(release.devices)} devices run it\n`);
  return release;
}

/** The next targets with the signatures that can be made here. */
async function signed(
  { terminal }: CommandContext,
  api: ApiClient,
  path: string,
  signers: readonly TrustSigner[],
  command: string | undefined,
): Promise<string> {
  const signing = await api.post(`${path}/signing`, {});
  if (signing.development === true) {
    throw cliError('E2003', {
      message: 'this manager has development keys and signs by itself: no other key counts',
      next: `fleet release publish ${cellText(signing.release)}`,
    });
  }
  const known = (signing.keys as { readonly keyId: string; readonly public: string }[]).map((key) => ({ ...key, publicHex: key.public }));
  const removed = signing.removed as string[];
  const leave = removed.length === 0 ? '' : `; leave them: ${removed.join(', ')}`;
  terminal.err(`signs targets ${cellText(signing.version)} with ${targetLine(signing)}${leave}\n`);
  let bytes: Uint8Array = Buffer.from(cellText(signing.metadata));
  bytes = signMetadata(bytes, signers);
  if (command !== undefined) bytes = signByCommand(bytes, command, known);
  return Buffer.from(bytes).toString('utf8');
}

/** What is signed, as the metadata itself says it. */
function targetLine({ metadata, release }: Item): string {
  const { signed: part } = JSON.parse(cellText(metadata)) as {
    readonly signed: { readonly targets: Readonly<Record<string, { readonly hashes: { readonly sha256: string } }>> };
  };
  const path = cellText(release).replace('@', '/');
  return `${path}, digest ${part.targets[path]?.hashes.sha256 ?? 'not in it'}`;
}

/** @throws E1550 to E1552 for the file, E2003 when it has no private half or is of another role */
function signerOf(file: string): TrustSigner {
  const { role, key } = readKeyFile(file);
  if (role !== 'targets')
    throw cliError('E2003', { message: `${file} is a key of ${role}, releases are signed by keys of targets`, at: { file } });
  if (key === undefined) throw cliError('E2003', { message: `${file} has only the public half of a key`, at: { file } });
  return key;
}

/** @throws E2003 when the command fails or prints something else */
function signByCommand(
  bytes: Uint8Array,
  command: string,
  known: readonly { readonly keyId: string; readonly publicHex: string }[],
): Uint8Array {
  let answer = new Map<string, string>();
  const ask = (data: Uint8Array): Uint8Array => {
    const text = outputOf(command, data);
    const lines = text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
    if (lines.length === 0 || lines.some((line) => !/^[0-9a-f]{64} [0-9a-f]{128}$/.test(line))) {
      throw cliError('E2003', { message: `${command} printed ${JSON.stringify(text.slice(0, 80))}, not lines of KEYID SIGNATURE in hex` });
    }
    answer = new Map(lines.map((line) => line.split(' ') as [string, string]));
    return new Uint8Array(64);
  };
  // What is to be signed comes to a signer: this one passes it on, and its own signature is dropped.
  signMetadata(bytes, [{ keyId: '0'.repeat(64), publicHex: '', sign: ask }]);
  const signers = [...answer].map(([keyId, signature]): TrustSigner => {
    const publicHex = known.find((key) => key.keyId === keyId)?.publicHex ?? '';
    return { keyId, publicHex, sign: () => Buffer.from(signature, 'hex') };
  });
  return signMetadata(bytes, signers);
}

function outputOf(command: string, data: Uint8Array): string {
  try {
    return execFileSync('/bin/sh', ['-c', command], {
      input: data,
      encoding: 'utf8',
      timeout: signWithinMs,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
  } catch (error) {
    throw cliError('E2003', { message: `--sign-command failed: ${messageOf(error)}`, cause: error });
  }
}
