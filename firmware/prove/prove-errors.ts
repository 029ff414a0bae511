import { type ErrorTable, errorsOf, exitCodes } from '#proto/kit/index.js';

const usage = { exit: exitCodes.usage, status: 400 };

/** Errors of proofs, E2270 to E2289. */
export const proveErrors = {
  E2270: {
    ...usage,
    title: 'The two images are no update that a device would take.',
    why: 'A proof runs a real update first: a device refuses an image with a security counter below the one that it confirmed, and its own image.',
    next: 'Give the older image as --from and the newer one as --to.',
  },
  E2271: {
    ...usage,
    title: 'The proof has no such case.',
    why: 'Cuts are named by part, operation and kind, such as update:1234:torn: how many there are follows from images, profile and seed. Attacks are A1 to A21, and their cases A1.1 and so on.',
    next: 'Repeat the command of the failed proof with the same --seed, --profile and images.',
  },
  E2272: {
    exit: exitCodes.verdictBad,
    status: 500,
    title: 'The proof failed.',
    why: 'A case did not go as it must, or a state that the proof lists was not reached.',
    next: 'Run the command that the message names: it repeats the first case alone.',
  },
  E2273: {
    ...usage,
    title: 'The flash wears out within the proof.',
    why: 'The proof updates one device many times in a row: that its blocks wear out meanwhile would say nothing about power cuts.',
    next: 'Give a profile whose flash.enduranceErases is that of its chip: thousands.',
  },
} as const satisfies ErrorTable;

/** Throws errors of proofs. */
export const failProof = errorsOf(proveErrors);
