import { exitCodes } from '#proto/kit/index.js';
import { signMetadata, type TrustSigner } from '#proto/trust/index.js';
import type { ApiClient } from './api-client.ts';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { cellText, type Item } from './field-paths.ts';
import { releaseView } from './release-views.ts';
import { printObject } from './render.ts';
import { signersOf } from './signing-keys.ts';

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
  const signers = signersOf(input);
  const metadata = signers.length === 0 ? undefined : await signed(context, api, path, signers);
  const release = await api.post(`${path}/publish`, { ...body, metadata });
  terminal.err(`${id} is published: devices may be given it; ${cellText(release.devices)} devices run it\n`);
  return release;
}

/** The next targets with the signatures that can be made here. */
async function signed({ terminal }: CommandContext, api: ApiClient, path: string, signers: readonly TrustSigner[]): Promise<string> {
  const signing = await api.post(`${path}/signing`, {});
  if (signing.development === true) {
    throw cliError('E2003', {
      message: 'this manager has development keys and signs by itself: no other key counts',
      next: `fleet release publish ${cellText(signing.release)}`,
    });
  }
  const known = (signing.keys as { readonly keyId: string }[]).map(({ keyId }) => keyId);
  const fitting = signers.filter(({ keyId }) => known.includes(keyId));
  if (fitting.length === 0) {
    const given = signers.map(({ keyId }) => keyId.slice(0, 16)).join(', ');
    throw cliError('E2003', {
      message: `none of the keys ${given} is a key of targets in the root of this manager`,
      next: 'fleet key status',
    });
  }
  const removed = signing.removed as string[];
  const leave = removed.length === 0 ? '' : `; leave them: ${removed.join(', ')}`;
  terminal.err(`signs targets ${cellText(signing.version)} with ${targetLine(signing)}${leave}\n`);
  return Buffer.from(signMetadata(Buffer.from(cellText(signing.metadata)), fitting)).toString('utf8');
}

/** What is signed, as the metadata itself says it. */
function targetLine({ metadata, release }: Item): string {
  const { signed: part } = JSON.parse(cellText(metadata)) as {
    readonly signed: { readonly targets: Readonly<Record<string, { readonly hashes: { readonly sha256: string } }>> };
  };
  const path = cellText(release).replace('@', '/');
  return `${path}, digest ${part.targets[path]?.hashes.sha256 ?? 'not in it'}`;
}
