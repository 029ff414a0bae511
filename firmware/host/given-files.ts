import { type ErrorDetail, readBounded } from '#proto/kit/index.js';
import { initialTrust, TrustCache, trustLimits } from '#proto/trust/index.js';
import { maximumYamlBytes } from '#proto/yaml/index.js';
import { fail } from './host-errors.ts';
import { checkLink, type Networks, readNetworks } from './network-file.ts';
import type { PopulationOptions } from './population-logic.ts';

/** All authorities of a system have less than this, bytes. */
const authorityBytes = 4_194_304;

/** What the options name by path and the processes are given whole. */
export interface GivenFiles {
  readonly ca: string | undefined;
  readonly networks: Networks;
  readonly root: Uint8Array | undefined;
}

/** Largest text file that an option names, bytes: a million identities have less. */
const givenBytes = 268_435_456;

/** A text file that an option names. @throws E2107 */
export function readGiven(file: string, option: string, most: number = givenBytes): string {
  const wrong = (detail: ErrorDetail): Error => fail('E2107', { ...detail, message: `${option} ${detail.message}` });
  return readBounded(file, most, wrong).toString('utf8');
}

/** Reads what the options of a population name. @throws E2107, E1010 to E1014 */
export function readFiles({ caFile, linkFile, link, rootFile }: PopulationOptions): GivenFiles {
  const networks = linkFile === undefined ? {} : readNetworks(readGiven(linkFile, '--link-file', maximumYamlBytes), linkFile);
  checkLink(link, networks);
  const ca = caFile === undefined ? undefined : readGiven(caFile, '--ca', authorityBytes);
  return { ca, networks, root: rootFile === undefined ? undefined : readRoot(rootFile) };
}

/** @throws E2107 when it is no root that a device can begin with */
function readRoot(file: string): Uint8Array {
  const root = Buffer.from(readGiven(file, '--root', trustLimits.rootBytes));
  const step = initialTrust(root, new TrustCache());
  if (step.type === 'refused') {
    const next = 'root.json of a manager: fleet key status -o json, or the folder of fleet key init';
    throw fail('E2107', { message: `--root ${file} is no TUF root (${step.cause}): ${step.message}`, at: { file }, next });
  }
  return root;
}
