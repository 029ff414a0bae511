import type { DeviceView, PlanStratum } from '#fleet/domain/index.js';

/** What of a device makes it like others. `link`: how it is connected; empty: not known. */
export type StratumDevice = Pick<DeviceView, 'profile' | 'hardwareRevision' | 'labels'> & { readonly link?: string | undefined };

/**
 * What a device has in common with others, as text: "thermostat/b/wifi"; a part that it does not have is "-". The same text means the same stratum.
 * @param strata of the plan; none: all devices are alike, "all"
 */
export function stratumOf(device: StratumDevice, strata: readonly PlanStratum[]): string {
  if (strata.length === 0) return 'all';
  return strata.map((stratum) => partText(partOf(device, stratum))).join('/');
}

function partOf({ profile, hardwareRevision, labels, link }: StratumDevice, stratum: PlanStratum): string {
  switch (stratum) {
    case 'profile':
      return profile;
    case 'hardware':
      return hardwareRevision;
    case 'link':
      return link ?? '';
    default: {
      const key = stratum.slice('label:'.length);
      return Object.hasOwn(labels, key) ? (labels[key] as string) : '';
    }
  }
}

/** Values are free text: what parts them, and what stands for nothing, must not come out of one. */
function partText(value: string): string {
  if (value === '') return '-';
  return value === '-' ? '%2D' : value.replaceAll('%', '%25').replaceAll('/', '%2F');
}
