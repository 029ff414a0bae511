import type { ClaimOutcome, ClaimRequest, DeviceRecord, EnrolmentTokenRecord, Mutation, Refusal } from '#fleet/domain/index.js';
import { claimBytes } from '#proto/frame/index.js';
import { isSeatrialError, messageOf } from '#proto/kit/index.js';
import type { BoundedAudit } from './bounded-audit.ts';
import { type ClaimDecision, decideClaim } from './claim-logic.ts';
import { DeviceState } from './device-state.ts';
import { isProofOf, isSignedBy } from './proof.ts';
import { refuseForNow } from './refusals.ts';
import type { RegistryContext } from './registry-context.ts';
import { nextKeyId } from './registry-state.ts';
import { hostOf, type RemoteLimits } from './remote-limits.ts';

/** A claim whose proofs were looked at and that waits for its turn to be stored. */
interface WaitingClaim {
  readonly request: ClaimRequest;
  readonly publicKey: string;
  readonly proofFits: boolean;
  readonly signatureFits: boolean;
  readonly answer: (outcome: ClaimOutcome) => void;
}

/** What the claims of one batch have changed before it is stored. */
class Batch {
  readonly byId = new Map<string, DeviceRecord>();
  readonly byPublicKey = new Map<string, DeviceRecord>();
  readonly tokens = new Map<string, EnrolmentTokenRecord>();
  pending = 0;
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
    const isHolder = state.devices.byId(request.deviceId)?.publicKey === publicKey;
    // Checking a signature costs fifty times a proof: who shows neither a token nor a known key does not get it.
    const signatureFits = (proofFits || isHolder) && isSignedBy(request.publicKey, message, request.signature);
    const checked = { request, publicKey, proofFits, signatureFits };
    const decision = this.#decide(checked, new Batch());
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

