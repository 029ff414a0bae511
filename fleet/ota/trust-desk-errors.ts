import { type ErrorTable, errorsOf, exitCodes } from '#proto/kit/index.js';

/** Errors of a manager's trust, E2501 to E2509. */
export const trustDeskErrors = {
  E2501: {
    title: 'The manager lacks a key that it has to sign with.',
    why: 'Snapshot, timestamp and assignments are signed by online keys in the data folder; they are missing, unreadable, or not those of the root.',
    next: 'Bring the files of DATA/keys back, or make a root with new online keys: `fleet key rotate snapshot`.',
    exit: exitCodes.failed,
    status: 503,
  },
  E2502: {
    title: 'Development keys and production keys are not mixed.',
    why: 'Development keys lie readable on the machine of the manager; a release signed by them must never pass for a real one.',
    next: 'Make production keys with `fleet key init --out DIR`, and install their root with `fleet key install DIR/root.json`.',
    exit: exitCodes.conflict,
    status: 409,
  },
  E2503: {
    title: 'Releases are published by development keys.',
    why: 'A production root begins a trust of its own; what development keys published would vanish from it.',
    next: 'Yank those releases first (`fleet release list`), or start the production manager on a data folder of its own.',
    exit: exitCodes.conflict,
    status: 409,
  },
  E2504: {
    title: 'Other metadata came in between.',
    why: 'Each version is signed once; the one that was signed is no longer the next.',
    next: 'Do it again: the new proposal has what came in between.',
    exit: exitCodes.conflict,
    status: 409,
  },
  E2505: {
    title: 'The targets are not what was asked for.',
    why: 'What is signed has to be what is there with the change that was asked for, and nothing else.',
    next: 'Publish again, and sign the file that comes.',
    exit: exitCodes.usage,
    status: 400,
  },
  E2506: {
    title: 'Devices would refuse this metadata.',
    why: 'The manager checks it as a device does, before it stores it.',
    next: 'Correct what the message says, and sign again.',
    exit: exitCodes.usage,
    status: 400,
  },
  E2507: {
    title: 'The release is not published.',
    why: 'An assignment names a release that the targets name.',
    next: 'fleet release publish NAME@VERSION',
    exit: exitCodes.conflict,
    status: 409,
  },
  E2508: {
    title: 'The manager does not hold the production keys.',
    why: 'Keys of root and targets can stay on a machine that has no network.',
    next: 'Give the folder of the keys: `fleet key rotate ROLE --keys DIR`, `fleet key renew targets --keys DIR`.',
    exit: exitCodes.conflict,
    status: 409,
  },
  E2509: {
    title: 'The root that was given names online keys that this manager does not hold.',
    why: 'Snapshot, timestamp and assignments are signed by the online keys in DATA/keys: with such a root no device could be updated any more.',
    next: 'Make the root with the public halves of this manager: `fleet key online`, then `fleet key init` or `fleet key rotate`.',
    exit: exitCodes.conflict,
    status: 409,
  },
} as const satisfies ErrorTable;

/** Throws errors of a manager's trust. */
export const failDesk = errorsOf(trustDeskErrors);
