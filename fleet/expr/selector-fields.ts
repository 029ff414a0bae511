import type { DeviceView } from '#fleet/domain/index.js';
import type { VariableType } from './cel.ts';
import { readVersion } from './version-value.ts';

/** One name that selectors may use. */
export interface SelectorField {
  readonly name: string;
  readonly type: VariableType;
  /** What it is, with unit and values. */
  readonly description: string;
  /** undefined when it is not known of this device: a comparison with it is then neither true nor false. */
  read(view: DeviceView): unknown;
}

/** Times are 0 in a record when the thing never happened: then they are unknown. */
const known = (atMs: number): number | undefined => (atMs > 0 ? atMs : undefined);

/** The names that selectors may use, in the order of the help. */
export const selectorFields: readonly SelectorField[] = [
  { name: 'id', type: 'string', description: 'identity of the device', read: (view) => view.id },
  { name: 'profile', type: 'string', description: 'kind of hardware: "thermostat"', read: (view) => view.profile },
  { name: 'presence', type: 'string', description: 'online, late, asleep, offline or never', read: (view) => view.presence },
  { name: 'status', type: 'string', description: 'pending, active, rejected, revoked or retired', read: (view) => view.status },
  {
    name: 'firmware',
    type: 'version',
    description: 'running version, for example firmware >= version("1.4"); unknown before the first connection',
    read: (view) => readVersion(view.firmwareVersion),
  },
  { name: 'hardware', type: 'string', description: 'hardware revision', read: (view) => view.hardwareRevision },
  { name: 'labels', type: 'map<string, string>', description: 'labels: labels.site == "north"', read: (view) => view.labels },
  { name: 'battery', type: 'double', description: 'charge, percent, 0 to 100', read: (view) => view.batteryPercent },
  {
    name: 'charging',
    type: 'bool',
    description: 'power from outside, or being charged; unknown when it does not say',
    read: (view) => view.charging,
  },
  {
    name: 'link',
    type: 'string',
    description: 'wired, wifi, cellular or low-power; unknown when it does not say',
    read: (view) => view.link,
  },
  { name: 'image', type: 'string', description: 'SHA-256 of the running image, hex', read: (view) => view.imageDigest },
  { name: 'confirmed', type: 'bool', description: 'the running image is confirmed', read: (view) => view.imageConfirmed },
  { name: 'resetReason', type: 'string', description: 'why it booted last: "power-on"', read: (view) => view.resetReason },
  { name: 'openAlarms', type: 'double', description: 'alarms that are not normal', read: (view) => view.openAlarms },
  { name: 'droppedFrames', type: 'double', description: 'durable frames it had to drop in its life', read: (view) => view.droppedFrames },
  { name: 'boot', type: 'double', description: 'number of its newest boot', read: (view) => view.boot },
  { name: 'token', type: 'string', description: 'id of the enrolment token that let it in', read: (view) => view.tokenId },
  {
    name: 'gateway',
    type: 'string',
    description: 'id of the gateway device that carries it; empty on a socket of its own',
    read: (view) => view.gatewayId,
  },
  {
    name: 'configuration',
    type: 'double',
    description: 'version of the configuration that it reports',
    read: (view) => view.reportedConfigurationVersion,
  },
  {
    name: 'desiredConfiguration',
    type: 'double',
    description: 'version of the configuration that is wanted, 0 when none',
    read: (view) => view.desiredConfigurationVersion,
  },
  { name: 'drift', type: 'bool', description: 'it does not run the wanted configuration', read: (view) => view.drift },
  { name: 'held', type: 'bool', description: 'an operator holds it', read: (view) => view.hold?.type === 'hold' },
  { name: 'pinned', type: 'bool', description: 'an operator pinned it to what it runs', read: (view) => view.hold?.type === 'pin' },
  { name: 'enrolledAtMs', type: 'double', description: 'ms since 1970-01-01T00:00Z', read: (view) => known(view.enrolledAtMs) },
  {
    name: 'lastConnectedAtMs',
    type: 'double',
    description: 'ms since 1970; unknown when never',
    read: (view) => known(view.lastConnectedAtMs),
  },
  { name: 'lastSeenAtMs', type: 'double', description: 'ms since 1970; unknown when never', read: (view) => known(view.lastSeenAtMs) },
];

export const fieldsByName: ReadonlyMap<string, SelectorField> = new Map(selectorFields.map((field) => [field.name, field]));
export const fieldTypes: ReadonlyMap<string, VariableType> = new Map(selectorFields.map((field) => [field.name, field.type]));
