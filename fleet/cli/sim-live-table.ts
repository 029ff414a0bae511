import type { CommandSpec } from './command-spec.ts';

const population = { syntax: '<name>', does: 'name of the population' } as const;

/** Commands that look into a population that runs on this machine, and make things go wrong in it. */
export const simLiveCommands: readonly CommandSpec[] = [
  {
    path: 'sim devices',
    summary: 'Devices of a running population as the simulation knows them',
    details: 'With an id: that one, with its hidden truth and the values of its application.\nSELECTOR as in fleet sim fault.',
    arguments: [population, { syntax: '[id]', does: 'id of one device' }],
    options: [
      { flags: '--selector <selector>', does: 'only these' },
      { flags: '--limit <count>', does: 'this many at most, 1 to 1,000,000 (default 1000)' },
    ],
    output: 'list',
    remote: false,
    examples: [
      { line: 'fleet sim devices rooms --selector power=off', does: 'who is off' },
      { line: 'fleet sim devices rooms rooms-00007 -o yaml', does: 'one, with its hidden truth' },
    ],
    load: () => import('./sim-devices-command.ts'),
  },
  {
    path: 'sim fault',
    summary: 'Make something go wrong in devices of a running population',
    details:
      'SELECTOR is key=value or key!=value, joined by commas: id, index (from 0, or 0..99), profile, power, duty, connected, version, confirmed, update, fault, and share=5% for a part of what the rest selects.\nWhat lasts is there until it is undone, by --for, by fleet sim undo, or by the end of the run. fleet sim faults NAME --kinds lists all faults.',
    arguments: [
      population,
      {
        syntax: '<words...>',
        does: 'SELECTOR and FAULT; with --all the FAULT alone. flash-cut and flash-fail say more by a =: flash-cut=12:torn, flash-fail=records',
      },
    ],
    options: [
      { flags: '--all', does: 'every device, in place of a selector' },
      { flags: '--max <count>', does: 'refuse when more devices match, 1 to 10,000,000; also lets a selector match every device' },
      { flags: '--severity <number>', does: 'over 0 to 1 (default 1; battery-low 0.95): each fault says what it means' },
      { flags: '--signal <signal>', does: 'of stuck-sensor: the signal that sticks' },
      { flags: '--link <network>', does: 'of network: lab, office-wifi, farm-nbiot, factory-ethernet or hostile' },
      { flags: '--for <time>', does: 'undo it by itself after this time, 1ms to 24d' },
    ],
    output: 'object',
    remote: false,
    examples: [
      { line: 'fleet sim fault rooms share=5% power-off --for 10m', does: 'one in twenty without power for ten minutes' },
      { line: 'fleet sim fault rooms id=rooms-00007 stuck-sensor --signal roomTempC', does: 'one sensor that sticks' },
      { line: 'fleet sim fault rooms --all partition', does: 'nobody reaches the manager' },
      {
        line: 'fleet sim fault rooms id=rooms-00007 flash-cut=120:torn --for 30s',
        does: 'its power goes within the 120th operation of its flash, and comes back',
      },
    ],
    load: () => import('./sim-fault-command.ts'),
  },
  {
    path: 'sim faults',
    summary: 'Faults that are on in a running population',
    arguments: [population],
    options: [{ flags: '--kinds', does: 'in place of these: all faults that its devices can have' }],
    output: 'list',
    remote: false,
    examples: [
      { line: 'fleet sim faults rooms', does: 'what is on' },
      { line: 'fleet sim faults rooms --kinds', does: 'what there is to go wrong' },
    ],
    load: () => import('./sim-faults-command.ts'),
  },
  {
    path: 'sim undo',
    summary: 'Take faults of a running population back',
    arguments: [population, { syntax: '[ids...]', does: 'ids as fleet sim faults shows them' }],
    options: [{ flags: '--all', does: 'all that are on' }],
    output: 'list',
    remote: false,
    examples: [
      { line: 'fleet sim undo rooms f3', does: 'one' },
      { line: 'fleet sim undo rooms --all', does: 'everything' },
    ],
    load: () => import('./sim-undo-command.ts'),
  },
  {
    path: 'sim check',
    summary: 'Compare a ledger with what the manager stored',
    details:
      'Each reading and event of a frame that the manager acknowledged must be in its history exactly once: exit code 7 when not. A ledger that is not whole ends with exit code 8.',
    arguments: [{ syntax: '<ledger>', does: 'file that --ledger of fleet sim spawn or start named' }],
    options: [{ flags: '--partial', does: 'also of a run that goes on or was killed: what is in the ledger so far' }],
    output: 'object',
    remote: true,
    examples: [
      { line: 'fleet sim check rooms.ledger', does: 'nothing lost, nothing twice' },
      { line: 'fleet sim check rooms.ledger --partial -o json', does: 'while it runs, with the first differences' },
    ],
    load: () => import('./sim-check-command.ts'),
  },
];
