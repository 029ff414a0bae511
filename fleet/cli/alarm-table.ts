import type { CommandSpec, OptionSpec } from './command-spec.ts';

const reason: OptionSpec = { flags: '-m, --reason <text>', does: 'why; kept in the audit' };
const confirmation: OptionSpec = { flags: '--confirm <name>', does: 'answers the question in advance: the name it is done to' };

/** Commands about alarms, API tokens and the audit. */
export const alarmCommands: readonly CommandSpec[] = [
  {
    path: 'alarm list',
    summary: 'Alarms, newest first',
    options: [
      { flags: '--state <state>', does: 'open: all that are not normal (default); all: closed ones too', choices: ['open', 'all'] },
      { flags: '--device <device>', does: 'only of this device' },
      { flags: '--limit <count>', does: 'alarms at most, 1 to 100,000 (default 1,000)' },
    ],
    output: 'list',
    remote: true,
    examples: [
      { line: 'fleet alarm list', does: 'what is open' },
      { line: 'fleet alarm list --state all --device engine-001', does: 'the story of one device' },
    ],
    load: () => import('./alarm-list-command.ts'),
  },
  {
    path: 'alarm get',
    summary: 'One alarm with the values that raised it',
    arguments: [{ syntax: '<alarm>', does: 'id' }],
    output: 'object',
    remote: true,
    examples: [
      { line: 'fleet alarm get 1', does: 'all about it' },
      { line: 'fleet alarm get 1 -o yaml', does: 'as YAML' },
    ],
    load: () => import('./alarm-get-command.ts'),
  },
  {
    path: 'alarm ack',
    summary: 'Acknowledge an alarm',
    arguments: [{ syntax: '<alarm>', does: 'id' }],
    options: [{ flags: '-m, --note <text>', does: 'what was found or done; kept with the alarm and in the audit' }],
    output: 'object',
    remote: true,
    examples: [
      { line: 'fleet alarm ack 1 -m "crew informed"', does: 'with a note' },
      { line: 'fleet alarm ack 1 -o json', does: 'for a program' },
    ],
    load: () => import('./alarm-ack-command.ts'),
  },
  {
    path: 'alarm rule apply',
    summary: 'Check all rules of a file, then apply all of them',
    details: 'Rules that the file does not name stay as they are.',
    options: [{ flags: '-f, --file <file>', does: 'YAML of kind AlarmRules; - for standard input' }, reason],
    output: 'object',
    remote: true,
    examples: [
      { line: 'fleet alarm rule apply -f rules.yaml -m "tighter limits"', does: 'from a file' },
      { line: 'fleet alarm rule apply -f -', does: 'from standard input' },
    ],
    load: () => import('./alarm-rule-apply-command.ts'),
  },
  {
    path: 'alarm rule list',
    summary: 'Alarm rules that are in force',
    output: 'list',
    remote: true,
    examples: [
      { line: 'fleet alarm rule list', does: 'all' },
      { line: 'fleet alarm rule list -o yaml', does: 'with every detail' },
    ],
    load: () => import('./alarm-rule-list-command.ts'),
  },
  {
    path: 'token create',
    summary: 'Make a bearer token of the API; it is printed once',
    arguments: [{ syntax: '<name>', does: 'who holds it: the name in the audit' }],
    options: [
      {
        flags: '--role <role>',
        does: 'viewer reads, operator acts, admin manages tokens (default viewer)',
        choices: ['viewer', 'operator', 'admin'],
      },
      { flags: '--expires <time>', does: 'valid for this time, up to 3650d (default: for ever)' },
      { flags: '--token-out <file>', does: 'write the token to this file (mode 600) instead of printing it' },
      reason,
    ],
    output: 'object',
    remote: true,
    examples: [
      { line: 'fleet token create ci --role viewer --expires 30d', does: 'for a pipeline' },
      { line: 'fleet token create ana --role operator --token-out ana.token', does: 'for a colleague, into a file' },
    ],
    load: () => import('./token-create-command.ts'),
  },
  {
    path: 'token reset',
    summary: 'Make one more admin token for a manager that does not run: the way back in when the last one is lost',
    details:
      'Needs the data folder, and stops no manager: while one runs it is refused. Tokens that are there stay; revoke what is lost afterwards.',
    options: [
      { flags: '--data <folder>', does: 'data folder of the manager (default $XDG_DATA_HOME/seatrial/fleet)' },
      { flags: '--token-out <file>', does: 'write the token to this file (mode 600) instead of printing it' },
      reason,
    ],
    output: 'object',
    remote: false,
    examples: [
      { line: 'fleet token reset --token-out admin.token -m "laptop lost"', does: 'of the default folder, into a file' },
      { line: 'fleet token reset --data ./fleet-data', does: 'of another folder, printed once' },
    ],
    load: () => import('./token-reset-command.ts'),
  },
  {
    path: 'token list',
    summary: 'Bearer tokens of the API, without their secrets',
    output: 'list',
    remote: true,
    examples: [
      { line: 'fleet token list', does: 'all' },
      { line: 'fleet token list -o csv', does: 'for a spreadsheet' },
    ],
    load: () => import('./token-list-command.ts'),
  },
  {
    path: 'token revoke',
    summary: 'Revoke a bearer token at once',
    arguments: [{ syntax: '<token>', does: 'id' }],
    options: [reason, confirmation],
    output: 'object',
    remote: true,
    examples: [
      { line: 'fleet token revoke 7ab2 -m "left the team"', does: 'asks y/N' },
      { line: 'fleet token revoke 7ab2 --confirm=7ab2', does: 'in a script' },
    ],
    load: () => import('./token-revoke-command.ts'),
  },
  {
    path: 'audit list',
    summary: 'Who did what, and which devices were refused for misuse',
    options: [
      { flags: '--limit <count>', does: 'newest entries, 1 to 1,000 (default 100)' },
      { flags: '--after <sequence>', does: 'instead, entries that follow this one' },
    ],
    output: 'list',
    remote: true,
    examples: [
      { line: 'fleet audit list', does: 'the newest' },
      { line: 'fleet audit list --after 0 --limit 1000 -o ndjson', does: 'from the beginning, for a file' },
    ],
    load: () => import('./audit-list-command.ts'),
  },
];
