import type { CommandSpec } from './command-spec.ts';

/** Commands about signals and what is stored of them. */
export const signalCommands: readonly CommandSpec[] = [
  {
    path: 'signal list',
    summary: 'Signals that devices can send',
    details:
      'With a device: those of its profile, each with its newest reading since the manager started. Without: those of every profile that is known.',
    arguments: [{ syntax: '[device]', does: 'only of this device' }],
    options: [{ flags: '--profile <profile>', does: 'only of this profile; not together with a device' }],
    output: 'list',
    remote: true,
    examples: [
      { line: 'fleet signal list engines-00001', does: 'of one device, with its values' },
      { line: 'fleet signal list --profile turbofan -o json', does: 'of a kind of device' },
    ],
    load: () => import('./signal-list-command.ts'),
  },
  {
    path: 'signal plot',
    summary: 'Draw what is stored of a signal',
    details:
      'On a terminal a plot: each part of the time from its lowest to its highest, with a line through the means; a gap means that nothing is stored.\nPiped: time, mean, lowest, highest and number of readings, a line a part.',
    arguments: [
      { syntax: '<device>', does: 'id of the device' },
      { syntax: '<signal>', does: 'name of the signal (fleet signal list DEVICE)' },
    ],
    options: [
      { flags: '--since <time>', does: 'how far back from now, 1s to 3650d (default 24h)' },
      { flags: '--from <time>', does: 'instead of --since: first instant, as 2026-01-31T08:00Z, with an offset' },
      { flags: '--to <time>', does: 'end, not part of it (default now)' },
      {
        flags: '--resolution <resolution>',
        does: 'raw readings, quarters of an hour, or as many parts as fit (default auto)',
        choices: ['raw', '15min', 'auto'],
      },
      { flags: '--points <count>', does: 'points at most, 1 to 10,000 (default: two a column of the plot, 500 when piped)' },
      { flags: '--width <columns>', does: 'of the plot, 10 to 400 (default: that of the terminal)' },
      { flags: '--height <rows>', does: 'of the plot, 2 to 100 (default 12)' },
    ],
    output: 'object',
    remote: true,
    examples: [
      { line: 'fleet signal plot engines-00001 egtC --since 2h', does: 'the last two hours' },
      { line: 'fleet signal plot engines-00001 egtC --resolution raw -o json', does: 'readings of a day for a program' },
    ],
    load: () => import('./signal-plot-command.ts'),
  },
];
