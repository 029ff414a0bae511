import type { Key, Root, Signature } from '@tufjs/models';
import { RefusalError } from './refusal.ts';
import type { HeldRoot, TrustRole } from './trust-state.ts';

/** Anything that carries signatures over the canonical JSON of its signed part. */
export type Signed = Parameters<Key['verifySignature']>[0];

/**
 * A signed part as it came, in the shape over which the model signs and verifies: it asks for toJSON() alone. So a signature covers what came, and
 * not what the model makes of it.
 */
export function signable(signed: Readonly<Record<string, unknown>>, signatures: Readonly<Record<string, Signature>>): Signed {
  return { signatures: { ...signatures }, signed: { toJSON: () => signed } as unknown as Signed['signed'] };
}

/**
 * Refuses unless a threshold of distinct keys of the role signed. The ids of keys follow from the keys (readRules), so distinct ids are distinct
 * keys; a key that signs twice is refused by the model.
 */
export function checkSignatures(what: string, signed: Signed, by: HeldRoot, role: TrustRole): void {
  const rule = by.rules[role];
  let known = 0;
  let valid = 0;
  for (const keyId of rule.keyIds) {
    if (!Object.hasOwn(signed.signatures, keyId)) continue;
    known += 1;
    if (isSignedBy(signed, by.root, keyId)) valid += 1;
  }
  if (valid >= rule.threshold) return;
  const measured = `${valid} of ${rule.threshold} keys of ${role} in root ${by.version} signed the ${what}`;
  if (valid > 0) throw new RefusalError('below-threshold', measured);
  if (known > 0) throw new RefusalError('modified', `${measured}: a signature is not one of these bytes`);
  throw new RefusalError('bad-signature', `${measured}: it is unsigned or signed by unknown keys`);
}

function isSignedBy(signed: Signed, root: Root, keyId: string): boolean {
  try {
    root.keys[keyId]?.verifySignature(signed);
    return true;
  } catch {
    // The model throws for every signature that is not right, whatever is wrong with it.
    return false;
  }
}
