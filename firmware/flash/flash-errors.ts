import { type ErrorTable, errorsOf, exitCodes } from '#proto/kit/index.js';

/** Errors of flashes, E2230 to E2249. */
export const flashErrors = {
  E2230: {
    exit: exitCodes.usage,
    status: 400,
    title: 'The image does not fit a slot of the flash.',
    why: 'A slot holds the header and the content, each rounded up to erase blocks.',
    next: 'Make the image smaller, or give the profile larger slots: `flash.slotBytes`.',
  },
  E2231: {
    exit: exitCodes.failed,
    status: 500,
    title: 'The kept flash of a device is damaged.',
    why: 'What a stopped population kept of a flash must be whole: extents in order, contents that are there, as many blocks as the profile says.',
    next: 'Start the population with `--fresh`, or bring its folder back from a copy.',
  },
} as const satisfies ErrorTable;

/** Throws errors of flashes. */
export const failFlash = errorsOf(flashErrors);