  #decide(claim: Omit<WaitingClaim, 'answer'>, batch: Batch): ClaimDecision {
    const { state, limits, clock } = this.#context;
    const { request, publicKey } = claim;
    const holder = batch.byId.get(request.deviceId) ?? state.devices.byId(request.deviceId);
    const keyHolder = batch.byPublicKey.get(publicKey) ?? state.devices.byPublicKey(publicKey);
    return decideClaim({
      tokenId: request.tokenId,
      profile: request.profile,
      deviceId: request.deviceId,
      holder: holder && { status: holder.status, hasSameKey: holder.publicKey === publicKey },
      keyHolderId: keyHolder?.id,
      isIdRevoked: state.isIdRevoked(request.deviceId),
      isKeyRevoked: state.isKeyRevoked(publicKey),
      token: batch.tokens.get(request.tokenId) ?? state.enrolmentTokens.get(request.tokenId)?.value,
      proofFits: claim.proofFits,
      signatureFits: claim.signatureFits,
      nowMs: clock.wallMs(),
      devices: state.devices.size + batch.byId.size,
      mostDevices: limits.devices,
      pendingDevices: state.devices.counts.pending + batch.pending,
      mostPendingDevices: limits.pendingDevices,
      retryMs: limits.pendingRetryMs,
    });
  }

  /** Holds the Serial. */
  async #storeBatch(): Promise<void> {
    const { state, limits, log, tasks, serial } = this.#context;
    const claims = this.#waiting.splice(0, limits.claimsPerBatch);
    if (this.#waiting.length > 0) void tasks.run('registry.claims', () => serial.run(() => this.#storeBatch()));
    const batch = new Batch();
    const decisions = claims.map((claim) => {
      const decision = this.#decide(claim, batch);
      if (decision.type === 'enrol') this.#add(claim, decision.status, batch);
      return decision;
    });
    const failure = batch.byId.size === 0 ? undefined : await this.#store(batch);
    if (failure !== undefined) log.error('claims could not be stored', { claims: claims.length, error: messageOf(failure) });
    for (const [index, { request, answer }] of claims.entries()) {
      const decision = decisions[index] as ClaimDecision;
      if (decision.type === 'refuse') answer(this.#refused(request, decision.refusal));
      else if (state.devices.byId(request.deviceId) !== undefined) answer(this.#again(request.deviceId));
      else {
        const code = isSeatrialError(failure) ? ` (${failure.code})` : '';
        const text = `the fleet could not store the claim${code}, nothing of it stays`;
        answer({ type: 'refused', refusal: refuseForNow('storage-unavailable', text, this.#retryMs(limits.storeRetryMs)) });
      }
    }
  }

  #add({ request, publicKey }: WaitingClaim, status: 'active' | 'pending', batch: Batch): void {
    const { state, clock } = this.#context;
    const token = batch.tokens.get(request.tokenId) ?? state.enrolmentTokens.get(request.tokenId)?.value;
    if (token === undefined) return;
    const record: DeviceRecord = {
      id: request.deviceId,
      key: state.nextDeviceKey + batch.byId.size,
      publicKey,
      profile: state.shared(request.profile),
      profileDigest: '',
      hardwareRevision: state.shared(request.hardwareRevision),
      status,
      labels: token.labels,
      tokenId: token.id,
      gatewayId: request.gatewayId,
      enrolledAtMs: clock.wallMs(),
      boot: 0,
      connection: 0,
      firmwareVersion: '',
      imageDigest: '',
      imageConfirmed: false,
      resetReason: '',
      lastConnectedAtMs: 0,
      lastSeenAtMs: 0,
      droppedFrames: 0,
      batteryPercent: 100,
      reportedConfigurationVersion: 0,
    };
    batch.byId.set(record.id, record);
    batch.byPublicKey.set(publicKey, record);
    batch.tokens.set(token.id, { ...token, used: token.used + 1 });
    if (status === 'pending') batch.pending += 1;
  }

  /** Writes a batch and takes it into memory. Returns what went wrong; then nothing changed. */
  async #store(batch: Batch): Promise<unknown> {
    const { state, store } = this.#context;
    const devices = [...batch.byId.values()];
    const tokens = [...batch.tokens.values()];
    const nextDeviceKey = state.nextDeviceKey + devices.length;
    const mutations: Mutation[] = [
      ...devices.map((value): Mutation => ({ type: 'put', kind: 'device', id: value.id, value, expectedRevision: 0 })),
      ...tokens.map((value): Mutation => {
        const expectedRevision = state.enrolmentTokens.get(value.id)?.revision ?? 0;
        return { type: 'put', kind: 'enrolmentToken', id: value.id, value, expectedRevision };
      }),
      { type: 'put', kind: 'meta', id: nextKeyId, value: { value: nextDeviceKey } },
    ];
    try {
      const revisions = await store.apply(mutations);
      for (const [index, record] of devices.entries()) state.devices.add(new DeviceState(record, revisions[index] as number));
      for (const [index, value] of tokens.entries()) {
        state.enrolmentTokens.set(value.id, { value, revision: revisions[devices.length + index] as number });
      }
      state.nextDeviceKey = nextDeviceKey;
      for (const record of devices) this.#tell(record);
      return undefined;
    } catch (error) {
      return error;
    }
  }

  #tell(record: DeviceRecord): void {
    const { journal } = this.#context;
    const detail = { token: record.tokenId, profile: record.profile, status: record.status };
    journal.audit({
      actor: `device:${record.id}`,
      action: 'device.enrol',
      subject: `device:${record.id}`,
      reason: `enrolment token ${record.tokenId}`,
      detail,
    });
    const isPending = record.status === 'pending';
    journal.timeline({
      source: 'device',
      kind: isPending ? 'device.pending' : 'device.enrolled',
      deviceId: record.id,
      message: isPending ? `${record.id} (${record.profile}) waits for approval` : `${record.id} (${record.profile}) was enrolled`,
      detail,
    });
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
