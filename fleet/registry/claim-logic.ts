import type { DeviceStatus, EnrolmentTokenRecord, Refusal } from '#fleet/domain/index.js';
import { refuseForGood, refuseForNow } from './refusals.ts';

/** All that a claim is judged by. */
export interface ClaimFacts {
  readonly tokenId: string;
  readonly profile: string;
  readonly deviceId: string;
  /** The device that has this id now, since when its key holds it, and whether that (or the one before, within its overlap) is the claimed one. */
  readonly holder: { readonly status: DeviceStatus; readonly hasSameKey: boolean; readonly keySinceMs: number } | undefined;
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
  /** Shortest time between two claims that change the key of one device. */
  readonly reprovisionEveryMs: number;
}

export type ClaimDecision =
  /** The device is enrolled already with this key: the answer to its first claim was lost. */
  | { readonly type: 'again'; readonly status: 'active' | 'pending' }
  | { readonly type: 'enrol'; readonly status: 'active' | 'pending' }
  /** The name is known, and the token lets another key take it over. */
  | { readonly type: 'renew'; readonly how: 'migrate' | 'reset'; readonly status: 'active' | 'pending' }
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
  const refusal = judgeIdentity(facts, token as EnrolmentTokenRecord) ?? judgeUse(facts, token as EnrolmentTokenRecord);
  if (refusal !== undefined) return { type: 'refuse', refusal };
  const status = token?.approve === true ? 'active' : 'pending';
  if (holder === undefined || token === undefined || token.reprovision === 'never') return { type: 'enrol', status };
  return { type: 'renew', how: token.reprovision, status };
}

function decideAgain(facts: ClaimFacts, status: DeviceStatus): ClaimDecision {
  if (status === 'active' || status === 'pending') return { type: 'again', status };
  const message = `device ${facts.deviceId} was ${status} by an operator`;
  return { type: 'refuse', refusal: refuseForGood(status === 'retired' ? 'revoked' : status, message) };
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

function judgeIdentity(facts: ClaimFacts, token: EnrolmentTokenRecord): Refusal | undefined {
  if (!facts.signatureFits) {
    return refuseForGood('bad-signature', 'the signature does not fit the nonce of this connection, the key and the name that are claimed');
  }
  if (facts.isIdRevoked) return refuseForGood('revoked', `the identity ${facts.deviceId} is revoked for ever`);
  if (facts.isKeyRevoked) return refuseForGood('revoked', 'the claimed key is revoked for ever');
  if (facts.keyHolderId !== undefined && facts.keyHolderId !== facts.deviceId) {
    return refuseForGood('identity-taken', `the claimed key holds another identity already`);
  }
  return facts.holder && judgeRenewal(facts, facts.holder, token);
}

/** Another key claims the name of a known device. */
function judgeRenewal(facts: ClaimFacts, holder: NonNullable<ClaimFacts['holder']>, token: EnrolmentTokenRecord): Refusal | undefined {
  const taken = `another key holds the identity ${facts.deviceId}`;
  if (token.reprovision === 'never') {
    return refuseForGood('identity-taken', `${taken}, and token ${token.id} never gives a known device another key`);
  }
  if (facts.keyHolderId !== undefined)
    return refuseForGood('identity-taken', `${taken}; the claimed one was replaced and does not come back`);
  if (holder.status !== 'active' && holder.status !== 'pending') {
    return refuseForGood('identity-taken', `${taken}, and the device is ${holder.status}`);
  }
  const waitMs = holder.keySinceMs + facts.reprovisionEveryMs - facts.nowMs;
  if (waitMs <= 0) return undefined;
  const message = `${taken} since ${facts.nowMs - holder.keySinceMs} ms; it is not replaced by a claim within ${facts.reprovisionEveryMs} ms`;
  return refuseForNow('identity-taken', message, waitMs);
}

function judgeUse(facts: ClaimFacts, token: EnrolmentTokenRecord): Refusal | undefined {
  if (token.profiles.length > 0 && !token.profiles.includes(facts.profile)) {
    return refuseForGood('profile-not-allowed', `token ${token.id} lets in ${token.profiles.join(', ')}, not ${facts.profile}`);
  }
  if (token.used >= token.uses)
    return refuseForGood('token-used-up', `token ${token.id} has let in ${token.used} of ${token.uses} devices`);
  if (facts.holder === undefined && facts.devices >= facts.mostDevices) {
    return refuseForNow('overloaded', `the fleet holds ${facts.devices} devices, its limit is ${facts.mostDevices}`, facts.retryMs);
  }
  if (!token.approve && facts.pendingDevices >= facts.mostPendingDevices) {
    const message = `${facts.pendingDevices} devices wait for approval, the limit is ${facts.mostPendingDevices}`;
    return refuseForNow('overloaded', message, facts.retryMs);
  }
  return undefined;
}
