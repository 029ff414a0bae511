import type { CommandSpec } from './command-spec.ts';

/** Commands about frames on the wire. */
export const frameCommands: readonly CommandSpec[] = [
  {
    path: 'device frames',
    summary: 'Decoded frames of a device: the newest that are kept, live ones, or those of a file',
    details:
      'Needs the role operator; each look is in the audit. Signatures, proofs and nonces are shown shortened, and never saved whole. The manager keeps the newest ' +
      'frames of all devices in limits.frameRingBytes. A --save that was interrupted is whole; one whose program was killed is cut, and is refused by --file.',
    arguments: [{ syntax: '[device]', does: 'id; left out with --file' }],
    options: [
      { flags: '-w, --watch', does: 'frames as they come' },
      { flags: '--for <time>', does: 'end a --watch after this time, exit code 0' },
      { flags: '--limit <count>', does: 'the newest that fit, 1 to 100,000 (default 100; all of a file); a --watch ends after so many' },
      { flags: '--direction <way>', does: 'in: from the device; out: to it (default both)', choices: ['in', 'out', 'both'] },
      { flags: '--hex', does: 'bytes with offset, number, name, wire type and value of each field, up to the place where a frame breaks' },
      { flags: '--save <file>', does: 'also write them to this new file (mode 600), 100,000 frames or 256 MiB at most' },
      { flags: '--file <file>', does: 'read them from such a file instead; needs no manager' },
      { flags: '-m, --reason <text>', does: 'why; kept in the audit' },
    ],
    output: 'list',
    remote: true,
    examples: [
      { line: 'fleet device frames engine-001', does: 'the newest hundred that are kept' },
      {
        line: 'fleet device frames engine-001 -w --direction in --for 1m --save engine.frames -m "case 17"',
        does: 'a minute of what it says, into a file',
      },
      { line: 'fleet device frames --file engine.frames --hex --limit 1', does: 'the last of them, byte by byte' },
    ],
    load: () => import('./device-frames-command.ts'),
  },
];
