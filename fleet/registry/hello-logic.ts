import type { DeviceStatus, Refusal } from '#fleet/domain/index.js';
import { refuseForGood, refuseForNow } from './refusals.ts';

/** All that a Hello is judged by. */
export interface HelloFacts {
  readonly deviceId: string;
  /** undefined: nobody of that name is enrolled. */
  readonly status: DeviceStatus | undefined;
  /** The name was revoked, though the device may be removed. */
  readonly isIdRevoked: boolean;
  readonly signatureFits: boolean;
  /** Why the key that signed does not count any more; undefined when it is not that. */
  readonly expiredKey: string | undefined;
  readonly boot: number;
  readonly connection: number;
  /** Newest pair that was accepted. */
  readonly newestBoot: number;
  readonly newestConnection: number;
  /** The device's clock less ours, ms. */
  readonly skewMs: number;
  readonly mostSkewMs: number;
}

export type HelloDecision =
  | { readonly type: 'welcome' }
  | { readonly type: 'pending' }
  | { readonly type: 'refuse'; readonly refusal: Refusal };

/** A device that hears of its skew sets its clock by the refusal's time, and may come again at once. */
const skewRetryMs = 1_000;

/** Judges a Hello: first who it is, then whether it may, then whether it is the only one, then its clock. */
export function decideHello(facts: HelloFacts): HelloDecision {
  const refusal = judge(facts);
  if (refusal !== undefined) return { type: 'refuse', refusal };
  return facts.status === 'pending' ? { type: 'pending' } : { type: 'welcome' };
}

function judge(facts: HelloFacts): Refusal | undefined {
  const { deviceId, status, boot, connection, newestBoot, newestConnection } = facts;
  if (status === undefined) {
    if (facts.isIdRevoked) return refuseForGood('revoked', `the identity ${deviceId} is revoked for ever`);
    return refuseForGood('unknown-device', `no device ${deviceId} is enrolled; claim the identity with an enrolment token`);
  }
  if (facts.expiredKey !== undefined) return refuseForGood('bad-signature', facts.expiredKey);
  if (!facts.signatureFits) {
    return refuseForGood('bad-signature', `the signature does not fit the nonce of this connection and the key of ${deviceId}`);
  }
  if (status === 'retired') return refuseForGood('revoked', `device ${deviceId} was retired by an operator`);
  if (status === 'revoked' || status === 'rejected') return refuseForGood(status, `device ${deviceId} was ${status} by an operator`);
  if (boot < newestBoot || (boot === newestBoot && connection <= newestConnection)) {
    const message = `(boot ${boot}, connection ${connection}) is not above (${newestBoot}, ${newestConnection}), the newest of ${deviceId}`;
    return refuseForGood('clone-suspected', `${message}: two units use one identity, or an old state came back`);
  }
  if (!(Math.abs(facts.skewMs) <= facts.mostSkewMs)) {
    const message = `the clock is ${Math.round(facts.skewMs)} ms off the fleet's, the limit is ${facts.mostSkewMs} ms either way`;
    return refuseForNow('clock-skew', message, skewRetryMs);
  }
  return undefined;
}
