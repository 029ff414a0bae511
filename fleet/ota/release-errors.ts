import { type ErrorTable, errorsOf, exitCodes } from '#proto/kit/index.js';

const wrong = { exit: exitCodes.usage, status: 400 };
const conflict = { exit: exitCodes.conflict, status: 409 };
const absent = { exit: exitCodes.nothingMatched, status: 404 };
const full = { exit: exitCodes.failed, status: 429 };

/** Errors of uploads and releases: E2530 to E2559. */
export const releaseErrors = {
  E2530: {
    ...absent,
    title: 'There is no such upload',
    why: 'It became a release, was dropped, or nothing came for it longer than limits.uploadKeepMs.',
    next: 'fleet release create FILE, which begins a new one',
  },
  E2531: {
    exit: exitCodes.usage,
    status: 413,
    title: 'The file is too large for this manager',
    why: 'Uploads are bounded by limits.imageFileBytes; an image has 256 MiB of content at most.',
    next: 'Make the payload smaller, or raise limits.imageFileBytes in the configuration of the manager.',
  },
  E2532: {
    ...full,
    title: 'Too many uploads are open',
    why: 'Each takes room on the disk until it is complete, dropped or expired.',
    next: 'Finish one by giving its command again, or wait until they expire.',
  },
  E2533: {
    ...wrong,
    title: 'More bytes came than were announced',
    why: 'The size of a file is said before its first byte, so that the room for it is known.',
    next: 'Give the command again when nobody writes to the file any more.',
  },
  E2534: {
    ...conflict,
    title: 'Somebody else sends the same file at this moment',
    why: 'Two streams into one file would mix their bytes.',
    next: 'Wait until the other one has ended, then give the command again.',
  },
  E2535: {
    ...conflict,
    title: 'The upload is not complete',
    why: 'A release is made of a whole file.',
    next: 'Give the same fleet release create command again: it goes on where it stopped.',
  },
  E2536: {
    exit: exitCodes.failed,
    status: 507,
    title: 'The disk has no room for the file',
    why: 'The room that a file needs is looked for before its first byte is taken.',
    next: 'Make room on the file system of the data folder, then give the command again.',
  },
  E2539: {
    ...wrong,
    title: 'A field of an upload or a release is out of its range',
    why: 'The message has the field, its value and its range.',
    next: 'Correct it and try again.',
  },
  E2540: {
    ...absent,
    title: 'There is no such release',
    why: 'A release is called NAME@VERSION, as in its image.',
    next: 'fleet release list',
  },
  E2541: {
    ...conflict,
    title: 'A release of that name and version has other bytes',
    why: 'What was released under a version stays what it is: devices and deltas refer to it, and a yanked version is not used again.',
    next: 'Build the image with a new version: fleet image build --version ….',
  },
  E2542: {
    ...full,
    title: 'There are as many releases as there may be',
    why: 'Each keeps its files on the disk; limits.releases bounds them.',
    next: 'Raise limits.releases in the configuration of the manager.',
  },
  E2543: {
    ...conflict,
    title: 'The release stands at another revision',
    why: 'Somebody changed it since it was read.',
    next: 'fleet release get NAME@VERSION, then repeat the change',
  },
  E2544: {
    ...wrong,
    title: 'A release is taken back without a reason',
    why: 'It can not be undone, and whoever waits for it wants to know why.',
    next: 'Give -m REASON.',
  },
  E2545: {
    ...conflict,
    title: 'The release was yanked',
    why: 'What was taken back is never given to devices again.',
    next: 'Build the image with a new version, and publish that.',
  },
  E2546: {
    ...conflict,
    title: 'Signatures are missing',
    why: 'A release is published when a threshold of the keys of targets has signed; those that were given are kept.',
    next: 'fleet release publish NAME@VERSION --key FILE, by the holders of the other keys',
  },
  E2547: {
    ...wrong,
    title: 'A signature is not good',
    why: 'It is of no key of targets, or it signs other bytes; none of these signatures was kept.',
    next: 'fleet key status, then sign again',
  },
  E2548: {
    exit: exitCodes.failed,
    status: 503,
    title: 'A delta was damaged on the disk of the manager',
    why: 'Its file does not have its digest; it was taken back and is being built again. Devices that want it are told to come again.',
    next: 'look at the disk; fleet release get NAME@VERSION lists the delta once it is there again',
  },
} as const satisfies ErrorTable;

/** Makes errors of uploads and releases. */
export const failRelease = errorsOf(releaseErrors);
