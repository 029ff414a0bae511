import { channelBytes, encodeDeviceFrame, frameLimits } from '#proto/frame/index.js';
import { profileDefinitionOf } from '#proto/profile/index.js';
import { deviceError } from './device-errors.ts';
import type { DeviceKind } from './device-kind.ts';

/** Characters of an id at most. */
const mostIdCharacters = 64;

/** So many sub-devices of one kind. */
export interface SubDeviceKind {
  readonly kind: DeviceKind;
  /** 1 to 4,096. */
  readonly count: number;
}

/** One sub-device that a gateway device carries. */
export interface SubDevice {
  /** Its gateway's id, a dot, and its number with four digits: "hall-00001.0001". */
  readonly id: string;
  /** Its number behind its gateway, from 0. */
  readonly index: number;
  readonly kind: DeviceKind;
}

/**
 * The sub-devices of a gateway device, in the order of the plans.
 * @throws E2206 when an id would be too long, a kind has sub-devices itself, or its definition leaves no room for a channel in its frame
 */
export function subDevicesOf(gatewayId: string, plans: readonly SubDeviceKind[]): SubDevice[] {
  const units: SubDevice[] = [];
  for (const { kind, count } of plans) {
    checkKind(kind);
    for (let made = 0; made < count; made += 1) {
      const index = units.length;
      units.push({ id: `${gatewayId}.${String(index + 1).padStart(4, '0')}`, index, kind });
    }
  }
  const longest = units.at(-1)?.id ?? '';
  if (longest.length > mostIdCharacters) {
    throw deviceError('E2206', { message: `the id ${longest} has ${longest.length} characters, the limit is ${mostIdCharacters}` });
  }
  return units;
}

const checked = new WeakSet<DeviceKind>();

function checkKind(kind: DeviceKind): void {
  if (checked.has(kind)) return;
  const { name, subDevices } = kind.profile;
  if (subDevices.length > 0) throw deviceError('E2206', { message: `profile ${name} is a sub-device and has sub-devices itself` });
  const bytes = encodeDeviceFrame({ channel: 0, type: 'profileDefinition', body: profileDefinitionOf(kind.publicProfile) }).length;
  const limit = frameLimits.frameBytes - channelBytes;
  if (bytes > limit) {
    throw deviceError('E2206', { message: `the definition of ${name} takes ${bytes} bytes, the limit on a channel is ${limit}` });
  }
  checked.add(kind);
}
