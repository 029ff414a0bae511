import type {
  ClaimOutcome,
  ClaimRequest,
  DeviceDirectory,
  DeviceRecord,
  HelloOutcome,
  HelloRequest,
  ProfileRecord,
  Refusal,
} from '#fleet/domain/index.js';
import { helloBytes } from '#proto/frame/index.js';
import { messageOf } from '#proto/kit/index.js';
import type { PublicProfile } from '#proto/profile/index.js';
import type { BoundedAudit } from './bounded-audit.ts';
import type { ClaimDesk } from './claim-desk.ts';
import type { CommandQueue } from './command-queue.ts';
import type { ConfigurationDesk } from './configuration-desk.ts';
import type { DeviceState } from './device-state.ts';
import { decideHello } from './hello-logic.ts';
import { expiredKeyMessage } from './key-logic.ts';
import { keyProofOf } from './key-proof.ts';
import type { PresenceKeeper } from './presence-keeper.ts';
import type { RegistryContext } from './registry-context.ts';
import { failRegistry } from './registry-errors.ts';
import { hostOf } from './remote-limits.ts';
import type { SoftWriter } from './soft-writer.ts';

/** Refusals that smell of misuse: they are audited, whoever speaks them. */
const audited: ReadonlySet<Refusal['reason']> = new Set([
  'unknown-device',
  'bad-signature',
  'revoked',
  'rejected',
  'clone-suspected',
  'clock-skew',
  'superseded',
  'rate-exceeded',
  'profile-invalid',
]);

/** The registry as the gateway sees it. */
export class Directory implements DeviceDirectory {
  readonly #context: RegistryContext;
  readonly #claimDesk: ClaimDesk;
  readonly #softWriter: SoftWriter;
  readonly #presence: PresenceKeeper;
  readonly #audit: BoundedAudit;
  readonly #configurations: ConfigurationDesk;
  readonly #commands: CommandQueue;

  constructor(
    context: RegistryContext,
    claimDesk: ClaimDesk,
    softWriter: SoftWriter,
    presence: PresenceKeeper,
    audit: BoundedAudit,
    configurations: ConfigurationDesk,
    commands: CommandQueue,
  ) {
    this.#context = context;
    this.#claimDesk = claimDesk;
    this.#softWriter = softWriter;
    this.#presence = presence;
    this.#audit = audit;
    this.#configurations = configurations;
    this.#commands = commands;
  }

  claim(request: ClaimRequest): Promise<ClaimOutcome> {
    return this.#claimDesk.claim(request);
  }

  hello(request: HelloRequest): HelloOutcome {
    const { state, clock, limits } = this.#context;
    const device = state.devices.byId(request.deviceId);
    const message = helloBytes(request.nonce, request.deviceId, request.boot, request.connection);
    const nowMs = clock.wallMs();
    const proof = device === undefined ? 'none' : keyProofOf(device, message, request.signature, nowMs);
    const decision = decideHello({
      deviceId: request.deviceId,
      status: device?.status,
      isIdRevoked: state.isIdRevoked(request.deviceId),
      signatureFits: proof === 'current' || proof === 'previous',
      expiredKey: device !== undefined && proof === 'expired' ? expiredKeyMessage(device.id, device, nowMs) : undefined,
      boot: request.boot,
      connection: request.connection,
      newestBoot: device?.boot ?? 0,
      newestConnection: device?.connection ?? 0,
      skewMs: request.deviceTimeMs - nowMs,
      mostSkewMs: limits.clockSkewMs,
    });
    if (decision.type === 'refuse') {
      this.noteRefused(request.deviceId, request, decision.refusal);
      return { type: 'refused', refusal: decision.refusal };
    }
    if (decision.type === 'pending') {
      return { type: 'pending', retryAfterMs: Math.ceil(limits.pendingRetryMs * (1 + this.#context.random.float() / 5)) };
    }
    this.#noteKey(device as DeviceState, proof === 'previous', nowMs);
    return this.#welcome(device as DeviceState, request, nowMs);
  }

  /** A rotation is through for this device when its new key was proven. */
  #noteKey(device: DeviceState, usesPreviousKey: boolean, nowMs: number): void {
    device.usesPreviousKey = usesPreviousKey;
    if (usesPreviousKey || device.previousPublicKey === '' || device.keyUsedAtMs !== 0) return;
    device.keyUsedAtMs = nowMs;
    this.#context.journal.timeline({
      source: 'device',
      kind: 'device.key-used',
      deviceId: device.id,
      message: `${device.id} proved its new key for the first time`,
      detail: { keySinceMs: device.keySinceMs },
    });
  }

