import { type ErrorTable, errorsOf, exitCodes } from '#proto/kit/index.js';

/** E16xx: store, history and journal. */
export const storeErrors = {
  E1601: {
    title: 'A record was changed by somebody else in between',
    why: 'A write names the revision it was made for; the record stands at another one, so nothing of the batch was written.',
    next: 'Read the record again and repeat the change.',
    exit: exitCodes.conflict,
    status: 409,
  },
  E1602: {
    title: 'The data folder belongs to a running manager',
    why: 'One data folder serves one manager: two would overwrite each other.',
    next: 'Stop the other manager, or give this one another folder: fleet serve --data FOLDER.',
    exit: exitCodes.conflict,
    status: 503,
  },
  E1603: {
    title: 'The state can not be written: no room on the disk',
    why: 'The file system of the data folder is full. Nothing of the batch was written; what was answered before is safe.',
    next: 'Make room on that file system; the next change works without a restart.',
    exit: exitCodes.failed,
    status: 507,
  },
  E1604: {
    title: 'Telemetry can not be stored',
    why: 'The disk is full or the history file is closed. The batch was never acknowledged, so devices send it again.',
    next: 'Make room on the file system of the data folder; history reopens by itself.',
    exit: exitCodes.failed,
    status: 507,
  },
  E1605: {
    title: 'The open batch of readings is at its limit',
    why: 'Readings come faster than they are committed, so the batch would outgrow its memory.',
    next: 'Pause the senders until the next commit, or raise the limit of staged rows in the configuration.',
    exit: exitCodes.failed,
    status: 503,
  },
  E1606: {
    title: 'The query is refused',
    why: 'Queries are one read-only statement of SQL over the views readings, readings_15min, events, devices, signals and alarms.',
    next: "Try: fleet query 'SELECT device, count(*) FROM readings GROUP BY device'.",
    exit: exitCodes.usage,
    status: 400,
  },
  E1607: {
    title: 'The query ran out of time',
    why: 'It needed longer than its limit and was stopped.',
    next: 'Narrow it with WHERE on device and time, or allow it more time.',
    exit: exitCodes.timedOut,
    status: 408,
  },
  E1608: {
    title: 'The data folder was written by a newer program',
    why: 'Its schema has a version that this program does not know; older programs do not touch newer data.',
    next: 'Start the newer program, or restore the copy of the folder from before the upgrade.',
    exit: exitCodes.failed,
    status: 503,
  },
  E1609: {
    title: 'A database of the data folder is damaged',
    why: 'Its content breaks the rules of its format: a faulty disk, a copy made while it was written, or a foreign file.',
    next: 'Keep the file, restore the newest backup in its place, and start again. It is never replaced by an empty one on its own.',
    exit: exitCodes.failed,
    status: 503,
  },
  E1610: {
    title: 'Too much at once for the store',
    why: 'More writes or queries wait than the limit allows.',
    next: 'Try again in a moment, with fewer at a time.',
    exit: exitCodes.failed,
    status: 429,
  },
  E1611: {
    title: 'A schema change of the data folder does not fit this program',
    why: 'A numbered migration that was applied has another text now, or failed and was rolled back whole.',
    next: 'Start the program version that wrote the folder, and report this.',
    exit: exitCodes.failed,
    status: 503,
  },
  E1612: {
    title: 'The store is closed',
    why: 'The manager is stopping.',
    next: 'Start it again: fleet serve.',
    exit: exitCodes.failed,
    status: 503,
  },
  E1613: {
    title: 'The data folder can not be used',
    why: 'The operating system refused to read or write a file in it.',
    next: 'Check that the folder exists, its owner and permissions, and the disk.',
    exit: exitCodes.failed,
    status: 503,
  },
  E1614: {
    title: 'The export has too many rows for one file',
    why: 'The manager makes the file on its own disk before it sends it, so its size is bounded.',
    next: 'Narrow the time, the devices or the signals; or export into a folder, which makes a file a day.',
    exit: exitCodes.usage,
    status: 413,
  },
  E1615: {
    title: 'A file of an image can not be written: no room on the disk',
    why: 'The file system of the data folder is full. Nothing of these bytes stayed; what was received before them is safe.',
    next: 'Make room on that file system, then give the same command again: it goes on where it stopped.',
    exit: exitCodes.failed,
    status: 507,
  },
  E1616: {
    title: 'The bytes are not those that come next',
    why: 'An upload grows at its end, so that what was received is never written twice or left out.',
    next: 'Ask for its offset, GET /v1/uploads/ID, and go on there; fleet release create does.',
    exit: exitCodes.conflict,
    status: 409,
  },
  E1617: {
    title: 'The uploaded bytes are not those that were announced',
    why: 'Their SHA-256 is another one: the file was changed while it was sent, or the way damaged it.',
    next: 'Give the command again; the damaged upload is dropped.',
    exit: exitCodes.failed,
    status: 422,
  },
  E1618: {
    title: 'There is no such file or upload',
    why: 'It was removed, was complete already, or waited longer than uploads are kept.',
    next: 'Upload it again: fleet release create FILE.',
    exit: exitCodes.nothingMatched,
    status: 404,
  },
} as const satisfies ErrorTable;

/** Makes errors of this area. */
export const storeFailure = errorsOf(storeErrors);
