import { type ErrorTable, errorsOf, exitCodes } from '#proto/kit/index.js';

/** Errors of ingest and alarms. */
export const monitorErrors = {
  E1401: {
    title: 'There is no such alarm.',
    why: 'No alarm has this id, or it returned to normal so long ago that it was dropped.',
    next: 'fleet alarm list --state all',
    exit: exitCodes.nothingMatched,
    status: 404,
  },
  E1402: {
    title: 'The alarm can not be acknowledged now.',
    why: 'It is acknowledged already, or it is normal again.',
    next: 'fleet alarm get ID',
    exit: exitCodes.conflict,
    status: 409,
  },
  E1403: {
    title: 'The note is too long.',
    why: 'Notes are kept with the alarm and bounded.',
    next: 'Shorten the note.',
    exit: exitCodes.usage,
    status: 400,
  },
  E1404: {
    title: 'The device cannot begin anew now.',
    why: 'Another board takes its name, which has to be stored in the history first, and the history does not store.',
    next: 'Make room on the file system of the data folder; the device comes again by itself.',
    exit: exitCodes.failed,
    status: 503,
  },
} as const satisfies ErrorTable;

/** Makes an error of this area. */
export const fail = errorsOf(monitorErrors);
