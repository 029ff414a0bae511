import { bulkOptions, targetSyntax } from './bulk-options.ts';
import type { CommandSpec, OptionSpec } from './command-spec.ts';

const reason: OptionSpec = { flags: '-m, --reason <text>', does: 'why; kept in the audit' };

/** Commands about identities and keys that operators bring, and the planned end of a device. */
export const provisionCommands: readonly CommandSpec[] = [
  {
    path: 'provision import',
    summary: 'Take identities from a file: those devices need no token',
    details:
      'NDJSON or CSV (the first line names the columns) with id, publicKey (32 bytes, base64url), profile, and perhaps hardwareRevision, labels\n' +
      '(CSV: label.KEY), status (active, pending) and privateKey, which is never sent. All of the file is checked first; with one conflict nothing is\n' +
      'taken (exit code 5). Again is unchanged, so that what broke off is run again.',
    arguments: [{ syntax: '<file>', does: 'up to 100,000 identities; - reads standard input' }],
    options: [
      { flags: '--profile <profile>', does: 'of those that name none' },
      { flags: '--dry-run', does: 'show what would be created, unchanged, conflicting; nothing is taken' },
      reason,
    ],
    output: 'list',
    remote: true,
    examples: [
      { line: 'fleet provision import line4.ndjson --dry-run', does: 'what would be' },
      { line: 'fleet provision import line4.csv --profile thermostat -m "order 4711"', does: 'all, or nothing with a conflict' },
    ],
    load: () => import('./provision-import-command.ts'),
  },
  {
    path: 'provision keygen',
    summary: 'Make identities with keys: NDJSON for provision import and sim spawn --identities',
    details: 'One object a line with id, privateKey, publicKey, profile. The private keys belong to the devices alone.',
    arguments: [{ syntax: '<name>', does: 'id of the device; with --count devices are NAME-00001, NAME-00002, …' }],
    options: [
      { flags: '--profile <profile>', does: 'kind of device' },
      { flags: '--count <count>', does: 'identities, 1 to 100,000' },
      { flags: '--out <file>', does: 'write to this new file (mode 600) instead of standard output' },
    ],
    output: 'none',
    remote: false,
    examples: [
      { line: 'fleet provision keygen rooms --count 100 --profile thermostat --out rooms.ndjson', does: 'a hundred, into a file' },
      { line: 'fleet provision keygen rooms-00007 --profile thermostat', does: 'one, to be given to provision rotate' },
    ],
    load: () => import('./provision-keygen-command.ts'),
  },
  {
    path: 'provision rotate',
    summary: 'Give a device another key; the one before counts until the overlap is over',
    details:
      'During the overlap both keys count, whether or not the new one was used; then the new one alone, and the old one is refused by name and audited.\n' +
      'Again with the same key and a shorter --overlap ends it earlier; the key before, given again within the overlap, takes it back.',
    arguments: [{ syntax: '<device>', does: 'id' }],
    options: [
      { flags: '--public-key <key>', does: 'the new key: 32 bytes of Ed25519 in base64url' },
      { flags: '--overlap <time>', does: 'how long the key before counts as well, 0s to 366d (default 24h)' },
      reason,
    ],
    output: 'object',
    remote: true,
    examples: [
      {
        line: 'fleet provision rotate rooms-00007 --public-key ebVWLo_mVPlAeLES6KmLp5AfhTrmlb7X4OORC60ElmQ --overlap 24h -m "yearly"',
        does: 'a day for the device to change over',
      },
      {
        line: 'fleet provision rotate rooms-00007 --public-key ebVWLo_mVPlAeLES6KmLp5AfhTrmlb7X4OORC60ElmQ --overlap 0s -m "leaked"',
        does: 'at once',
      },
    ],
    load: () => import('./provision-rotate-command.ts'),
  },
  {
    path: 'device retire',
    summary: 'End the life of a device, or of all that a selector matches, as planned',
    details:
      'It is disconnected and refused, its open alarms are closed, and it counts as nothing but retired. Record, name, key and history stay;\n' +
      '--undo takes it back. What must never come back is revoked instead.',
    arguments: [{ syntax: '[target]', does: targetSyntax }],
    options: [{ flags: '--undo', does: 'let a retired device come again' }, ...bulkOptions, reason],
    output: 'list',
    remote: true,
    examples: [
      { line: 'fleet device retire rooms-00007 -m "scrapped, order 4711"', does: 'one device' },
      { line: 'fleet device retire site=old-mill --max 200 -m "mill is closed"', does: 'all of a site' },
      { line: 'fleet device retire rooms-00007 --undo', does: 'it was the wrong one' },
    ],
    load: () => import('./device-retire-command.ts'),
  },
];