  #welcome(device: DeviceState, request: HelloRequest, nowMs: number): HelloOutcome {
    const { state, onDeviceDefined } = this.#context;
    const profile = state.profiles.get(request.profileDigest)?.definition;
    if (device.profileDigest !== request.profileDigest) {
      device.profileDigest = state.shared(request.profileDigest);
      device.wakeEveryMs = profile?.wakePlan.wakeEveryMs ?? 0;
      onDeviceDefined(device.key, device.id, device.profileDigest);
    }
    device.gatewayId = state.shared(request.gatewayId);
    const bootBefore = device.boot;
    device.boot = request.boot;
    device.connection = request.connection;
    device.firmwareVersion = state.shared(request.firmwareVersion);
    device.imageDigest = state.shared(request.imageDigest);
    device.imageConfirmed = request.imageConfirmed;
    device.resetReason = request.resetReason;
    device.droppedFrames = request.droppedFrames;
    device.reportedConfigurationVersion = request.configurationVersion;
    device.link = request.link;
    device.clockSkewMs = request.deviceTimeMs - nowMs;
    state.judgeDrift(device);
    this.#softWriter.markIdentity(device);
    this.#context.feed.opened(device, bootBefore);
    const desired = state.desired.get(device.id)?.value;
    const isWanted = desired !== undefined && desired.version !== request.configurationVersion;
    return {
      type: 'welcome',
      device,
      profile,
      desiredConfiguration: isWanted ? { version: desired.version, settings: desired.settings } : undefined,
    };
  }

  registerProfile(digest: string, definition: PublicProfile): void {
    const { state, limits, clock, onProfile } = this.#context;
    if (state.profiles.has(digest)) return;
    if (state.profiles.size >= limits.profiles) {
      throw failRegistry('E1710', { message: `${state.profiles.size} profiles are known, the limit is ${limits.profiles}` });
    }
    const record: ProfileRecord = { digest, definition, firstSeenAtMs: clock.wallMs() };
    state.profiles.set(digest, record);
    for (const device of state.devices.values()) {
      if (device.profileDigest === digest) device.wakeEveryMs = definition.wakePlan.wakeEveryMs;
    }
    onProfile(digest, definition);
    void this.#context.tasks.run('registry.profile', () => this.#storeProfile(record));
  }

  profileOf(digest: string): PublicProfile | undefined {
    return this.#context.state.profiles.get(digest)?.definition;
  }

  noteConnected(deviceKey: number): void {
    const device = this.#context.state.devices.byKey(deviceKey);
    if (device === undefined) return;
    device.connected = true;
    device.wakeExpectedAtMs = 0;
    device.lastSeenAtMs = this.#context.clock.wallMs();
    device.lastConnectedAtMs = device.lastSeenAtMs;
    this.#presence.refresh(device);
    this.#softWriter.mark(device);
    this.#commands.noteConnected(device);
  }

  noteDisconnected(deviceKey: number): void {
    const device = this.#context.state.devices.byKey(deviceKey);
    if (device === undefined) return;
    device.connected = false;
    this.#presence.refresh(device);
    this.#softWriter.mark(device);
  }

  noteSeen(deviceKey: number): void {
    const device = this.#context.state.devices.byKey(deviceKey);
    if (device === undefined) return;
    device.lastSeenAtMs = this.#context.clock.wallMs();
    if (device.presence !== 'online') this.#presence.refresh(device);
  }

  noteConfirmed(deviceKey: number): void {
    const device = this.#context.state.devices.byKey(deviceKey);
    if (device === undefined || device.imageConfirmed) return;
    device.imageConfirmed = true;
    this.#softWriter.markIdentity(device);
    this.#context.feed.changed(device.id);
  }

  noteBoot(deviceKey: number, known: Parameters<DeviceDirectory['noteBoot']>[1]): void {
    const device = this.#context.state.devices.byKey(deviceKey);
    if (device === undefined || known.boot < device.boot) return;
    if (known.boot === device.boot) {
      if (known.imageConfirmed && known.imageDigest === device.imageDigest) this.noteConfirmed(deviceKey);
      return;
    }
    device.boot = known.boot;
    // Of that boot no connection is known: the next one is above it, whichever it is.
    device.connection = 0;
    device.imageDigest = known.imageDigest;
    device.imageConfirmed = known.imageConfirmed;
    device.resetReason = known.resetReason;
    device.firmwareVersion = known.firmwareVersion ?? device.firmwareVersion;
    this.#softWriter.markIdentity(device);
    this.#context.feed.changed(device.id);
  }

  noteHeartbeat(deviceKey: number, heartbeat: Parameters<DeviceDirectory['noteHeartbeat']>[1]): void {
    const device = this.#context.state.devices.byKey(deviceKey);
    if (device === undefined) return;
    const batteryPercent = Math.round(heartbeat.batteryPercent * 10) / 10;
    const { charging, droppedFrames } = heartbeat;
    if (device.batteryPercent === batteryPercent && device.droppedFrames === droppedFrames && device.charging === charging) return;
    const isStep = Math.round(batteryPercent) !== Math.round(device.batteryPercent) || device.charging !== charging;
    device.batteryPercent = batteryPercent;
    device.droppedFrames = droppedFrames;
    device.charging = charging;
    this.#softWriter.mark(device);
    if (isStep) this.#context.feed.changed(device.id);
  }

  noteSleep(deviceKey: number, wakeInMs: number): void {
    const device = this.#context.state.devices.byKey(deviceKey);
    if (device === undefined) return;
    device.wakeExpectedAtMs = this.#context.clock.wallMs() + wakeInMs;
    this.#softWriter.mark(device);
  }

  noteConfiguration(deviceKey: number, report: Parameters<DeviceDirectory['noteConfiguration']>[1]): void {
    const device = this.#context.state.devices.byKey(deviceKey);
    if (device === undefined) return;
    if (device.reportedConfigurationVersion !== report.version) this.#softWriter.mark(device);
    this.#configurations.noteReport(device, report);
  }

  noteRefused(deviceId: string, { remote, gatewayId }: { readonly remote: string; readonly gatewayId: string }, refusal: Refusal): void {
    if (!audited.has(refusal.reason)) return;
    const action = refusal.reason === 'superseded' || refusal.reason === 'rate-exceeded' ? 'session.refused' : 'hello.refused';
    this.#audit.note(`${action} ${refusal.reason}`, {
      actor: `remote:${hostOf(remote)}`,
      action,
      subject: `device:${deviceId}`,
      reason: refusal.message,
      detail: { code: refusal.reason, remote, ...(gatewayId === '' ? {} : { gateway: gatewayId }) },
    });
  }

  byKey(deviceKey: number): DeviceRecord | undefined {
    return this.#context.state.devices.byKey(deviceKey);
  }

  /** A profile that could not be stored is asked for again after the next start: every device shows its digest at Hello. */
  async #storeProfile(record: ProfileRecord): Promise<void> {
    const { serial, store, log } = this.#context;
    try {
      await serial.run(() => store.apply([{ type: 'put', kind: 'profile', id: record.digest, value: record }]));
    } catch (error) {
      log.error('a profile could not be stored', { profile: record.definition.name, error: messageOf(error) });
    }
  }
}
