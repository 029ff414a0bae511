import { bulkOptions, targetSyntax } from './bulk-options.ts';
import type { CommandSpec, OptionSpec } from './command-spec.ts';

const reason: OptionSpec = { flags: '-m, --reason <text>', does: 'why; kept in the audit' };
const deltaChoices = ['prefer', 'require', 'never'];

/** Commands about updates of devices. */
export const updateCommands: readonly CommandSpec[] = [
  {
    path: 'device update',
    summary: 'Update a device to a release, or all that a selector matches',
    details:
      'It is offered at once, or when the device comes (limits.offerWithinMs). Updated means that a boot after the offer runs the image, confirmed. ' +
      'With --wait the exit code is 0 when all are updated, 7 when one ended otherwise, 6 when the time is over.',
    arguments: [{ syntax: '[target]', does: targetSyntax }],
    options: [
      { flags: '--release <release>', does: 'NAME@VERSION, published' },
      { flags: '--delta <policy>', does: 'use a delta when it is worth it (default), in any case, or not at all', choices: deltaChoices },
      { flags: '--wait', does: 'wait until the attempts are over, not only until they are ordered' },
      { flags: '--timeout <time>', does: 'with --wait: longest time, 1s to 30d (default 30m)' },
      { flags: '--cancel', does: 'take the open attempt of the device back' },
      ...bulkOptions,
      reason,
    ],
    output: 'list',
    remote: true,
    examples: [
      { line: 'fleet device update thermostat-001 --release thermostat@1.1.0 --wait', does: 'one, until it is over' },
      { line: 'fleet device update group=pilots --release thermostat@1.1.0 --max 50 --rate 1', does: 'a group, one a second' },
      { line: 'fleet device update thermostat-001 --cancel -m "wrong release"', does: 'takes it back' },
    ],
    load: () => import('./device-update-command.ts'),
  },
  {
    path: 'device updates',
    summary: 'Attempts at updates of a device, of a rollout, or of all, newest first; with --steps every step of them',
    arguments: [{ syntax: '[device]', does: 'id; left out: those of every device' }],
    options: [
      { flags: '--rollout <name>', does: 'only those of this rollout' },
      { flags: '--steps', does: 'each step with its time, bytes and cause' },
      { flags: '--limit <count>', does: 'attempts at most, 1 to 100,000 (default 100)' },
    ],
    output: 'list',
    remote: true,
    examples: [
      { line: 'fleet device updates thermostat-001', does: 'how each ended, and why' },
      { line: 'fleet device updates thermostat-001 --steps --limit 1', does: 'all of the newest' },
      { line: 'fleet device updates --rollout autumn', does: 'of all devices of a rollout' },
    ],
    load: () => import('./device-updates-command.ts'),
  },
];
