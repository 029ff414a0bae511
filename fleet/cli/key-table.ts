import type { CommandSpec, OptionSpec } from './command-spec.ts';
import { signingOptions } from './signing-options.ts';

const reason: OptionSpec = { flags: '-m, --reason <text>', does: 'why: kept in the audit' };
const days: OptionSpec = {
  flags: '--days <count>',
  does: 'with production keys: days until what is signed expires, 1 to 3650 (default 365)',
};
const signing = signingOptions('folder of fleet key init: its keys sign. Without any key the manager signs with its development keys');
const out: OptionSpec = { flags: '--out <folder>', does: 'where new keys and what was signed go (default: the folder of --keys)' };

/** Commands about the keys that sign updates. */
export const keyCommands: readonly CommandSpec[] = [
  {
    path: 'key init',
    summary: 'Make production keys for updates, and the first root and targets that they sign',
    details:
      'Keys of root and targets stay in DIR/keys and never go to the manager: keep copies, best off any network. The online keys (snapshot, timestamp,\ndirector) are made by the manager and stay in its data folder; only their public halves come here, from it or from the file of --online.',
    options: [
      { flags: '--out <folder>', does: 'where keys, root.json and targets.json go' },
      {
        flags: '--threshold <role=needed/keys>',
        does: 'as root=2/3: two of three keys sign; root and targets, 1 to 16 (default 1/1)',
        repeatable: true,
      },
      { flags: '--online <file>', does: 'output of fleet key online -o json, where no manager can be reached' },
      days,
      reason,
    ],
    output: 'object',
    remote: true,
    examples: [
      { line: 'fleet key init --out keys --threshold root=2/3', does: 'with the online keys of the current manager' },
      { line: 'fleet key init --out keys --online online.json', does: 'on a machine without a network' },
    ],
    load: () => import('./key-init-command.ts'),
  },
  {
    path: 'key online',
    summary: 'Public halves of the online keys that the manager keeps for a production root',
    options: [reason],
    output: 'list',
    remote: true,
    examples: [
      { line: 'fleet key online -o json', does: 'into a file that you carry to the machine of the keys' },
      { line: 'fleet key online', does: 'by role' },
    ],
    load: () => import('./key-online-command.ts'),
  },
  {
    path: 'key install',
    summary: 'Give the manager a signed production root: the first, or the next',
    details:
      'The first takes the place of development keys, as long as nothing is published by them. Devices that trust the development root do not follow it.',
    arguments: [{ syntax: '<root>', does: 'root.json' }],
    options: [{ flags: '--targets <file>', does: 'targets that the root’s keys signed (default: targets.json beside it)' }, reason],
    output: 'object',
    remote: true,
    examples: [
      { line: 'fleet key install keys/root.json', does: 'and keys/targets.json beside it' },
      { line: 'fleet key install keys/root.json --targets t.json -m "new signer"', does: 'targets from elsewhere' },
    ],
    load: () => import('./key-install-command.ts'),
  },
  {
    path: 'key status',
    summary: 'Who signs what: thresholds, expiries, days left, the next command',
    output: 'list',
    remote: true,
    examples: [
      { line: 'fleet key status', does: 'a role a line; exit code 7 when devices would refuse updates' },
      { line: 'fleet key status -o json --fields role,daysLeft', does: 'for a monitor' },
    ],
    load: () => import('./key-status-command.ts'),
  },
  {
    path: 'key rotate',
    summary: 'Replace the keys of a role by the next root',
    details:
      'Devices follow by the chain of roots. New keys of snapshot or timestamp also free devices from versions that a thief made as high as can be.',
    arguments: [{ syntax: '<role>', does: 'whose keys', choices: ['root', 'targets', 'snapshot', 'timestamp', 'director'] }],
    options: [
      ...signing,
      {
        flags: '--new-key <hex>',
        does: 'public half of a new key of root or targets that a box holds; repeatable; left out: new keys are made in the folder',
        repeatable: true,
      },
      out,
      days,
      reason,
    ],
    output: 'object',
    remote: true,
    examples: [
      { line: 'fleet key rotate snapshot', does: 'development keys' },
      { line: 'fleet key rotate director --keys keys -m "manager moved"', does: 'production keys: the root keys in keys/ sign' },
      { line: 'fleet key rotate director --sign-command "hsm-sign root" --public-key 8a88…', does: 'the root key never leaves its box' },
    ],
    load: () => import('./key-rotate-command.ts'),
  },
  {
    path: 'key renew',
    summary: 'Sign root or targets for another term, with the same keys',
    arguments: [{ syntax: '<role>', does: 'what expires', choices: ['root', 'targets'] }],
    options: [...signing, out, days, reason],
    output: 'object',
    remote: true,
    examples: [
      { line: 'fleet key renew targets', does: 'development keys' },
      { line: 'fleet key renew root --keys keys --days 730', does: 'production keys, for two years' },
    ],
    load: () => import('./key-renew-command.ts'),
  },
  {
    path: 'key sign',
    summary: 'Add signatures to a metadata file; those that are there stay',
    details:
      'For thresholds whose keys lie apart. A command of --sign-command gets the bytes on its standard input and prints 64 bytes of Ed25519 signature in hex.',
    arguments: [{ syntax: '<file>', does: 'root.json or targets.json' }],
    options: [
      ...signingOptions('all keys of a folder of fleet key init'),
      { flags: '--out <file>', does: 'another file (default: the same)' },
    ],
    output: 'object',
    remote: false,
    examples: [
      { line: 'fleet key sign keys/root.json --key second/keys/root-ab12cd34ef56.json', does: 'the second of two' },
      { line: 'fleet key sign targets.json --sign-command "hsm-sign targets" --public-key 8a88…', does: 'a key that never leaves its box' },
    ],
    load: () => import('./key-sign-command.ts'),
  },
];
