import type { CommandSpec, OptionSpec } from './command-spec.ts';
import { signingOptions } from './signing-options.ts';

const reason: OptionSpec = { flags: '-m, --reason <text>', does: 'why; kept in the audit' };
const release = { syntax: '<release>', does: 'NAME@VERSION' };
const ifRevision: OptionSpec = {
  flags: '--if-revision <number>',
  does: 'refuse, exit code 5, when the release stands at another revision',
};
const load = () => import('./release-commands.ts');

/** Commands about releases. */
export const releaseCommands: readonly CommandSpec[] = [
  {
    path: 'release create',
    summary: 'Bring an image to the manager; given again after a break it goes on where it stopped',
    details: 'It is a draft until it is published. Name and version are those of the image; other bytes under them are refused.',
    arguments: [{ syntax: '<file>', does: 'image file' }],
    options: [
      { flags: '--notes <text>', does: 'what is new, up to 4,000 characters' },
      { flags: '--publish', does: 'and publish it, with development keys' },
      reason,
    ],
    output: 'object',
    remote: true,
    examples: [
      { line: 'fleet release create room-1.1.0.img --notes "reads twice a minute"', does: 'a draft' },
      { line: 'fleet release create fw.img --publish -o name', does: 'what it is called, for a pipeline; devices may be given it' },
    ],
    load: () => import('./release-create-command.ts'),
  },
  {
    path: 'release list',
    summary: 'Releases, newest version first, and how many devices run each',
    options: [
      { flags: '--name <name>', does: 'only of this name' },
      { flags: '--state <state>', does: 'only these', choices: ['draft', 'published', 'yanked'] },
    ],
    output: 'list',
    remote: true,
    examples: [
      { line: 'fleet release list', does: 'all' },
      { line: 'fleet release list --state published -o wide', does: 'what devices may be given' },
    ],
    load,
  },
  {
    path: 'release get',
    summary: 'One release: what it fits, its files and deltas, who published it',
    arguments: [release],
    output: 'object',
    remote: true,
    examples: [
      { line: 'fleet release get room@1.1.0', does: 'all about it' },
      { line: 'fleet release get room@1.1.0 -o json --fields revision', does: 'what --if-revision takes' },
    ],
    load,
  },
  {
    path: 'release publish',
    summary: 'Let devices be given a release: the targets metadata lists it, signed',
    details:
      'Development keys are the manager’s, which signs by itself. Production keys sign here, one holder after the other: signatures below the threshold are kept.',
    arguments: [release],
    options: [...signingOptions('the keys of targets in a folder of fleet key init'), ifRevision, reason],
    output: 'object',
    remote: true,
    examples: [
      { line: 'fleet release publish room@1.1.0', does: 'with development keys' },
      { line: 'fleet release publish room@1.1.0 --key targets-anna.json -m "tested on the bench"', does: 'one of several signatures' },
    ],
    load: () => import('./release-publish-command.ts'),
  },
  {
    path: 'release yank',
    summary: 'Take a release back, for good: nobody is offered it, running downloads end',
    details: 'Devices that run it keep it. Its version is not used again.',
    arguments: [release],
    options: [ifRevision, reason],
    output: 'object',
    remote: true,
    examples: [
      { line: 'fleet release yank room@1.1.0 -m "drains the battery"', does: 'at once' },
      { line: 'fleet release yank room@1.1.0 --if-revision 3 -m "wrong payload"', does: 'only when nobody changed it' },
    ],
    load,
  },
  {
    path: 'release compare',
    summary: 'What a release changes: states, transitions, guards, sampling, sizes; and which devices run which',
    arguments: [
      { syntax: '<from>', does: 'NAME@VERSION; with --device the only one' },
      { syntax: '[to]', does: 'NAME@VERSION' },
    ],
    options: [{ flags: '--device <device>', does: 'compare with what this device runs' }],
    output: 'object',
    remote: true,
    examples: [
      { line: 'fleet release compare room@1.0.0 room@1.1.0', does: 'two releases' },
      { line: 'fleet release compare room@1.1.0 --device room-007', does: 'what it would change for room-007' },
    ],
    load,
  },
];
