import type { CommandSpec, OptionSpec } from './command-spec.ts';

const reason: OptionSpec = { flags: '-m, --reason <text>', does: 'why; kept in the audit' };
const confirmation: OptionSpec = { flags: '--confirm <name>', does: 'answers the question in advance: the name it is done to' };
const name = { syntax: '<name>', does: 'name of the hook' };
const load = () => import('./hook-commands.ts');

/** Commands about hooks. */
export const hookCommands: readonly CommandSpec[] = [
  {
    path: 'hook create',
    summary: 'Have a receiver told of what happens, by signed POSTs',
    details:
      'Wants the role admin. One message a cause and minute, at least once, in the form of Alertmanager. The secret is shown once. docs/HOOKS.md tells receivers how to check it.',
    arguments: [{ syntax: '<name>', does: '1 to 63 of a-z 0-9 . _ -' }],
    options: [
      { flags: '--to <url>', does: 'http:// or https:// URL that takes the POSTs' },
      { flags: '--on <condition>', does: 'CEL over an event: which ones (fleet hook fields lists the names)' },
      { flags: '--secret-out <file>', does: 'write the secret to this file (mode 600) instead of printing it' },
      { flags: '--secret-file <file>', does: 'take the secret from this file (mode 600; - for standard input) instead of making one' },
      reason,
    ],
    output: 'object',
    remote: true,
    examples: [
      {
        line: 'fleet hook create oncall --to https://pager.example/hook --on "source == \'alarm\' && priority >= 3" --secret-out oncall.secret',
        does: 'alarms that are high or critical',
      },
      {
        line: "fleet hook create desk --to https://desk.example/in --on \"kind in ['device.pending', 'history.filling']\"",
        does: 'devices that wait for approval, and a disk that fills',
      },
    ],
    load,
  },
  {
    path: 'hook list',
    summary: 'Hooks with what waits for them',
    output: 'list',
    remote: true,
    examples: [
      { line: 'fleet hook list', does: 'all' },
      { line: 'fleet hook list -o json --fields name,state,waiting', does: 'for a program' },
    ],
    load,
  },
  {
    path: 'hook get',
    summary: 'One hook: condition, receiver, how it goes',
    arguments: [name],
    output: 'object',
    remote: true,
    examples: [
      { line: 'fleet hook get oncall', does: 'all about it' },
      { line: 'fleet hook get oncall -w', does: 'as it goes on' },
    ],
    load,
  },
  {
    path: 'hook test',
    summary: 'Send one message now and say how it went; exit code 1 when the receiver does not take it',
    arguments: [name],
    options: [reason],
    output: 'object',
    remote: true,
    examples: [
      { line: 'fleet hook test oncall', does: 'before you rely on it' },
      { line: 'fleet hook test oncall -o json -m "after the move"', does: 'for a program' },
    ],
    load,
  },
  {
    path: 'hook pause',
    summary: 'Send nothing more; what happens is gathered and waits',
    arguments: [name],
    options: [reason],
    output: 'object',
    remote: true,
    examples: [
      { line: 'fleet hook pause oncall -m "pager is moved"', does: 'at once' },
      { line: 'fleet hook pause oncall -o json', does: 'for a program' },
    ],
    load,
  },
  {
    path: 'hook resume',
    summary: 'Send again, first what waits',
    arguments: [name],
    options: [reason],
    output: 'object',
    remote: true,
    examples: [
      { line: 'fleet hook resume oncall', does: 'at once' },
      { line: 'fleet hook resume oncall -m "pager is back"', does: 'with a reason' },
    ],
    load,
  },
  {
    path: 'hook delete',
    summary: 'Delete a hook and what waits for it',
    arguments: [name],
    options: [reason, confirmation],
    output: 'object',
    remote: true,
    examples: [
      { line: 'fleet hook delete oncall', does: 'asks y/N' },
      { line: 'fleet hook delete oncall --confirm=oncall -m "replaced"', does: 'in a script' },
    ],
    load,
  },
  {
    path: 'hook deliveries',
    summary: 'Messages of a hook, newest first: what became of them',
    arguments: [name],
    options: [{ flags: '--limit <count>', does: 'messages at most, 1 to 10,000 (default 100)' }],
    output: 'list',
    remote: true,
    examples: [
      { line: 'fleet hook deliveries oncall', does: 'the newest' },
      { line: 'fleet hook deliveries oncall --limit 1000 -o ndjson', does: 'for a file' },
    ],
    load,
  },
  {
    path: 'hook fields',
    summary: 'Names that --on may use, and what they are',
    output: 'list',
    remote: false,
    examples: [
      { line: 'fleet hook fields', does: 'all' },
      { line: 'fleet hook fields -o json', does: 'for a program' },
    ],
    load,
  },
];
