import { createDevice, type Device, type DeviceEnvironment, DeviceKind, type SubDeviceKind, subDevicesOf } from '#firmware/device/index.js';
import { loadShippedProfile } from '#firmware/profiles/index.js';
import { type SignalModel, signalModels } from '#firmware/signals/index.js';
import { assert } from '#proto/kit/index.js';
import type { Dialer, NetworkModel } from '#proto/link/index.js';
import type { Profile } from '#proto/profile/index.js';

/** A kind of device in a world. */
export interface WorldKind {
  readonly profile: Profile;
  /** The profile's signal model; the shipped one of that name when left out. */
  readonly model?: SignalModel;
}

/** Devices to add. */
export interface WorldDevices extends WorldKind {
  readonly prefix: string;
  readonly count: number;
  /** What each carries on channels of its link; what its profile names, of the profiles that ship, when left out. */
  readonly subDevices?: readonly (WorldKind & { readonly count: number })[];
  /** The network of each; a cable when left out. */
  readonly network?: NetworkModel;
  /** Token text `<id>:<secret>`. */
  readonly token: string;
  /** The devices start evenly spread over this time, ms. */
  readonly rampMs: number;
}

/** What the devices of a world share. */
export interface WorldParts {
  readonly environment: DeviceEnvironment;
  readonly seed: string;
  readonly dialerOf: (name: string) => Dialer;
}

/** Builds them, each with the time at which it gets power: sub-devices with their gateway. */
export function* buildWorldDevices(
  options: WorldDevices,
  parts: WorldParts,
): Generator<{ readonly device: Device; readonly atMs: number }> {
  const { prefix, count, rampMs } = options;
  const { environment, seed, dialerOf } = parts;
  const kind = kindOf(options);
  const plans: SubDeviceKind[] = (
    options.subDevices ?? options.profile.subDevices.map((plan) => ({ profile: loadShippedProfile(plan.profile), count: plan.count }))
  ).map((plan) => ({ kind: kindOf(plan), count: plan.count }));
  const [tokenId = '', secret = ''] = options.token.split(':');
  const token = { id: tokenId, secret };
  for (let index = 0; index < count; index += 1) {
    const id = `${prefix}-${String(index + 1).padStart(5, '0')}`;
    const atMs = (rampMs * index) / count;
    const device = createDevice({ id, index, kind, environment, seed, dialer: dialerOf(id), token });
    yield { device, atMs };
    for (const unit of subDevicesOf(id, plans)) {
      yield { device: createDevice({ ...unit, environment, seed, dialer: device.channels, token }), atMs };
    }
  }
}

function kindOf({ profile, model = signalModels.get(profile.model) }: WorldKind): DeviceKind {
  assert(model !== undefined, `no model ${profile.model}`);
  return new DeviceKind(profile, model);
}
