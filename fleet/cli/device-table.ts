import { bulkOptions, targetSyntax } from './bulk-options.ts';
import type { CommandSpec, OptionSpec } from './command-spec.ts';

const reason: OptionSpec = { flags: '-m, --reason <text>', does: 'why; kept in the audit' };
const confirmation: OptionSpec = { flags: '--confirm <name>', does: 'answers the question in advance: the name it is done to' };

/** Commands about devices and their enrolment. */
export const deviceCommands: readonly CommandSpec[] = [
  {
    path: 'device list',
    summary: 'Devices by id',
    arguments: [{ syntax: '[selector]', does: 'key=value, key!=value, version=1.2..1.4 joined by commas, or CEL (fleet help selectors)' }],
    options: [
      { flags: '--all', does: 'every device; the default when no selector is given' },
      { flags: '--limit <count>', does: 'devices at most, 1 to 1,000,000 (default 1,000)' },
    ],
    output: 'list',
    remote: true,
    examples: [
      { line: 'fleet device list', does: 'all' },
      { line: 'fleet device list presence=online,profile=turbofan', does: 'engines that are there now' },
      { line: 'fleet device list -o name --limit 10', does: 'ten ids, one a line' },
    ],
    load: () => import('./device-list-command.ts'),
  },
  {
    path: 'device get',
    summary: 'One device: identity, presence, firmware, battery, alarms',
    arguments: [{ syntax: '<device>', does: 'id' }],
    output: 'object',
    remote: true,
    examples: [
      { line: 'fleet device get engine-001', does: 'all about it' },
      { line: 'fleet device get engine-001 --fields presence,lastSeenAt -o json', does: 'two facts for a script' },
    ],
    load: () => import('./device-get-command.ts'),
  },
  {
    path: 'device watch',
    summary: 'Live values of a device',
    details: 'Redraws on a terminal; else one line a value that changed, or one object a change with -o ndjson.',
    arguments: [{ syntax: '<device>', does: 'id' }],
    options: [
      { flags: '--every <time>', does: 'at most one change in this time, 250ms to 1m (default 1s)' },
      { flags: '--for <time>', does: 'end after this time, exit code 0' },
    ],
    output: 'data',
    remote: true,
    examples: [
      { line: 'fleet device watch engine-001', does: 'until Ctrl-C' },
      { line: 'fleet device watch engine-001 -o ndjson --for 10s', does: 'ten seconds for a program' },
    ],
    load: () => import('./device-watch-command.ts'),
  },
  {
    path: 'device revoke',
    summary: 'Revoke identity and key for ever, of a device or of all that a selector matches',
    details: 'Disconnects it at once. A revoked identity or key cannot come back, not even after the device is removed. Asks first.',
    arguments: [{ syntax: '[target]', does: targetSyntax }],
    options: [
      ...bulkOptions,
      reason,
      { flags: '--confirm <name>', does: 'answers the question in advance: the id, or the number of devices' },
    ],
    output: 'list',
    remote: true,
    examples: [
      { line: 'fleet device revoke engine-001 -m "stolen"', does: 'asks y/N' },
      { line: 'fleet device revoke engine-001 -m "stolen" --confirm=engine-001', does: 'in a script' },
      { line: 'fleet device revoke token=3f9c --max 40 -m "token leaked" --confirm=37', does: 'all 37 devices of a token' },
    ],
    load: () => import('./device-revoke-command.ts'),
  },
  {
    path: 'provision token create',
    summary: 'Make an enrolment token; its secret is printed once',
    details: 'The text ID:SECRET is what fleet sim spawn --token-file and devices take.',
    options: [
      { flags: '--uses <count>', does: 'devices it may let in, 1 to 1,000,000 (default 1)' },
      { flags: '--expires <time>', does: 'valid for this time, 1s to 3650d (default 7d)' },
      { flags: '--profile <profile>', does: 'profile it is for, repeatable (default: every profile)', repeatable: true },
      { flags: '--pending', does: 'devices wait for provision approve instead of getting in at once' },
      {
        flags: '--reprovision <policy>',
        does: 'what a claim for a known name by another key comes to: refused; the device goes on with it; another device has the name (default never)',
        choices: ['never', 'migrate', 'reset'],
      },
      { flags: '--label <label>', does: 'KEY=VALUE for its devices, repeatable', repeatable: true },
      { flags: '--title <title>', does: 'what it is for' },
      { flags: '--token-out <file>', does: 'write ID:SECRET to this file (mode 600) instead of printing it' },
      reason,
    ],
    output: 'object',
    remote: true,
    examples: [
      {
        line: 'fleet provision token create --uses 100 --expires 2h --token-out engines.token',
        does: 'for a hundred devices, into a file',
      },
      { line: 'fleet provision token create --pending --profile thermostat -o json', does: 'one thermostat, which waits for approval' },
    ],
    load: () => import('./provision-token-create-command.ts'),
  },
  {
    path: 'provision token list',
    summary: 'Enrolment tokens, without their secrets',
    output: 'list',
    remote: true,
    examples: [
      { line: 'fleet provision token list', does: 'all' },
      { line: 'fleet provision token list -o json --fields id,used,uses', does: 'how far they are used' },
    ],
    load: () => import('./provision-token-list-command.ts'),
  },
  {
    path: 'provision token revoke',
    summary: 'Revoke an enrolment token; devices that it let in stay',
    arguments: [{ syntax: '<token>', does: 'id' }],
    options: [reason, confirmation],
    output: 'object',
    remote: true,
    examples: [
      { line: 'fleet provision token revoke 3f9c -m "leaked"', does: 'asks y/N' },
      { line: 'fleet provision token revoke 3f9c --confirm=3f9c', does: 'in a script' },
    ],
    load: () => import('./provision-token-revoke-command.ts'),
  },
  {
    path: 'provision pending',
    summary: 'Devices that wait for approval',
    options: [{ flags: '--limit <count>', does: 'devices at most, 1 to 1,000,000 (default 1,000)' }],
    output: 'list',
    remote: true,
    examples: [
      { line: 'fleet provision pending', does: 'the queue' },
      { line: 'fleet provision pending -o name', does: 'ids for provision approve -' },
    ],
    load: () => import('./provision-pending-command.ts'),
  },
  {
    path: 'provision approve',
    summary: 'Let pending devices in: by name all or none, or those that a selector matches',
    arguments: [{ syntax: '[devices...]', does: 'ids, a selector, or - for ids on standard input, one a line' }],
    options: [...bulkOptions, reason],
    output: 'list',
    remote: true,
    examples: [
      { line: 'fleet provision approve thermostat-0001 thermostat-0002', does: 'two devices' },
      { line: 'fleet provision approve profile=thermostat --max 50', does: 'the pending ones of a kind, one after the other' },
      { line: 'fleet provision approve - -m "line 4 tested"', does: 'those of a list: fleet provision pending -o name | …' },
    ],
    load: () => import('./provision-approve-command.ts'),
  },
  {
    path: 'provision reject',
    summary: 'Refuse pending devices: by name all or none, or those that a selector matches',
    arguments: [{ syntax: '[devices...]', does: 'ids, a selector, or - for ids on standard input, one a line' }],
    options: [...bulkOptions, reason],
    output: 'list',
    remote: true,
    examples: [
      { line: 'fleet provision reject thermostat-0003 -m "not ours"', does: 'one device' },
      { line: 'fleet provision reject profile=thermostat,hardware=A --dry-run', does: 'whom it would reach' },
      { line: 'fleet provision reject -', does: 'those of a list on standard input' },
    ],
    load: () => import('./provision-reject-command.ts'),
  },
];
