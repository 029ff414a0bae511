import { bulkOptions, targetSyntax } from './bulk-options.ts';
import type { CommandSpec, OptionSpec } from './command-spec.ts';

const reason: OptionSpec = { flags: '-m, --reason <text>', does: 'why; kept in the audit' };

/** Commands that give orders to one device or many. */
export const orderCommands: readonly CommandSpec[] = [
  {
    path: 'device label',
    summary: 'Set and remove labels of a device, or of all that a selector matches',
    details: 'KEY=VALUE sets, KEY- removes. At most 16 labels a device; selectors know them as key=value.',
    arguments: [
      { syntax: '[target]', does: targetSyntax },
      { syntax: '[labels...]', does: 'KEY=VALUE to set, KEY- to remove' },
    ],
    options: [...bulkOptions, reason],
    output: 'list',
    remote: true,
    examples: [
      { line: 'fleet device label engine-001 site=north tier-', does: 'sets one, removes one' },
      { line: 'fleet device label profile=turbofan,site=north crew=blue --max 200 -m "new crew"', does: 'all engines of a site' },
    ],
    load: () => import('./device-label-command.ts'),
  },
  {
    path: 'device set',
    summary: 'Configure a device, or all that a selector matches; without settings it shows wanted and reported',
    details:
      'KEY=VALUE sets, KEY- goes back to the default of the profile. Checked against the profile, pushed now or when the device comes; ' +
      'drift=true selects who does not run what is wanted.',
    arguments: [
      { syntax: '[target]', does: targetSyntax },
      { syntax: '[settings...]', does: 'KEY=VALUE to set, KEY- for the default' },
    ],
    options: [
      ...bulkOptions,
      { flags: '--if-version <number>', does: 'one device: refuse, exit code 5, when another version is wanted by now' },
      reason,
    ],
    output: 'list',
    remote: true,
    examples: [
      { line: 'fleet device set thermostat-001', does: 'what is wanted and what it runs' },
      { line: 'fleet device set thermostat-001 setpointC=21.5 ecoMode- -m "too warm"', does: 'sets one, resets one' },
      { line: 'fleet device set group=pilots ecoMode=true --max 200 --dry-run', does: 'would it fit all of them?' },
    ],
    load: () => import('./device-set-command.ts'),
  },
  {
    path: 'device cmd',
    summary: 'Send a command to a device, or to all that a selector matches; the result is kept',
    details:
      'Without --deadline the device must be connected. With it the device gets the command when it comes, over restarts of the manager, and does ' +
      'it at most once. Numbers, true and false among the arguments are what they look like; KEY=\'"7"\' is text.',
    arguments: [
      { syntax: '[target]', does: targetSyntax },
      { syntax: '[words...]', does: 'the command (reboot, identify, or one of the profile), then KEY=VALUE arguments' },
    ],
    options: [
      { flags: '--timeout <time>', does: 'time to answer once the device was told, 100ms to 24h (default 30s)' },
      { flags: '--deadline <time>', does: 'wait for a device that sleeps or is away, up to 30d' },
      { flags: '--list', does: 'commands, newest first, of the device when one is given' },
      { flags: '--open', does: 'with --list: those that are not over' },
      { flags: '--limit <count>', does: 'with --list: commands at most, 1 to 100,000 (default 100)' },
      { flags: '--cancel <id>', does: 'take one back that its device was not told yet' },
      ...bulkOptions,
      reason,
    ],
    output: 'list',
    remote: true,
    examples: [
      { line: 'fleet device cmd thermostat-001 reboot -m "hangs"', does: 'now, and wait for the answer' },
      { line: 'fleet device cmd profile=soil-sensor identify --deadline 24h --max 50', does: 'each when it wakes up' },
      { line: 'fleet device cmd --list --open', does: 'what waits for devices' },
    ],
    load: () => import('./device-cmd-command.ts'),
  },
  {
    path: 'device history',
    summary: 'What happened to a device, newest first: connections, configuration, commands, boots, labels, alarms, updates, holds',
    arguments: [{ syntax: '<device>', does: 'id' }],
    options: [
      {
        flags: '--about <subject>',
        does: 'only this, repeatable',
        repeatable: true,
      },
      { flags: '--since <time>', does: 'only what happened in this time: 30s, 5m, 2h, 7d' },
      { flags: '--limit <count>', does: 'entries at most, 1 to 100,000 (default 100)' },
    ],
    details: 'Subjects: connections, configuration, commands, boots, labels, alarms, updates, holds.',
    output: 'list',
    remote: true,
    examples: [
      { line: 'fleet device history engine-001', does: 'the newest hundred' },
      { line: 'fleet device history engine-001 --about commands --about boots --since 7d', does: 'orders and resets of a week' },
    ],
    load: () => import('./device-history-command.ts'),
  },
  {
    path: 'wait',
    summary: 'Wait until a condition holds of an object, which need not exist yet',
    details:
      'NOUN is device, group, alarm, operation, command, attempt or rollout; an alarm is named by its id or as DEVICE/RULE. The condition is CEL over its fields, for ' +
      'a device any selector (fleet help selectors); without one the object is waited for. Out of time is exit code 6.',
    arguments: [
      { syntax: '<noun>', does: 'device, group, alarm, operation, command, attempt or rollout' },
      { syntax: '<name>', does: 'its id or name' },
    ],
    options: [
      { flags: '--for <condition>', does: 'what must hold (default: that it exists)' },
      { flags: '--timeout <time>', does: 'longest time, 1ms to 366d (default 60s)' },
      { flags: '--every <time>', does: 'look again this often, 100ms to 1h (default 500ms)' },
    ],
    output: 'object',
    remote: true,
    examples: [
      { line: 'fleet wait device engine-001 --for presence=online --timeout 5m', does: 'until it is there' },
      { line: 'fleet wait operation 7 --for "state != \'running\'"', does: 'until it is over' },
      { line: 'fleet wait alarm engine-001/egt-high --timeout 1h', does: 'until it is raised' },
    ],
    load: () => import('./wait-command.ts'),
  },
  {
    path: 'operation list',
    summary: 'Orders to many devices, newest first',
    output: 'list',
    remote: true,
    examples: [
      { line: 'fleet operation list', does: 'what runs and what ran' },
      { line: 'fleet operation list -o json --fields id,state,failed', does: 'three facts for a script' },
    ],
    load: () => import('./operation-commands.ts'),
  },
  {
    path: 'operation get',
    summary: 'One operation: how far it is, and why it ended',
    arguments: [{ syntax: '<operation>', does: 'id' }],
    options: [{ flags: '--steps', does: 'what came of each device, in place of the operation' }],
    output: 'object',
    remote: true,
    examples: [
      { line: 'fleet operation get 7 --watch', does: 'follow it' },
      { line: 'fleet operation get 7 --steps -o csv', does: 'a row a device' },
    ],
    load: () => import('./operation-commands.ts'),
  },
  {
    path: 'operation cancel',
    summary: 'End a running operation before its next device',
    details: 'What was done stays done.',
    arguments: [{ syntax: '<operation>', does: 'id' }],
    options: [reason],
    output: 'object',
    remote: true,
    examples: [
      { line: 'fleet operation cancel 7', does: 'at once' },
      { line: 'fleet operation cancel 7 -m "wrong site"', does: 'with a reason for the audit' },
    ],
    load: () => import('./operation-commands.ts'),
  },
];
