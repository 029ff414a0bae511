import type { CommandSpec, OptionSpec } from './command-spec.ts';

const force: OptionSpec = { flags: '--force', does: 'write over a file that is there' };

/** Commands about firmware images: files alone, no manager. */
export const imageCommands: readonly CommandSpec[] = [
  {
    path: 'image build',
    summary: 'Build a firmware image: what it fits, an application, a payload',
    details: 'The same input gives the same bytes. The application is checked against every profile; without one devices keep theirs.',
    options: [
      {
        flags: '--release <source>',
        does: 'a release that ships, as NAME/VERSION (fleet image list), or its YAML file; it says all but the payload',
      },
      { flags: '--factory <profile>', does: 'the image that new devices of the profile run' },
      { flags: '--name <name>', does: 'what it is called: 1 to 64 of a-z 0-9 -' },
      { flags: '--version <version>', does: 'semantic version, such as 1.4.0' },
      { flags: '--profile <profile>', does: 'kind of device that it fits, by name or YAML path; repeatable, 1 to 64', repeatable: true },
      { flags: '--hardware <revision>', does: 'hardware revision that it fits; repeatable (default: all)', repeatable: true },
      { flags: '--application <file>', does: 'application statechart, YAML or JSON (docs/profiles)' },
      { flags: '--payload <file>', does: 'any file, 256 MiB at most' },
      { flags: '--counter <number>', does: 'security counter, 0 to 4294967295 (default 0): no way back below one that was confirmed' },
      { flags: '--minimum-version <version>', does: 'devices on an older version may not install it' },
      { flags: '--must-pass-through', does: 'no device may go past it to a newer one' },
      { flags: '--out <file>', does: 'the image file' },
      force,
    ],
    output: 'object',
    remote: false,
    examples: [
      {
        line: 'fleet image build --name room --version 1.1.0 --profile thermostat --application room.yaml --out room-1.1.0.img',
        does: 'an application',
      },
      {
        line: 'fleet image build --name fw --version 2.0.0 --profile drone --payload drone.bin --counter 2 --out fw.img',
        does: 'a binary',
      },
      { line: 'fleet image build --release thermostat/1.1.0 --out thermostat-1.1.0.img', does: 'a release that ships' },
      { line: 'fleet image build --factory thermostat --out thermostat-1.0.0.img', does: 'what new thermostats run' },
    ],
    load: () => import('./image-build-command.ts'),
  },
  {
    path: 'image list',
    summary: 'Releases that ship as sources, with what is wrong with them',
    details: 'Some are wrong on purpose: a fleet that takes them must notice.',
    output: 'list',
    remote: false,
    examples: [
      { line: 'fleet image list', does: 'what --release takes' },
      { line: 'fleet image list -o json --fields reference,flaw,notes', does: 'with their notes' },
    ],
    load: () => import('./image-list-command.ts'),
  },
  {
    path: 'image inspect',
    summary: 'What an image says of itself',
    details: 'A content that is not what the header says is told beside it, with exit code 2.',
    arguments: [{ syntax: '<file>', does: 'image file' }],
    output: 'object',
    remote: false,
    examples: [
      { line: 'fleet image inspect fw.img', does: 'its header' },
      { line: 'fleet image inspect fw.img -o name', does: 'its digest' },
    ],
    load: () => import('./image-inspect-command.ts'),
  },
  {
    path: 'image verify',
    summary: 'Check layout, header, every chunk and the application of images',
    details: 'The application is checked as a device does it, against each shipped profile that the image fits.',
    arguments: [{ syntax: '<files...>', does: 'image files' }],
    options: [
      { flags: '--profile <profile>', does: 'they must fit this kind of device, by name or YAML path; their applications too' },
      { flags: '--hardware <revision>', does: 'and this hardware revision of it' },
    ],
    output: 'list',
    remote: false,
    examples: [
      { line: 'fleet image verify fw.img', does: 'one' },
      { line: 'fleet image verify fw.img room-1.1.0.img -o json', does: 'two, for a pipeline' },
      { line: 'fleet image verify fw.img --profile thermostat --hardware B', does: 'may such a device take it?' },
    ],
    load: () => import('./image-verify-command.ts'),
  },
  {
    path: 'image diff',
    summary: 'What a new image changes: states, transitions, guards, sampling, sizes',
    arguments: [
      { syntax: '<from>', does: 'image file' },
      { syntax: '<to>', does: 'image file' },
    ],
    output: 'object',
    remote: false,
    examples: [
      { line: 'fleet image diff room-1.0.0.img room-1.1.0.img', does: 'before it is released' },
      { line: 'fleet image diff room-1.0.0.img room-1.1.0.img -o json', does: 'for a review' },
    ],
    load: () => import('./image-diff-command.ts'),
  },
  {
    path: 'image delta',
    summary: 'Write what leads from one image to another',
    details:
      'zstd with the base as dictionary. It is applied and checked before it is written; the answer says what both took, and whether it is worth it.',
    arguments: [
      { syntax: '<base>', does: 'image file that devices have' },
      { syntax: '<target>', does: 'image file that they are to get' },
    ],
    options: [
      { flags: '--out <file>', does: 'the delta file' },
      { flags: '--profile <profile>', does: 'say whether the memory of such devices suffices for it' },
      force,
    ],
    output: 'object',
    remote: false,
    examples: [
      { line: 'fleet image delta room-1.0.0.img room-1.1.0.img --out room.delta', does: 'and how small it is' },
      { line: 'fleet image delta a.img b.img --out ab.delta --force -o json', does: 'for a pipeline' },
      { line: 'fleet image delta a.img b.img --out ab.delta --profile beacon', does: 'can beacons take it?' },
    ],
    load: () => import('./image-delta-command.ts'),
  },
];
