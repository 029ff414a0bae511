import type { ClaimOutcome, ClaimRequest, DeviceRecord, Refusal } from '#fleet/domain/index.js';
import { claimBytes } from '#proto/frame/index.js';
import { assert, isSeatrialError, messageOf } from '#proto/kit/index.js';
import type { BoundedAudit } from './bounded-audit.ts';
import { ClaimBatch } from './claim-batch.ts';
import { type ClaimDecision, decideClaim } from './claim-logic.ts';
import type { DeviceState } from './device-state.ts';
import { isProofOf, isSignedBy } from './proof.ts';
import { refuseForNow } from './refusals.ts';
import type { RegistryContext } from './registry-context.ts';
import { hostOf, type RemoteLimits } from './remote-limits.ts';

/** A claim whose proofs were looked at and that waits for its turn to be stored. */
interface WaitingClaim {
  readonly request: ClaimRequest;
  readonly publicKey: string;
  readonly proofFits: boolean;
  readonly signatureFits: boolean;
  readonly answer: (outcome: ClaimOutcome) => void;
}

/**
 * Answers claims. Those that change something are stored in batches, one under way at a time, and judged inside it: of two claims for the last
 * use of a token exactly one is let in. No claim is answered before it is stored.
 */
export class ClaimDesk {
  readonly #context: RegistryContext;
  readonly #audit: BoundedAudit;
  readonly #remotes: RemoteLimits;
  #waiting: WaitingClaim[] = [];

  constructor(context: RegistryContext, audit: BoundedAudit, remotes: RemoteLimits) {
    this.#context = context;
    this.#audit = audit;
    this.#remotes = remotes;
  }

