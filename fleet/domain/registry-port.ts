import type { LinkKindName, RefusalReason } from '#proto/frame/index.js';
import type { PublicProfile, SettingValue } from '#proto/profile/index.js';
import type { ApiTokenRecord, DeviceRecord, DeviceView, EnrolmentTokenRecord, ProfileRecord, Reprovision, Role } from './records.ts';

export type { RefusalReason };

/** A refusal with its numbers. */
export interface Refusal {
  readonly reason: RefusalReason;
  /** Measured value and limit. */
  readonly message: string;
  /** 0: never. */
  readonly retryAfterMs: number;
}

/** A device asks for an identity. Bytes are as they came. */
export interface ClaimRequest {
  readonly remote: string;
  /** Id of the device that owns the socket; empty when it is the one that claims. */
  readonly gatewayId: string;
  readonly nonce: Uint8Array;
  readonly tokenId: string;
  readonly tokenProof: Uint8Array;
  readonly deviceId: string;
  readonly publicKey: Uint8Array;
  readonly signature: Uint8Array;
  readonly profile: string;
  readonly hardwareRevision: string;
}

/** A device proves its identity. Bytes are as they came. */
export interface HelloRequest {
  readonly remote: string;
  /** Id of the device that owns the socket; empty when it is the one that says Hello. */
  readonly gatewayId: string;
  readonly nonce: Uint8Array;
  readonly deviceId: string;
  readonly signature: Uint8Array;
  readonly boot: number;
  readonly connection: number;
  readonly deviceTimeMs: number;
  readonly profileDigest: string;
  readonly firmwareVersion: string;
  readonly imageDigest: string;
  readonly imageConfirmed: boolean;
  readonly resetReason: string;
  readonly configurationVersion: number;
  readonly droppedFrames: number;
  /** undefined: it does not say. */
  readonly link: LinkKindName | undefined;
}

/** What the registry answers. `accepted` after a claim: the device may say Hello, to a fresh Challenge. */
export type ClaimOutcome =
  | { readonly type: 'accepted'; readonly device: DeviceRecord }
  | { readonly type: 'pending'; readonly retryAfterMs: number }
  | { readonly type: 'refused'; readonly refusal: Refusal };

export type HelloOutcome =
  | {
      readonly type: 'welcome';
      readonly device: DeviceRecord;
      /** undefined: the profile has to be sent first. */
      readonly profile: PublicProfile | undefined;
      readonly desiredConfiguration: { readonly version: number; readonly settings: Readonly<Record<string, SettingValue>> } | undefined;
    }
  | { readonly type: 'pending'; readonly retryAfterMs: number }
  | { readonly type: 'refused'; readonly refusal: Refusal };

/** What the gateway asks the registry. Hello is decided without waiting: the registry holds all devices in memory. */
export interface DeviceDirectory {
  claim(request: ClaimRequest): Promise<ClaimOutcome>;
  hello(request: HelloRequest): HelloOutcome;
  /** Takes a profile that fits its digest; throws E17xx when it breaks a rule. Known from when this returns, stored soon after. */
  registerProfile(digest: string, definition: PublicProfile): void;
  profileOf(digest: string): PublicProfile | undefined;
  noteConnected(deviceKey: number): void;
  noteDisconnected(deviceKey: number): void;
  /** Any frame from the unit; cheap. */
  noteSeen(deviceKey: number): void;
  /** The image that the unit's Hello named was proved to be confirmed since. */
  noteConfirmed(deviceKey: number): void;
  /**
   * What the record of an attempt knows of the unit's newest boot. After a kill it may be later than the unit's own record, which is written less often:
   * then the unit's record follows it. An older boot changes nothing.
   */
  noteBoot(
    deviceKey: number,
    known: {
      readonly boot: number;
      readonly imageDigest: string;
      readonly imageConfirmed: boolean;
      readonly resetReason: string;
      /** undefined: not known which one that image is. */
      readonly firmwareVersion: string | undefined;
    },
  ): void;
  noteHeartbeat(
    deviceKey: number,
    heartbeat: {
      readonly batteryPercent: number;
      readonly bufferedBytes: number;
      readonly droppedFrames: number;
      /** From outside supplied, or being charged; undefined: it does not say. */
      readonly charging: boolean | undefined;
    },
  ): void;
  noteSleep(deviceKey: number, wakeInMs: number): void;
  noteConfiguration(
    deviceKey: number,
    report: { readonly version: number; readonly settings: Readonly<Record<string, SettingValue>>; readonly error: string },
  ): void;
  /** The gateway refused an identity by a rule of its own; what smells of misuse is audited, within bounds. */
  noteRefused(deviceId: string, peer: { readonly remote: string; readonly gatewayId: string }, refusal: Refusal): void;
  byKey(deviceKey: number): DeviceRecord | undefined;
}

