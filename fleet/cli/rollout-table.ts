import type { CommandSpec, OptionSpec } from './command-spec.ts';

const reason: OptionSpec = { flags: '-m, --reason <text>', does: 'why; kept in the audit' };
const confirmation: OptionSpec = { flags: '--confirm <name>', does: 'answers the question in advance: the name of the rollout' };
const revision: OptionSpec = {
  flags: '--revision <number>',
  does: 'only when it is still at this revision (default: when it takes a step meanwhile, shown and sent again)',
};
const dryRun: OptionSpec = { flags: '--dry-run', does: 'say what it would reach, and do nothing' };
const file: OptionSpec = { flags: '-f, --file <file>', does: 'the plan, - for standard input (docs/ROLLOUTS.md)' };
const name = { syntax: '<rollout>', does: 'name of the rollout' };
const common = [reason, revision, dryRun] as const;
const verbs = () => import('./rollout-verb-commands.ts');
const views = () => import('./rollout-view-commands.ts');

/** Buckets of devices, as the domain has them: here too, because a start of the program reads no more than its tables. */
const buckets = [
  'pending',
  'held',
  'pinned',
  'offline',
  'outsideWindow',
  'conditionNotMet',
  'deferred',
  'offered',
  'downloading',
  'installing',
  'rebooting',
  'unconfirmed',
  'soaking',
  'updated',
  'alreadyThere',
  'failed',
  'silent',
  'rejected',
  'rolledBack',
  'superseded',
];

/** What each verb does to a device in the middle: in the help, in docs/ROLLOUTS.md, and tested. */
const verbTable = `What each verb does to a device in the middle:
  verb      not offered       offered, not past the switch   past the switch of slots   runs the new, confirmed
  pause     waits             finishes                       finishes                   keeps it
  halt      waits             is recalled                    finishes                   keeps it
  abort     never offered     is recalled                    finishes                   keeps it
  rollback  never offered     is recalled                    finishes, then goes back   goes back
A halt is what a gate does on a bad verdict; resume then wants a reason and a raised limit. Past the switch of slots a device always finishes.`;

