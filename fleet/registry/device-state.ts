import type { DeviceRecord, DeviceStatus, Presence } from '#fleet/domain/index.js';
import type { LinkKindName } from '#proto/frame/index.js';

/**
 * One device in memory: its record, and what is derived. A flat class with all fields set at once, since there may be 200,000.
 * It serves as the DeviceRecord that other areas read: a live one.
 */
export class DeviceState implements DeviceRecord {
  readonly id: string;
  readonly key: number;
  publicKey: string;
  keySinceMs: number;
  keyUsedAtMs: number;
  previousPublicKey: string;
  previousKeyUntilMs: number;
  profile: string;
  profileDigest: string;
  hardwareRevision: string;
  status: DeviceStatus;
  labels: Readonly<Record<string, string>>;
  tokenId: string;
  gatewayId: string;
  readonly enrolledAtMs: number;
  boot: number;
  connection: number;
  firmwareVersion: string;
  imageDigest: string;
  imageConfirmed: boolean;
  resetReason: string;
  lastConnectedAtMs: number;
  lastSeenAtMs: number;
  droppedFrames: number;
  batteryPercent: number;
  charging: boolean | undefined;
  link: LinkKindName | undefined;
  reportedConfigurationVersion: number;

  /** Revision in the store. */
  revision: number;
  connected = false;
  /** The newest Hello was signed by the key before the current one. */
  usesPreviousKey = false;
  presence: Presence = 'never';
  /** When an announced sleep ends, wall clock, ms; 0 when none. */
  wakeExpectedAtMs = 0;
  wakeEveryMs = 0;
  clockSkewMs: number | undefined = undefined;
  /** It does not run the wanted configuration; kept here, since lists ask it of every device. */
  drift = false;
  /** lastSeenAtMs as the store has it. */
  storedSeenAtMs: number;
  /** Waits for a soft write. */
  isDirty = false;

  constructor(record: DeviceRecord, revision: number) {
    this.id = record.id;
    this.key = record.key;
    this.publicKey = record.publicKey;
    // Records of older data lack what is about keys.
    this.keySinceMs = record.keySinceMs ?? record.enrolledAtMs;
    this.keyUsedAtMs = record.keyUsedAtMs ?? 0;
    this.previousPublicKey = record.previousPublicKey ?? '';
    this.previousKeyUntilMs = record.previousKeyUntilMs ?? 0;
    this.profile = record.profile;
    this.profileDigest = record.profileDigest;
    this.hardwareRevision = record.hardwareRevision;
    this.status = record.status;
    this.labels = record.labels;
    this.tokenId = record.tokenId;
    this.gatewayId = record.gatewayId;
    this.enrolledAtMs = record.enrolledAtMs;
    this.boot = record.boot;
    this.connection = record.connection;
    this.firmwareVersion = record.firmwareVersion;
    this.imageDigest = record.imageDigest;
    this.imageConfirmed = record.imageConfirmed;
    this.resetReason = record.resetReason;
    this.lastConnectedAtMs = record.lastConnectedAtMs;
    this.lastSeenAtMs = record.lastSeenAtMs;
    this.droppedFrames = record.droppedFrames;
    this.batteryPercent = record.batteryPercent;
    this.charging = record.charging;
    this.link = record.link;
    this.reportedConfigurationVersion = record.reportedConfigurationVersion;
    this.revision = revision;
    this.storedSeenAtMs = record.lastSeenAtMs;
  }
}

/** The record alone, as the store keeps it. */
export function recordOf(device: DeviceRecord): DeviceRecord {
  return {
    id: device.id,
    key: device.key,
    publicKey: device.publicKey,
    keySinceMs: device.keySinceMs,
    keyUsedAtMs: device.keyUsedAtMs,
    previousPublicKey: device.previousPublicKey,
    previousKeyUntilMs: device.previousKeyUntilMs,
    profile: device.profile,
    profileDigest: device.profileDigest,
    hardwareRevision: device.hardwareRevision,
    status: device.status,
    labels: device.labels,
    tokenId: device.tokenId,
    gatewayId: device.gatewayId,
    enrolledAtMs: device.enrolledAtMs,
    boot: device.boot,
    connection: device.connection,
    firmwareVersion: device.firmwareVersion,
    imageDigest: device.imageDigest,
    imageConfirmed: device.imageConfirmed,
    resetReason: device.resetReason,
    lastConnectedAtMs: device.lastConnectedAtMs,
    lastSeenAtMs: device.lastSeenAtMs,
    droppedFrames: device.droppedFrames,
    batteryPercent: device.batteryPercent,
    ...(device.charging === undefined ? {} : { charging: device.charging }),
    ...(device.link === undefined ? {} : { link: device.link }),
    reportedConfigurationVersion: device.reportedConfigurationVersion,
  };
}
