import { type ErrorTable, errorsOf, exitCodes } from '#proto/kit/index.js';

const wrongApplication = { exit: exitCodes.usage, status: 400 };
const wrongImage = { exit: exitCodes.usage, status: 400 };
const applicationFault = { exit: exitCodes.failed, status: 500 };

/** Errors of applications, E1510 to E1519 when one is loaded, E1520 to E1529 when it runs; and of image files, E1540 to E1549. */
export const imageErrors = {
  E1510: {
    ...wrongApplication,
    title: 'The application is too large, too deep, or no plain data.',
    why: 'An application is data that a small device can hold; code, cycles and numbers that are not finite are none.',
    next: 'Split states or drop what is not needed; docs/profiles has the limits.',
  },
  E1511: {
    ...wrongApplication,
    title: 'The application has a part that the hardware does not know.',
    why: 'Only the hardware vocabulary is loaded: XState itself would skip an unknown action and fire an unknown delay at once.',
    next: 'Correct the place that the message names; docs/profiles lists every action, guard and key.',
  },
  E1512: {
    ...wrongApplication,
    title: 'The application names a signal, an actuator or a context key that is not there.',
    why: 'The hardware has only the signals and actuators of its profile, the application only the keys of its context and the settings.',
    next: 'Correct the name, or add it to the profile.',
  },
  E1513: {
    ...wrongApplication,
    title: 'A transition leads to a state that is not there.',
    why: 'Targets are siblings of the state (with a path into them), children of the root for transitions of the root, or "#path" from the root.',
    next: 'Correct the target.',
  },
  E1514: {
    ...wrongApplication,
    title: 'A state or a transition can never be reached.',
    why: 'Nothing leads to it, so it is a mistake or left over.',
    next: 'Add the transition that is missing, or remove the part.',
  },
  E1515: {
    ...wrongApplication,
    title: 'A state has no way out.',
    why: 'A device that entered it would stay for ever, which is a mistake unless it is meant.',
    next: 'Add a transition, or say in meta.final why the state is meant to be the last.',
  },
  E1516: {
    ...wrongApplication,
    title: 'Transitions without event and guard lead in a circle.',
    why: 'The device would never come to rest.',
    next: 'Give one of them a guard or a delay.',
  },
  E1517: {
    ...wrongApplication,
    title: 'An event is watched that no state takes, or unwatched that is never watched.',
    why: 'A crossing would pass unseen.',
    next: 'Take the event in a state, or correct its name.',
  },
  E1520: {
    ...applicationFault,
    title: 'The application computed with a value that is not there.',
    why: 'A signal without a sample, or a sum beyond the largest number.',
    next: 'The device resets with the reason app-fault; look at its newest crash event.',
  },
  E1521: {
    ...applicationFault,
    title: 'The application did not come to rest.',
    why: 'Transitions without event followed each other more often than 100 times in one step, since their guards kept holding.',
    next: 'The device resets with the reason app-fault; correct the guards of the `always` transitions.',
  },
  E1540: {
    ...wrongImage,
    title: 'This is no image file.',
    why: 'An image file begins with the eight letters SEATRIAL.',
    next: 'Check the path; `fleet image build` makes one.',
  },
  E1541: {
    ...wrongImage,
    title: 'The image has a format of the future.',
    why: 'It was built by a newer version of the program than this one, and what is not understood is not installed.',
    next: 'Use the version that built it, or build the image anew with this one.',
  },
  E1542: {
    ...wrongImage,
    title: 'The image is cut, or longer than it says.',
    why: 'Its sizes stand in its header: bytes that are missing or too many were lost or added on the way.',
    next: 'Copy or download it again, then `fleet image verify FILE`.',
  },
  E1543: {
    ...wrongImage,
    title: 'The header of the image breaks a rule.',
    why: 'A device decides by the header before it takes a byte of the content, so that each of its fields has a range.',
    next: 'Build it anew with the value that the message asks for.',
  },
  E1544: {
    ...wrongImage,
    title: 'The content of the image is not what its header says.',
    why: 'Each chunk has its digest in the header; bytes were changed after the image was built.',
    next: 'Copy or download it again; never install it.',
  },
  E1545: {
    ...wrongImage,
    title: 'The image is too large.',
    why: 'A content has 256 MiB at most, a header 288 KiB.',
    next: 'Split the payload, or leave out what devices do not need.',
  },
  E1546: {
    ...wrongImage,
    title: 'This is no delta file.',
    why: 'A delta file begins with the eight letters SEATDLTA.',
    next: 'Check the path; `fleet image delta BASE TARGET --out FILE` makes one.',
  },
  E1547: {
    ...wrongImage,
    title: 'The delta is for another base image.',
    why: 'A delta says only what is different from one very image; nothing was unpacked.',
    next: 'Take the full image, or build a delta from the image that is there.',
  },
  E1548: {
    ...wrongImage,
    title: 'The delta is damaged.',
    why: 'What it unpacks to is not the image that its header describes; it was dropped.',
    next: 'Copy or download it again, or take the full image.',
  },
  E1549: {
    ...wrongImage,
    title: 'The image is for other hardware.',
    why: 'Its header names the profiles and the hardware revisions that it fits, and a device refuses every other one.',
    next: 'Take the image of this hardware; `fleet image inspect FILE` shows what one fits.',
  },
} as const satisfies ErrorTable;

/** Throws errors of applications. */
export const failImage = errorsOf(imageErrors);
