import type { DeviceStatus, EnrolmentTokenRecord, Refusal } from '#fleet/domain/index.js';
import { refuseForGood, refuseForNow } from './refusals.ts';

/** All that a claim is judged by. */
export interface ClaimFacts {
  readonly tokenId: string;
  readonly profile: string;
  readonly deviceId: string;
  /** The device that has this id now, and whether its key is the claimed one. */
  readonly holder: { readonly status: DeviceStatus; readonly hasSameKey: boolean } | undefined;
  /** Id of another device that has this key. */
  readonly keyHolderId: string | undefined;
  readonly isIdRevoked: boolean;
  readonly isKeyRevoked: boolean;
  readonly token: EnrolmentTokenRecord | undefined;
  /** The token's proof fits nonce, key and id. */
  readonly proofFits: boolean;
  /** The claimed key signed nonce, key and id. */
  readonly signatureFits: boolean;
  readonly nowMs: number;
  readonly devices: number;
  readonly mostDevices: number;
  readonly pendingDevices: number;
  readonly mostPendingDevices: number;
  readonly retryMs: number;
}

export type ClaimDecision =
  /** The device is enrolled already with this key: the answer to its first claim was lost. */
  | { readonly type: 'again'; readonly status: 'active' | 'pending' }
  | { readonly type: 'enrol'; readonly status: 'active' | 'pending' }
  | { readonly type: 'refuse'; readonly refusal: Refusal };

/**
 * Judges a claim. Whoever proves to be the holder of an identity is answered from its status, without another use of a token; all others
 * must first show a good token before they learn anything about identities.
 */
export function decideClaim(facts: ClaimFacts): ClaimDecision {
  const { holder, token } = facts;
  if (holder?.hasSameKey && facts.signatureFits) return decideAgain(facts, holder.status);
  const tokenRefusal = judgeToken(facts, token);
  if (tokenRefusal !== undefined) return { type: 'refuse', refusal: tokenRefusal };
  const refusal = judgeIdentity(facts) ?? judgeUse(facts, token as EnrolmentTokenRecord);
  if (refusal !== undefined) return { type: 'refuse', refusal };
  return { type: 'enrol', status: token?.approve === true ? 'active' : 'pending' };
}

function decideAgain(facts: ClaimFacts, status: DeviceStatus): ClaimDecision {
  if (status === 'active' || status === 'pending') return { type: 'again', status };
  const message = `device ${facts.deviceId} was ${status} by an operator`;
  return { type: 'refuse', refusal: refuseForGood(status, message) };
}

function judgeToken(facts: ClaimFacts, token: EnrolmentTokenRecord | undefined): Refusal | undefined {
  if (token === undefined || !facts.proofFits) {
    return refuseForGood('token-invalid', `token ${facts.tokenId} is unknown, or the proof does not fit nonce, key and name`);
  }
  if (token.revoked) return refuseForGood('token-invalid', `token ${token.id} was revoked`);
  if (facts.nowMs > token.expiresAtMs) {
    const overMs = facts.nowMs - token.expiresAtMs;
    return refuseForGood('token-expired', `token ${token.id} expired ${overMs} ms ago, at ${new Date(token.expiresAtMs).toISOString()}`);
  }
  return undefined;
}

function judgeIdentity(facts: ClaimFacts): Refusal | undefined {
  if (!facts.signatureFits) {
    return refuseForGood('bad-signature', 'the signature does not fit the nonce of this connection, the key and the name that are claimed');
  }
  if (facts.isIdRevoked) return refuseForGood('revoked', `the identity ${facts.deviceId} is revoked for ever`);
  if (facts.isKeyRevoked) return refuseForGood('revoked', 'the claimed key is revoked for ever');
  if (facts.holder !== undefined) return refuseForGood('identity-taken', `another key holds the identity ${facts.deviceId}`);
  if (facts.keyHolderId !== undefined) return refuseForGood('identity-taken', `the claimed key holds another identity already`);
  return undefined;
}

function judgeUse(facts: ClaimFacts, token: EnrolmentTokenRecord): Refusal | undefined {
  if (token.profiles.length > 0 && !token.profiles.includes(facts.profile)) {
    return refuseForGood('profile-not-allowed', `token ${token.id} lets in ${token.profiles.join(', ')}, not ${facts.profile}`);
  }
  if (token.used >= token.uses)
    return refuseForGood('token-used-up', `token ${token.id} has let in ${token.used} of ${token.uses} devices`);
  if (facts.devices >= facts.mostDevices) {
    return refuseForNow('overloaded', `the fleet holds ${facts.devices} devices, its limit is ${facts.mostDevices}`, facts.retryMs);
  }
  if (!token.approve && facts.pendingDevices >= facts.mostPendingDevices) {
    const message = `${facts.pendingDevices} devices wait for approval, the limit is ${facts.mostPendingDevices}`;
    return refuseForNow('overloaded', message, facts.retryMs);
  }
  return undefined;
}
