import type { CommandSpec } from './command-spec.ts';

/** Commands that need no manager of their own: profiles, contexts. */
export const localCommands: readonly CommandSpec[] = [
  {
    path: 'profile list',
    summary: 'Kinds of device that can be simulated',
    output: 'list',
    remote: false,
    examples: [
      { line: 'fleet profile list', does: 'those that ship' },
      { line: 'fleet profile list -o name', does: 'their names' },
    ],
    load: () => import('./profile-list-command.ts'),
  },
  {
    path: 'profile show',
    summary: 'One profile: signals, settings, power, application',
    arguments: [{ syntax: '<profile>', does: 'name of a shipped one, or a YAML file by its path' }],
    output: 'object',
    remote: false,
    examples: [
      { line: 'fleet profile show turbofan', does: 'a shipped one' },
      { line: 'fleet profile show turbofan -o json --fields name,signals', does: 'its signals' },
    ],
    load: () => import('./profile-show-command.ts'),
  },
  {
    path: 'profile new',
    summary: 'Write a profile to begin with, or one proposed from recorded data',
    details:
      'Without --from-csv it is a small pump with remarks at each part. With it, signals, units, ranges and shapes are proposed from the\ncolumns, and a map is written beside it, so that --replay works at once. Look at every unit and category before you rely on them.',
    arguments: [{ syntax: '<name>', does: 'name of the profile: 1 to 64 of a-z 0-9 -' }],
    options: [
      { flags: '--out <file>', does: 'the profile (default NAME.yaml); a map goes beside it as NAME-map.yaml' },
      { flags: '--from-csv <file>', does: 'a table of numbers, also gzip, or a folder of such files: its first tells the columns' },
      { flags: '--force', does: 'write over files that are there' },
    ],
    output: 'object',
    remote: false,
    examples: [
      { line: 'fleet profile new pump', does: 'pump.yaml, ready for fleet sim spawn' },
      { line: 'fleet profile new car --from-csv drive1.csv.gz', does: 'car.yaml and car-map.yaml' },
    ],
    load: () => import('./profile-new-command.ts'),
  },
  {
    path: 'profile validate',
    summary: 'Check profile files; the first fault is named by line and column',
    arguments: [{ syntax: '<files...>', does: 'YAML files; - for standard input' }],
    output: 'list',
    remote: false,
    examples: [
      { line: 'fleet profile validate pump.yaml', does: 'one file' },
      { line: 'fleet profile validate pump.yaml valve.yaml -o json', does: 'two, for a pipeline' },
    ],
    load: () => import('./profile-validate-command.ts'),
  },
  {
    path: 'context list',
    summary: 'Managers that this user knows',
    output: 'list',
    remote: false,
    examples: [
      { line: 'fleet context list', does: 'all; tokens are not shown' },
      { line: 'fleet context list -o name', does: 'their names' },
    ],
    load: () => import('./context-list-command.ts'),
  },
  {
    path: 'context add',
    summary: 'Remember a manager and the token for it',
    arguments: [{ syntax: '<name>', does: '1 to 64 of a-z 0-9 . _ -' }],
    options: [
      { flags: '--url <url>', does: 'address of the manager' },
      { flags: '--token-file <file>', does: 'file with the token, - for standard input; left out: FLEET_TOKEN, or none' },
      { flags: '--ca <file>', does: 'PEM file of the authority that signed the certificate of an https:// manager; its path is kept' },
      { flags: '--replace', does: 'a context of that name may point elsewhere afterwards' },
      { flags: '--no-use', does: 'do not make it the current one' },
    ],
    output: 'object',
    remote: false,
    examples: [
      { line: 'fleet context add lab --url http://127.0.0.1:8470 --token-file lab.token', does: 'and use it from now on' },
      { line: 'fleet context add plant --url https://fleet.example --token-file - --no-use', does: 'token from standard input' },
      {
        line: 'fleet context add mill --url https://10.0.0.7:8470 --ca mill-ca.pem --token-file mill.token',
        does: 'an authority of its own',
      },
    ],
    load: () => import('./context-add-command.ts'),
  },
  {
    path: 'context use',
    summary: 'Make a context the current one',
    arguments: [{ syntax: '<name>', does: 'name of the context' }],
    output: 'object',
    remote: false,
    examples: [
      { line: 'fleet context use lab', does: 'from now on' },
      { line: 'fleet context use lab -o name', does: 'and print its name' },
    ],
    load: () => import('./context-use-command.ts'),
  },
];
