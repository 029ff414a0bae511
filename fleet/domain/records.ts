import type { LinkKindName } from '#proto/frame/index.js';
import type { PublicProfile, SettingValue } from '#proto/profile/index.js';
import type { TrustRole } from '#proto/trust/index.js';

/** Where a device stands with its manager. `retired`: its life has ended as planned; an operator may take that back, as nobody may `revoked`. */
export type DeviceStatus = 'pending' | 'active' | 'rejected' | 'revoked' | 'retired';

/** What a token does with a claim for a known identity by another key. */
export type Reprovision =
  /** Refused. */
  | 'never'
  /** The device goes on with the new key: record, labels and history stay its own. */
  | 'migrate'
  /** A new device takes the name; the old one's history goes on under another. */
  | 'reset';

/** A device as the registry keeps it. */
export interface DeviceRecord {
  /** 1 to 64 of a-z 0-9 . _ -, starting with a letter or digit. */
  readonly id: string;
  /** Small whole number from 1, never given twice: names the device in history and on hot paths. */
  readonly key: number;
  /** Ed25519, 32 bytes raw, base64url. */
  readonly publicKey: string;
  /** Since when that key holds the identity, wall clock, ms. */
  readonly keySinceMs: number;
  /** When a Hello first proved that key, after a rotation; 0: not yet, or there was none. */
  readonly keyUsedAtMs: number;
  /** The key before; empty when there was none. It never counts for anybody else. */
  readonly previousPublicKey: string;
  /** Until when the key before counts beside the new one, wall clock, ms; 0 when there is none. */
  readonly previousKeyUntilMs: number;
  readonly profile: string;
  /** SHA-256 of the public profile, hex; empty until the first Hello. */
  readonly profileDigest: string;
  readonly hardwareRevision: string;
  readonly status: DeviceStatus;
  readonly labels: Readonly<Record<string, string>>;
  /** Token that let it in; empty for an imported identity. */
  readonly tokenId: string;
  /** Id of the gateway device whose socket carried its newest session; empty when that was a socket of its own, and before the first. */
  readonly gatewayId: string;
  readonly enrolledAtMs: number;
  /** (boot, connection) of the newest Hello that was accepted; 0 before the first. */
  readonly boot: number;
  readonly connection: number;
  readonly firmwareVersion: string;
  /** SHA-256, hex. */
  readonly imageDigest: string;
  readonly imageConfirmed: boolean;
  /** Name of the ResetReason in lower case with dashes: "power-on". */
  readonly resetReason: string;
  /** Wall clock of the manager, ms; 0 when never. */
  readonly lastConnectedAtMs: number;
  readonly lastSeenAtMs: number;
  /** Durable frames that the device had to drop in its life. */
  readonly droppedFrames: number;
  readonly batteryPercent: number;
  /** It has power from outside, or its battery is being charged, by its newest heartbeat; left out: not known. */
  readonly charging?: boolean | undefined;
  /** What carries its frames, by its newest Hello; left out: not known. */
  readonly link?: LinkKindName | undefined;
  readonly reportedConfigurationVersion: number;
}

/** Whether and how a device can be heard now. */
export type Presence = 'online' | 'late' | 'asleep' | 'offline' | 'never';

/** A device with what is derived: what the API shows. */
export interface DeviceView extends DeviceRecord {
  readonly presence: Presence;
  /** Unacknowledged and active alarms. */
  readonly openAlarms: number;
  /** Its clock less ours at the last Hello, ms; undefined when never connected in this run of the manager. */
  readonly clockSkewMs: number | undefined;
  /** Version of the configuration that is wanted; 0 when none. */
  readonly desiredConfigurationVersion: number;
  /** It does not run what is wanted. */
  readonly drift: boolean;
  /** Why it refused what is wanted; empty when it did not. */
  readonly configurationError: string;
  /** Why it is left alone; left out: it is not. */
  readonly hold?: HoldRecord | undefined;
}

/** A device that is to be left alone: held (nothing new at all), or pinned (it stays at what it runs). One a device. */
export interface HoldRecord {
  readonly deviceId: string;
  readonly type: 'hold' | 'pin';
  /** Release or version that it is pinned to; empty for a hold. */
  readonly release: string;
  /** Wall clock of the manager, ms, from when it counts no more; 0: never. */
  readonly untilMs: number;
  readonly by: string;
  readonly reason: string;
  readonly atMs: number;
}

/** Lets devices claim an identity. The secret itself is not kept. */
export interface EnrolmentTokenRecord {
  readonly id: string;
  /** SHA-256 of the secret, hex: the key of the claim's HMAC. */
  readonly secretDigest: string;
  readonly title: string;
  /** Devices it may let in, 1 to 1,000,000. */
  readonly uses: number;
  readonly used: number;
  /** Wall clock, ms. */
  readonly expiresAtMs: number;
  /** Empty: every profile. */
  readonly profiles: readonly string[];
  /** False: claims wait in the pending queue. */
  readonly approve: boolean;
  readonly reprovision: Reprovision;
  readonly labels: Readonly<Record<string, string>>;
  readonly createdAtMs: number;
  readonly createdBy: string;
  readonly revoked: boolean;
}

