import type { OptionSpec } from './command-spec.ts';

/** Options of every command that can reach many devices. */
export const bulkOptions: readonly OptionSpec[] = [
  { flags: '--all', does: 'every device, in place of a selector; --max bounds it too' },
  { flags: '--max <count>', does: 'refuse when the selector matches more devices than this, 1 to 10,000 (default 10)' },
  { flags: '--rate <devices>', does: 'devices a second on average, 0.01 to 1000 (default 10); the gaps vary by half' },
  { flags: '--stop-after <count>', does: 'end at this many failures (default 5)' },
  { flags: '--dry-run', does: 'check everything and show what would be done; nothing is done' },
  { flags: '--no-wait', does: 'return when the operation has begun; fleet operation get ID follows it' },
];

/** The argument of such a command, for its help. */
export const targetSyntax = 'id of a device, or a selector (fleet help selectors); left out with --all';
