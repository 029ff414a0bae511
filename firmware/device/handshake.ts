import type { Profile } from '#proto/profile/index.js';
import type { ConnectionOwner } from './connection-owner.ts';
import type { DeviceOptions } from './device.ts';
import { deriveIdentitySeed, signClaim, signHello } from './identity.ts';

/** The device asks for an identity with its token; undefined when it has none, or its dialect knows no claim. */
export function makeClaim(options: DeviceOptions, nonce: Uint8Array): Uint8Array | undefined {
  const { token, kind, environment, id, index } = options;
  if (token === undefined) return undefined;
  const { name } = kind.profile;
  const hardwareRevision = hardwareRevisionOf(kind.profile, index);
  const signed = signClaim(identitySeedOf(options), nonce, id, token);
  return environment.dialect.claim({ ...signed, tokenId: token.id, deviceId: id, profile: name, hardwareRevision });
}

/** The revision of a unit: those of a profile take turns. */
export function hardwareRevisionOf({ hardwareRevisions }: Profile, index: number): string {
  return hardwareRevisions[index % Math.max(1, hardwareRevisions.length)] ?? '';
}

/** The device proves who it is. Counts the Hello, whether it is answered or not. */
export function makeHello(
  owner: Pick<ConnectionOwner, 'options' | 'record' | 'wallMs' | 'image' | 'isConfirmed'>,
  nonce: Uint8Array,
): Uint8Array | undefined {
  const { options, record, image } = owner;
  const { kind, environment, id } = options;
  record.connection += 1;
  return environment.dialect.hello({
    deviceId: id,
    signature: signHello(identitySeedOf(options), nonce, id, record.boot, record.connection),
    boot: record.boot,
    connection: record.connection,
    deviceTimeMs: owner.wallMs(),
    profileDigest: kind.profileDigest,
    firmwareVersion: image.firmwareVersion,
    imageDigest: image.imageDigest,
    imageConfirmed: owner.isConfirmed,
    resetReason: record.resetReason,
    configurationVersion: record.configurationVersion,
    droppedFrames: record.droppedFrames,
    link: kind.profile.link?.kind,
  });
}

function identitySeedOf({ identitySeed, seed, id }: DeviceOptions): Uint8Array {
  return identitySeed ?? deriveIdentitySeed(seed, id);
}
