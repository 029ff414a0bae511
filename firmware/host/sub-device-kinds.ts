import { dirname, isAbsolute, join } from 'node:path';
import type { DeviceKind, SubDeviceKind } from '#firmware/device/index.js';

/**
 * The kinds that the profile of a gateway device names, each made once.
 * @param profile of the gateway as it was named: a shipped profile, or the path of a file, whose folder its relative paths start from
 * @param load a kind by the name of a shipped profile or the path of a file
 */
export function subDeviceKindsOf(
  profile: string,
  { profile: { subDevices } }: DeviceKind,
  load: (name: string) => DeviceKind,
): SubDeviceKind[] {
  const kinds = new Map<string, DeviceKind>();
  return subDevices.map(({ profile: name, count }) => {
    const place = isFile(name) && !isAbsolute(name) ? join(dirname(profile), name) : name;
    const kind = kinds.get(place) ?? load(place);
    kinds.set(place, kind);
    return { kind, count };
  });
}

/** A profile of a user's own is named by a path; anything else is one that ships. */
function isFile(name: string): boolean {
  return /[./\\]/.test(name);
}

/** Id of the gateway device that a sub-device's id names; undefined when it is no id of a sub-device. */
export function gatewayIdOf(id: string): string | undefined {
  return /^(.+)\.\d{4}$/.exec(id)?.[1];
}