/** Commands about rollouts. */
export const rolloutCommands: readonly CommandSpec[] = [
  {
    path: 'rollout plan',
    summary: 'What a plan would do: waves, blockers, power of the gates, way back; nothing is done',
    details: 'Exit code 2 when a finding is an error: such a plan does not start.',
    options: [file],
    output: 'object',
    remote: true,
    examples: [
      { line: 'fleet rollout plan -f plan.yaml', does: 'before anything' },
      { line: 'fleet rollout plan -f plan.yaml -o json --fields findings', does: 'for CI' },
    ],
    load: verbs,
  },
  {
    path: 'rollout create',
    summary: 'Make a rollout out of a plan: a draft, until it is started',
    options: [file, reason, { flags: '--start', does: 'start it at once, when it needs no approval' }],
    output: 'object',
    remote: true,
    examples: [
      { line: 'fleet rollout create -f plan.yaml', does: 'a draft' },
      { line: 'fleet rollout create -f plan.yaml --start -m "release 1.2 for the north"', does: 'and off it goes' },
    ],
    load: verbs,
  },
  {
    path: 'rollout approve',
    summary: 'Approve a rollout; its plan says which role and how many',
    arguments: [name],
    options: [...common],
    output: 'object',
    remote: true,
    examples: [
      { line: 'fleet rollout approve r-42 -m "tested on the bench"', does: 'one approval' },
      { line: 'fleet rollout approve r-42 --dry-run', does: 'what it would begin' },
    ],
    load: verbs,
  },
  {
    path: 'rollout start',
    summary: 'Start a rollout; prints how many devices it can reach',
    arguments: [name],
    options: [...common],
    output: 'object',
    remote: true,
    examples: [
      { line: 'fleet rollout start r-42', does: 'the first wave begins' },
      { line: 'fleet rollout start r-42 -m "window agreed with site"', does: 'with a reason' },
    ],
    load: verbs,
  },
  {
    path: 'rollout pause',
    summary: 'No new offers; devices that have started finish',
    details: verbTable,
    arguments: [name],
    options: [...common],
    output: 'object',
    remote: true,
    examples: [
      { line: 'fleet rollout pause r-42 -m "link of the depot is down"', does: 'at once' },
      { line: 'fleet rollout pause r-42 --dry-run', does: 'what stands before, in and past the switch' },
    ],
    load: verbs,
  },
  {
    path: 'rollout resume',
    summary: 'Go on; a halted one wants a reason and a raised limit',
    details: verbTable,
    arguments: [name],
    options: [
      ...common,
      {
        flags: '--raise <gate=limit>',
        does: 'a new limit of a gate: percent of a threshold, failures after each other, or times as often as waiting devices (health)',
        repeatable: true,
      },
    ],
    output: 'object',
    remote: true,
    examples: [
      { line: 'fleet rollout resume r-42', does: 'after a pause' },
      { line: 'fleet rollout resume r-42 --raise failed=4% -m "known bad batch of hardware"', does: 'after a halt' },
    ],
    load: verbs,
  },
  {
    path: 'rollout promote',
    summary: 'Let the wave through though its gates are not good; one that turns bad still stops it',
    arguments: [name],
    options: [...common, { flags: '--full', does: 'all waves that are left' }, confirmation],
    output: 'object',
    remote: true,
    examples: [
      { line: 'fleet rollout promote r-42 -m "looked at by hand"', does: 'the next wave begins' },
      { line: 'fleet rollout promote r-42 --full --confirm=r-42 -m "security fix"', does: 'everything at once' },
    ],
    load: verbs,
  },
  {
    path: 'rollout retry',
    summary: 'Give failed devices another try',
    arguments: [name],
    options: [...common, { flags: '--cause <cause>', does: 'only those that failed by this cause' }],
    output: 'object',
    remote: true,
    examples: [
      { line: 'fleet rollout retry r-42 -m "depot is online again"', does: 'all that failed' },
      { line: 'fleet rollout retry r-42 --cause silent', does: 'only the silent ones' },
    ],
    load: verbs,
  },
  {
    path: 'rollout abort',
    summary: 'End it: no new offers, and devices that have not switched slots are recalled',
    details: verbTable,
    arguments: [name],
    options: [...common, confirmation],
    output: 'object',
    remote: true,
    examples: [
      { line: 'fleet rollout abort r-42 -m "wrong release"', does: 'asks y/N' },
      { line: 'fleet rollout abort r-42 --confirm=r-42 -m "wrong release"', does: 'in a script' },
    ],
    load: verbs,
  },
  {
    path: 'rollout rollback',
    summary: 'Halt, and give what ran before back to the devices that run the new',
    details: verbTable,
    arguments: [name],
    options: [...common, confirmation],
    output: 'object',
    remote: true,
    examples: [
      { line: 'fleet rollout rollback r-42 -m "drains batteries"', does: 'asks y/N' },
      { line: 'fleet rollout rollback r-42 --confirm=r-42 -m "drains batteries"', does: 'in a script' },
    ],
    load: verbs,
  },
  {
    path: 'rollout list',
    summary: 'Rollouts, newest first',
    output: 'list',
    remote: true,
    examples: [
      { line: 'fleet rollout list', does: 'all' },
      { line: 'fleet rollout list -o ndjson --fields name,state,verdict', does: 'for a program' },
    ],
    load: views,
  },
  {
    path: 'rollout get',
    summary: 'One rollout with its waves, gates and counts; with --members its devices',
    arguments: [name],
    options: [
      { flags: '--members', does: 'its devices instead: bucket and why' },
      { flags: '--bucket <bucket>', does: 'only devices in this bucket', choices: buckets },
      { flags: '--wave <name>', does: 'only devices of this wave' },
      { flags: '--limit <count>', does: 'devices at most, 1 to 100,000 (default 100)' },
      { flags: '--plan', does: 'the plan as it was given instead' },
    ],
    output: 'object',
    remote: true,
    examples: [
      { line: 'fleet rollout get r-42', does: 'how it stands' },
      { line: 'fleet rollout get r-42 --members --bucket failed', does: 'who failed, and why' },
    ],
    load: views,
  },
  {
    path: 'rollout watch',
    summary: 'A rollout as a tree, as it goes on; ends when it ends',
    details: 'On a terminal the tree fits the screen; in a pipe one line a change. The exit code is that of rollout status.',
    arguments: [name],
    options: [
      { flags: '--every <time>', does: 'look again this often, 250ms to 1h (default 1s)' },
      { flags: '--for <time>', does: 'end after this time' },
    ],
    output: 'data',
    remote: true,
    examples: [
      { line: 'fleet rollout watch r-42', does: 'until it ends' },
      { line: 'fleet rollout watch r-42 --for 10m -o ndjson', does: 'for a log' },
    ],
    load: views,
  },
  {
    path: 'rollout status',
    summary: 'One line, and the verdict as exit code: 0 while running or completed, 7 when halted, rolled back or aborted',
    arguments: [name],
    options: [
      { flags: '--wait', does: 'wait for an end: completed, halted, rolled back or aborted' },
      { flags: '--timeout <time>', does: 'longest wait (default 24h); then exit code 6' },
    ],
    output: 'object',
    remote: true,
    examples: [
      { line: 'fleet rollout status r-42', does: 'now' },
      { line: 'fleet rollout status r-42 --wait --timeout 2h', does: 'in CI' },
    ],
    load: views,
  },
  {
    path: 'rollout diff',
    summary: 'Where a plan differs from the one that runs: exit code 0 same, 1 different',
    arguments: [name],
    options: [file],
    output: 'list',
    remote: true,
    examples: [
      { line: 'fleet rollout diff r-42 -f plan.yaml', does: 'for people' },
      { line: 'fleet rollout diff r-42 -f plan.yaml -o json', does: 'for CI' },
    ],
    load: views,
  },
  {
    path: 'explain',
    summary: 'Why a rollout stands where it stands, or why a device is not updated',
    details:
      'Every gate and condition in the order in which it decided: measured value and limit, who set it, since when, and the next command.',
    arguments: [
      { syntax: '<noun>', does: 'what to explain', choices: ['rollout', 'device'] },
      { syntax: '<name>', does: 'its name' },
    ],
    options: [{ flags: '--details', does: 'with the figures behind each verdict, e-values among them' }],
    output: 'data',
    remote: true,
    examples: [
      { line: 'fleet explain rollout r-42', does: 'why it halted' },
      { line: 'fleet explain device engine-00042', does: 'why it is not updated' },
    ],
    load: () => import('./explain-command.ts'),
  },
];