/** Labels to set and to remove. A key in both is refused. */
export interface LabelChange {
  readonly set: Readonly<Record<string, string>>;
  readonly remove: readonly string[];
}

/** What the API asks the registry: operators' work. Every mutation is audited with actor and reason. */
export interface DeviceService {
  get(id: string): DeviceView | undefined;
  /** The id that a mistyped one probably meant; undefined when none is near. */
  similarTo(id: string): string | undefined;
  /** Public profiles that devices brought, by name, then by the time they were first seen. */
  listProfiles(): ProfileRecord[];
  /** Devices that the selector matches (CEL or shorthand, "" is all here), by id, after `after`. */
  list(options: { readonly selector: string; readonly after: string; readonly limit: number }): {
    readonly devices: DeviceView[];
    readonly total: number;
    readonly next: string | undefined;
  };
  /** Whether a selector matches one device; undefined when there is none of that id. Throws E18xx, whether or not it is there. */
  matches(id: string, selector: string): boolean | undefined;
  count(): Readonly<Record<Presenceful, number>>;
  /** How many active devices run each image, by its digest, and how many of them have confirmed it. */
  images(): ReadonlyMap<string, { readonly devices: number; readonly confirmed: number }>;
  approve(ids: readonly string[], by: Actor): Promise<DeviceView[]>;
  reject(ids: readonly string[], by: Actor): Promise<DeviceView[]>;
  revoke(id: string, by: Actor): Promise<DeviceView>;
  /**
   * Ends the life of a device as planned: it is disconnected and refused, its open alarms are closed, it counts as nothing but retired. Record,
   * history, name and key stay. Throws E1705 for a revoked one.
   */
  retire(id: string, by: Actor): Promise<DeviceView>;
  /** Takes a retirement back: the device may come again. Throws E1705 unless it is retired. */
  reinstate(id: string, by: Actor): Promise<DeviceView>;
  /** Sets labels and removes others; the whole must keep within 16 labels. */
  label(id: string, change: LabelChange, by: Actor): Promise<DeviceView>;
  /** Forgets a device; its revocation, if any, stays. */
  remove(id: string, by: Actor): Promise<void>;
  configure(id: string, settings: Readonly<Record<string, SettingValue>>, by: Actor): Promise<{ readonly version: number }>;
  createToken(
    request: {
      readonly title: string;
      readonly uses: number;
      readonly lifetimeMs: number;
      readonly profiles: readonly string[];
      readonly approve: boolean;
      /** never when left out. */
      readonly reprovision?: Reprovision;
      readonly labels: Readonly<Record<string, string>>;
    },
    by: Actor,
  ): Promise<{ readonly token: EnrolmentTokenRecord; readonly secret: string }>;
  listTokens(): EnrolmentTokenRecord[];
  revokeToken(id: string, by: Actor): Promise<EnrolmentTokenRecord>;
}

/** Counts by presence and status; the total has all but retired ones. */
export type Presenceful = 'online' | 'late' | 'asleep' | 'offline' | 'never' | 'pending' | 'revoked' | 'rejected' | 'retired' | 'total';

/** Who does it and why. */
export interface Actor {
  readonly name: string;
  readonly role: Role;
  readonly reason: string;
}

/** Bearer tokens of the API. */
export interface OperatorTokens {
  /** The holder of a secret; undefined when unknown, expired or revoked. */
  authenticate(secret: string): ApiTokenRecord | undefined;
  create(
    request: { readonly name: string; readonly role: Role; readonly lifetimeMs: number },
    by: Actor,
  ): Promise<{ readonly token: ApiTokenRecord; readonly secret: string }>;
  list(): ApiTokenRecord[];
  revoke(id: string, by: Actor): Promise<void>;
}