/** What must never come back, whatever is deleted. Kind tells what value is: an identity or a public key. */
export interface RevocationRecord {
  /** "device:" id, or "key:" public key. */
  readonly id: string;
  readonly atMs: number;
  readonly by: string;
  readonly reason: string;
}

/** A public profile that a device brought. */
export interface ProfileRecord {
  /** SHA-256, hex. */
  readonly digest: string;
  readonly definition: PublicProfile;
  readonly firstSeenAtMs: number;
}

/** The wanted configuration of a device. */
export interface DesiredConfigurationRecord {
  readonly deviceId: string;
  readonly version: number;
  readonly settings: Readonly<Record<string, SettingValue>>;
}

/** What operators may do: viewer reads, operator also acts on devices and alarms, admin also manages tokens. */
export type Role = 'viewer' | 'operator' | 'admin';

/** A bearer token of the API. The secret itself is not kept. */
export interface ApiTokenRecord {
  readonly id: string;
  /** SHA-256 of the secret, hex. */
  readonly secretDigest: string;
  /** Who holds it: the name in the audit. */
  readonly name: string;
  readonly role: Role;
  readonly createdAtMs: number;
  /** 0: never. */
  readonly expiresAtMs: number;
}

/** How bad: ISA-18.2 priorities. */
export type Severity = 'low' | 'medium' | 'high' | 'critical';

/** An alarm rule as its file says it. */
export interface AlarmRuleRecord {
  /** kebab-case, 1 to 64 characters. */
  readonly name: string;
  readonly title: string;
  readonly severity: Severity;
  /** CEL over a device's latest signals: raise when true for holdMs. */
  readonly when: string;
  /** CEL: clear when true for clearHoldMs. Left out: when `when` is false. */
  readonly clearWhen?: string;
  readonly holdMs: number;
  readonly clearHoldMs: number;
  /** Profiles it is for; empty: every profile that has all its signals. */
  readonly profiles: readonly string[];
  /** What the operator is to do, and how soon. */
  readonly action: string;
  readonly respondWithinMs: number;
  /** Grows with each apply that changes it. */
  readonly version: number;
}

/** States of an alarm, after ISA-18.2: normal is not kept. */
export type AlarmState = 'unacknowledged' | 'acknowledged' | 'returnedUnacknowledged' | 'normal';

/** One alarm of one device. */
export interface AlarmRecord {
  /** Small number as text, never reused. */
  readonly id: string;
  readonly rule: string;
  readonly ruleVersion: number;
  readonly deviceId: string;
  readonly severity: Severity;
  readonly title: string;
  readonly state: AlarmState;
  /** Device's time of the reading that raised it, ms. */
  readonly raisedAtMs: number;
  readonly clearedAtMs: number;
  readonly acknowledgedAtMs: number;
  readonly acknowledgedBy: string;
  readonly note: string;
  /** The rule with the values that raised it: "egtC 652.1 > 640". */
  readonly reason: string;
  /** Signal values that raised it. */
  readonly values: Readonly<Record<string, number>>;
}

/** Who did what: every mutation by an operator, and every refusal of a device that smells of misuse. */
export interface AuditEntry {
  /** From 1, without gaps. */
  readonly sequence: number;
  readonly atMs: number;
  /** Name of the API token's holder, "system", or "device:" id. */
  readonly actor: string;
  /** dot.case: "device.revoke", "claim.refused". */
  readonly action: string;
  /** What it was done to: "device:engine-001". */
  readonly subject: string;
  readonly reason: string;
  readonly detail: Readonly<Record<string, string | number | boolean>>;
}

/** One line of the merged timeline: device, alarm, operator, system. */
export interface TimelineEntry {
  /** From 1, growing; gaps are possible after a crash. */
  readonly sequence: number;
  readonly atMs: number;
  readonly source: 'device' | 'alarm' | 'operator' | 'system';
  /** dot.case: "device.connected", "alarm.raised". */
  readonly kind: string;
  /** Device it is about; empty when none. */
  readonly deviceId: string;
  readonly message: string;
  readonly detail: Readonly<Record<string, string | number | boolean>>;
}

/** Counters and settings of the manager itself, by name: next device key, next alarm id, schema facts. */
export interface MetaRecord {
  readonly value: number | string;
}

/** Roles whose metadata is a file. */
export type MetadataRole = Exclude<TrustRole, 'director'>;

/** Signed metadata in the Store, by "ROLE.VERSION". */
export interface TrustMetadataRecord {
  readonly role: MetadataRole;
  /** From 1. */
  readonly version: number;
  /** The file, to the byte. */
  readonly text: string;
}
