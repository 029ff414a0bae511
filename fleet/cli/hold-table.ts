import { bulkOptions, targetSyntax } from './bulk-options.ts';
import type { CommandSpec, OptionSpec } from './command-spec.ts';

const reason: OptionSpec = { flags: '-m, --reason <text>', does: 'why; kept in the audit and shown with the device' };
const until: OptionSpec = {
  flags: '--until <time>',
  does: 'end by itself: a date (2026-12-01, 2026-12-01T06:00Z; UTC) or a time from now (7d); default: until taken back',
};
const shared = {
  arguments: [{ syntax: '[target]', does: targetSyntax }],
  output: 'list',
  remote: true,
  load: () => import('./hold-commands.ts'),
} as const;

/** Commands that leave devices alone. */
export const holdCommands: readonly CommandSpec[] = [
  {
    ...shared,
    path: 'device hold',
    summary: 'Leave a device alone, or all that a selector matches: no rollout and no order of an update reaches it',
    details:
      'An update that is under way goes on. A device has one hold or pin, the newest; held=true and pinned=true select them, device get shows by whom and why.',
    options: [until, ...bulkOptions, reason],
    examples: [
      { line: 'fleet device hold engine-001 -m "on the test bench" --until 7d', does: 'for a week' },
      { line: 'fleet device hold site=north --max 200 -m "audit" --until 2100-12-01', does: 'all of a site' },
    ],
  },
  {
    ...shared,
    path: 'device unhold',
    summary: 'Take a hold back: rollouts and orders reach the device again',
    options: [...bulkOptions, reason],
    examples: [
      { line: 'fleet device unhold engine-001 -m "bench is done"', does: 'one device' },
      { line: 'fleet device unhold held=true,site=north --max 200', does: 'all that are held at a site' },
    ],
  },
  {
    ...shared,
    path: 'device pin',
    summary: 'Leave a device at what it runs, or all that a selector matches',
    details: 'As a hold, under another name: it says that the version is the one that is wanted. device get shows which one it was.',
    options: [until, ...bulkOptions, reason],
    examples: [
      { line: 'fleet device pin engine-001 -m "certified with this version"', does: 'until it is taken back' },
      { line: 'fleet device pin group=certified --max 50 -m "order 4711"', does: 'a group' },
    ],
  },
  {
    ...shared,
    path: 'device unpin',
    summary: 'Take a pin back: rollouts and orders reach the device again',
    options: [...bulkOptions, reason],
    examples: [
      { line: 'fleet device unpin engine-001 -m "certificate ended"', does: 'one device' },
      { line: 'fleet device unpin pinned=true --max 50 --dry-run', does: 'whom it would reach' },
    ],
  },
];
