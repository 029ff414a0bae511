import { type ErrorTable, errorsOf, exitCodes } from '#proto/kit/index.js';

/** Errors of simulated populations. */
export const hostErrors = {
  E2101: {
    title: 'The population runs already',
    why: 'A host on this machine holds that name: two hosts with one population would be clones of each other.',
    next: 'fleet sim list shows it, fleet sim stop NAME ends it',
    exit: exitCodes.conflict,
    status: 409,
  },
  E2102: {
    title: 'The population is kept with other settings',
    why: 'A population keeps its seed, profiles, first index, recording and identity file from its first start, so that the same devices come back.',
    next: 'fleet sim start NAME, another NAME, or --fresh to begin anew with new devices',
    exit: exitCodes.conflict,
    status: 409,
  },
  E2103: {
    title: 'The kept state of a population is damaged',
    why: 'A file in its folder is missing, cut short, or was changed: each line has a checksum.',
    next: 'put the file back, or --skip-damaged: devices whose line is damaged begin with an empty flash; --fresh begins anew with new devices',
    exit: exitCodes.failed,
    status: 500,
  },
  E2104: {
    title: 'No such population runs',
    why: 'No host on this machine answers for that name.',
    next: 'fleet sim list',
    exit: exitCodes.nothingMatched,
    status: 404,
  },
  E2105: {
    title: 'More devices than this host can hold',
    why: 'Each device takes one open file of its process, and some stay free for the process itself.',
    next: 'fewer devices, more --processes, or a higher ulimit -Hn',
    exit: exitCodes.usage,
    status: 400,
  },
  E2106: {
    title: 'A process of the population ended by itself',
    why: 'It crashed or was killed. What its devices had not delivered is lost; those of the other processes were stopped and kept.',
    next: 'read its last lines above, then start the population again: the same devices come back',
    exit: exitCodes.failed,
    status: 500,
  },
  E2107: {
    title: 'An option of the population is out of range',
    why: 'A host refuses what it could not carry out.',
    next: 'fleet sim spawn --help',
    exit: exitCodes.usage,
    status: 400,
  },
  E2108: {
    title: 'The population did not end in time',
    why: 'Its host was asked to stop and still writes what its devices keep, or hangs.',
    next: 'wait and ask again with fleet sim stop NAME; fleet sim list shows its process',
    exit: exitCodes.timedOut,
    status: 504,
  },
  E2109: {
    title: 'The state of a population can not be written',
    why: 'The disk is full, or the folder can not be written to. What was kept before is still there, whole.',
    next: 'make room, then start the population again: the same devices come back as they were kept before',
    exit: exitCodes.failed,
    status: 500,
  },
  E2110: {
    title: 'A recording was cut off when its population was killed',
    why: 'Which of its rows were delivered is known to its devices alone, and they were killed before they could keep it: rows would be stored twice.',
    next: 'fleet sim spawn with another NAME replays it from its first row',
    exit: exitCodes.conflict,
    status: 409,
  },
  E2111: {
    title: 'No such population is kept',
    why: 'What is started again was spawned, on this machine and by this user, before.',
    next: 'fleet sim list shows what is kept; fleet sim spawn NAME makes a new one',
    exit: exitCodes.nothingMatched,
    status: 404,
  },
  E2112: {
    title: 'The identity file is wrong',
    why: 'It has an id a line, each once, with keys of 32 bytes in base64url: NDJSON, or CSV with named columns.',
    next: 'correct the line that the message names',
    exit: exitCodes.usage,
    status: 400,
  },
} as const satisfies ErrorTable;

export const fail = errorsOf(hostErrors);
