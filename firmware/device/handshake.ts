import type { ConnectionOwner } from './connection-owner.ts';
import type { DeviceOptions } from './device.ts';
import { deriveIdentitySeed, signClaim, signHello } from './identity.ts';

/** The device asks for an identity with its token; undefined when it has none, or its dialect knows no claim. */
export function makeClaim(options: DeviceOptions, nonce: Uint8Array): Uint8Array | undefined {
  const { token, kind, environment, id, index } = options;
  if (token === undefined) return undefined;
  const { hardwareRevisions, name } = kind.profile;
  const hardwareRevision = hardwareRevisions[index % Math.max(1, hardwareRevisions.length)] ?? '';
  const signed = signClaim(identitySeedOf(options), nonce, id, token);
  return environment.dialect.claim({ ...signed, tokenId: token.id, deviceId: id, profile: name, hardwareRevision });
}

/** The device proves who it is. Counts the Hello, whether it is answered or not. */
export function makeHello(owner: Pick<ConnectionOwner, 'options' | 'record' | 'wallMs'>, nonce: Uint8Array): Uint8Array | undefined {
  const { options, record } = owner;
  const { kind, environment, id } = options;
  record.connection += 1;
  return environment.dialect.hello({
    deviceId: id,
    signature: signHello(identitySeedOf(options), nonce, id, record.boot, record.connection),
    boot: record.boot,
    connection: record.connection,
    deviceTimeMs: owner.wallMs(),
    profileDigest: kind.profileDigest,
    firmwareVersion: kind.firmwareVersion,
    imageDigest: kind.imageDigest,
    imageConfirmed: true,
    resetReason: record.resetReason,
    configurationVersion: record.configurationVersion,
    droppedFrames: record.droppedFrames,
  });
}

function identitySeedOf({ identitySeed, seed, id }: DeviceOptions): Uint8Array {
  return identitySeed ?? deriveIdentitySeed(seed, id);
}
