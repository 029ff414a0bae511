import type { CommandSpec } from './command-spec.ts';

/** Proofs of our own device: they run on this machine, without a manager. */
export const proveCommands: readonly CommandSpec[] = [
  {
    path: 'prove powercut',
    summary: 'Prove that a device has a bootable verified image wherever power is cut',
    details:
      'Counts the flash operations of an update, of its revert and of the next update, then cuts the power before, in and after each of them, boots, and judges. ' +
      'Exit code 7 when a device is left without such an image, or a state that the proof lists is not reached.',
    options: [
      { flags: '--from <image>', does: 'image file that runs at first; with --to (default: two images of 1 MiB of the profile)' },
      { flags: '--to <image>', does: 'image file that it is updated to' },
      { flags: '--profile <profile>', does: 'whose flash, by name or YAML path (default thermostat)' },
      { flags: '--full', does: 'cut at every operation, however many; go on to a confirmed image after every cut, not every 16th' },
      { flags: '--seed <seed>', does: 'of torn bits, damaged places and chains of cuts, any text (default 1)' },
      { flags: '--only <case>', does: 'this case alone, such as update:1234:torn' },
    ],
    output: 'object',
    remote: false,
    examples: [
      { line: 'fleet prove powercut', does: 'on a shipped profile' },
      { line: 'fleet prove powercut --from old.img --to new.img --profile ./pump.yaml -o json', does: 'your images on your flash, for CI' },
    ],
    load: () => import('./prove-powercut-command.ts'),
  },
  {
    path: 'prove attacks',
    summary: 'Prove that a device and the manager stand the known attacks on updates',
    details:
      'Attacks A1 to A21 (TUF, Uptane, SUIT), each made in several ways on a whole virtual device and a hostile fleet, or on a real manager, in virtual time. ' +
      'Exit code 7 when one of them is not beaten as it must be.',
    options: [
      { flags: '--only <attack>', does: 'this attack alone, such as A7, or this case of it, such as A7.2' },
      { flags: '--profile <profile>', does: 'kind of the device, by name or YAML path (default thermostat)' },
      { flags: '--seed <seed>', does: 'of keys, payloads and chance, any text (default 1)' },
    ],
    output: 'object',
    remote: false,
    examples: [
      { line: 'fleet prove attacks', does: 'the whole table' },
      { line: 'fleet prove attacks --only A16 --profile ./pump.yaml -o json', does: 'one attack on a flash of your own' },
    ],
    load: () => import('./prove-attacks-command.ts'),
  },
  {
    path: 'prove faults',
    summary: 'Prove that an update ends well whatever goes wrong in any of its states',
    details:
      'Faults B1 to B22 (power, flash, link, manager, image, device), each made in every state of an update on a real manager and whole virtual devices, in virtual time. ' +
      'When a fault is gone, device and manager must be done with the attempt, and the next update must go through. ' +
      'Prints the matrix of states and faults. Exit code 7 when a run does not end as it must, or did not come to its state. All of it takes minutes.',
    options: [
      { flags: '--only <fault>', does: 'this fault alone, such as B6, or this run, such as B6:downloading.asking:cut' },
      { flags: '--state <state>', does: 'this state alone, or those that begin so, such as downloading' },
      { flags: '--profile <profile>', does: 'kind of the devices, by name or YAML path (default thermostat)' },
      { flags: '--seed <seed>', does: 'of keys, moments and chance, any text (default 1)' },
    ],
    output: 'object',
    remote: false,
    examples: [
      { line: 'fleet prove faults', does: 'the whole matrix' },
      { line: 'fleet prove faults --only B6 --state downloading -o json', does: 'one fault in some states, for CI' },
    ],
    load: () => import('./prove-faults-command.ts'),
  },
];
