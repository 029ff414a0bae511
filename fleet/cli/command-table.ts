import { alarmCommands } from './alarm-table.ts';
import type { CommandSpec } from './command-spec.ts';
import { completionCommands } from './completion-table.ts';
import { deviceCommands } from './device-table.ts';
import { frameCommands } from './frame-table.ts';
import { groupCommands } from './group-table.ts';
import { holdCommands } from './hold-table.ts';
import { hookCommands } from './hook-table.ts';
import { imageCommands } from './image-table.ts';
import { keyCommands } from './key-table.ts';
import { localCommands } from './local-table.ts';
import { managerCommands } from './manager-table.ts';
import { orderCommands } from './order-table.ts';
import { proveCommands } from './prove-table.ts';
import { provisionCommands } from './provision-table.ts';
import { releaseCommands } from './release-table.ts';
import { rolloutCommands } from './rollout-table.ts';
import { signalCommands } from './signal-table.ts';
import { simLiveCommands } from './sim-live-table.ts';
import { simCommands } from './sim-table.ts';
import { updateCommands } from './update-table.ts';

/** All commands, in the order of fleet --help. */
export const commands: readonly CommandSpec[] = [
  ...managerCommands,
  ...deviceCommands,
  ...frameCommands,
  ...provisionCommands,
  ...groupCommands,
  ...orderCommands,
  ...holdCommands,
  ...updateCommands,
  ...alarmCommands,
  ...hookCommands,
  ...simCommands,
  ...simLiveCommands,
  ...imageCommands,
  ...releaseCommands,
  ...rolloutCommands,
  ...proveCommands,
  ...keyCommands,
  ...localCommands,
  ...signalCommands,
  ...completionCommands,
];

/** What each noun is about, for its help; the plural is an alias. */
export const nouns: Readonly<Record<string, { readonly plural: string; readonly about: string }>> = {
  device: { plural: 'devices', about: 'Devices of the fleet' },
  group: { plural: 'groups', about: 'Groups: selectors with a name' },
  operation: { plural: 'operations', about: 'Orders to many devices, staggered by the manager' },
  provision: { plural: 'provisions', about: 'Enrolment: tokens, pending devices, identities and keys' },
  'provision token': { plural: 'tokens', about: 'Enrolment tokens' },
  alarm: { plural: 'alarms', about: 'Alarms' },
  'alarm rule': { plural: 'rules', about: 'Alarm rules' },
  hook: { plural: 'hooks', about: 'Hooks: signed messages to other systems' },
  token: { plural: 'tokens', about: 'Bearer tokens of the API' },
  audit: { plural: 'audits', about: 'The audit trail' },
  signal: { plural: 'signals', about: 'Signals of devices, and what is stored of them' },
  image: { plural: 'images', about: 'Firmware images' },
  release: { plural: 'releases', about: 'Releases: images that devices may be given' },
  rollout: { plural: 'rollouts', about: 'Rollouts: a release or a configuration in waves, behind gates' },
  prove: { plural: 'proofs', about: "Proofs of Seatrial's own device: exhaustive runs with a verdict" },
  key: { plural: 'keys', about: 'Keys that sign updates' },
  sim: { plural: 'sims', about: 'Populations of virtual devices' },
  profile: { plural: 'profiles', about: 'Kinds of virtual device' },
  context: { plural: 'contexts', about: 'Managers and credentials' },
};