  /** @see DeviceDirectory.claim */
  claim(request: ClaimRequest): Promise<ClaimOutcome> {
    const { state, limits } = this.#context;
    const publicKey = Buffer.from(request.publicKey).toString('base64url');
    const message = claimBytes(request.nonce, request.publicKey, request.deviceId);
    const token = state.enrolmentTokens.get(request.tokenId)?.value;
    const proofFits = token !== undefined && isProofOf(token.secretDigest, message, request.tokenProof);
    const isHolder = state.devices.byPublicKey(publicKey)?.id === request.deviceId;
    // Checking a signature costs fifty times a proof: who shows neither a token nor a known key does not get it.
    const signatureFits = (proofFits || isHolder) && isSignedBy(request.publicKey, message, request.signature);
    const checked = { request, publicKey, proofFits, signatureFits };
    const decision = this.#decide(checked, new ClaimBatch(this.#context));
    if (decision.type === 'refuse') return Promise.resolve(this.#refused(request, decision.refusal));
    if (decision.type === 'again') return Promise.resolve(this.#again(request.deviceId));
    if (this.#waiting.length >= limits.waitingClaims) {
      const text = `${this.#waiting.length} claims wait to be stored, the limit is ${limits.waitingClaims}`;
      return Promise.resolve({ type: 'refused', refusal: refuseForNow('overloaded', text, this.#retryMs(limits.storeRetryMs)) });
    }
    return new Promise((answer) => {
      this.#waiting.push({ ...checked, answer });
      if (this.#waiting.length === 1) {
        void this.#context.tasks.run('registry.claims', () => this.#context.serial.run(() => this.#storeBatch()));
      }
    });
  }

  #decide(claim: Omit<WaitingClaim, 'answer'>, batch: ClaimBatch): ClaimDecision {
    const { state, limits, clock } = this.#context;
    const { request, publicKey } = claim;
    const nowMs = clock.wallMs();
    const holder = batch.byId.get(request.deviceId) ?? state.devices.byId(request.deviceId);
    const keyHolder = batch.byPublicKey.get(publicKey) ?? state.devices.byPublicKey(publicKey);
    return decideClaim({
      tokenId: request.tokenId,
      profile: request.profile,
      deviceId: request.deviceId,
      holder: holder && { status: holder.status, hasSameKey: holdsNow(holder, publicKey, nowMs), keySinceMs: holder.keySinceMs },
      keyHolderId: keyHolder?.id,
      isIdRevoked: state.isIdRevoked(request.deviceId),
      isKeyRevoked: state.isKeyRevoked(publicKey),
      token: batch.tokens.get(request.tokenId) ?? state.enrolmentTokens.get(request.tokenId)?.value,
      proofFits: claim.proofFits,
      signatureFits: claim.signatureFits,
      nowMs,
      devices: state.devices.size + batch.added,
      mostDevices: limits.devices,
      pendingDevices: state.devices.counts.pending + batch.pending,
      mostPendingDevices: limits.pendingDevices,
      retryMs: limits.pendingRetryMs,
      reprovisionEveryMs: limits.reprovisionEveryMs,
    });
  }

  /** Holds the Serial. */
  async #storeBatch(): Promise<void> {
    const { state, limits, log, tasks, serial } = this.#context;
    const claims = this.#waiting.splice(0, limits.claimsPerBatch);
    if (this.#waiting.length > 0) void tasks.run('registry.claims', () => serial.run(() => this.#storeBatch()));
    const batch = new ClaimBatch(this.#context);
    const decisions = claims.map((claim) => {
      const decision = this.#decide(claim, batch);
      if (decision.type === 'enrol' || decision.type === 'renew') this.#add(claim, decision, batch);
      return decision;
    });
    const failure = batch.isEmpty ? undefined : await batch.apply().catch((error: unknown) => error);
    if (failure !== undefined) log.error('claims could not be stored', { claims: claims.length, error: messageOf(failure) });
    for (const [index, { request, publicKey, answer }] of claims.entries()) {
      const decision = decisions[index] as ClaimDecision;
      if (decision.type === 'refuse') answer(this.#refused(request, decision.refusal));
      else if (state.devices.byPublicKey(publicKey)?.id === request.deviceId) answer(this.#again(request.deviceId));
      else {
        const code = isSeatrialError(failure) ? ` (${failure.code})` : '';
        const text = `the fleet could not store the claim${code}, nothing of it stays`;
        answer({ type: 'refused', refusal: refuseForNow('storage-unavailable', text, this.#retryMs(limits.storeRetryMs)) });
      }
    }
  }

  #add({ request, publicKey }: WaitingClaim, decision: Extract<ClaimDecision, { type: 'enrol' | 'renew' }>, batch: ClaimBatch): void {
    const { state } = this.#context;
    const token = batch.tokens.get(request.tokenId) ?? state.enrolmentTokens.get(request.tokenId)?.value;
    const device = state.devices.byId(request.deviceId);
    assert(token !== undefined, `a claim was let in without a token: ${request.tokenId}`);
    const { profile, hardwareRevision, gatewayId } = request;
    const claim = { id: request.deviceId, publicKey, profile, hardwareRevision, gatewayId, status: decision.status, token };
    if (decision.type === 'enrol' || device === undefined) batch.enrol(claim);
    else batch[decision.how](claim, device);
  }

  #again(deviceId: string): ClaimOutcome {
    const device = this.#context.state.devices.byId(deviceId) as DeviceState;
    if (device.status === 'pending') return { type: 'pending', retryAfterMs: this.#retryMs(this.#context.limits.pendingRetryMs) };
    return { type: 'accepted', device };
  }

  #refused(request: ClaimRequest, refusal: Refusal): ClaimOutcome {
    const host = hostOf(request.remote);
    this.#audit.note(`claim.refused ${refusal.reason}`, {
      actor: `remote:${host}`,
      action: 'claim.refused',
      subject: `device:${request.deviceId}`,
      reason: refusal.message,
      detail: { code: refusal.reason, token: request.tokenId, profile: request.profile, remote: request.remote },
    });
    if (refusal.reason !== 'token-invalid' && refusal.reason !== 'bad-signature') return { type: 'refused', refusal };
    const waitMs = this.#remotes.fail(request.remote, this.#context.clock.nowMs());
    if (waitMs === 0) return { type: 'refused', refusal };
    const message = `more than ${this.#context.limits.failedClaimsPerMinute} failed claims a minute from ${host}`;
    return { type: 'refused', refusal: refuseForNow('overloaded', message, waitMs) };
  }

  /** Up to a fifth more than asked for, so that devices do not come back in step. */
  #retryMs(milliseconds: number): number {
    return Math.ceil(milliseconds * (1 + this.#context.random.float() / 5));
  }
}

/** Whether a key counts for a device now: its current one, or the one before within its overlap. */
function holdsNow(holder: DeviceRecord, publicKey: string, nowMs: number): boolean {
  if (holder.publicKey === publicKey) return true;
  return holder.previousPublicKey === publicKey && nowMs < holder.previousKeyUntilMs;
}
