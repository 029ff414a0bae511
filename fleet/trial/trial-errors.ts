import { type ErrorTable, errorsOf, exitCodes } from '#proto/kit/index.js';

/** Errors of virtual time. */
export const trialErrors = {
  E2401: {
    title: 'The world does not settle',
    why: 'A handler of the manager is still open after the limit of turns: it waits for something that only real time brings.',
    next: 'read which handler the message names: it may await the store and the history alone',
    exit: exitCodes.notTrustworthy,
    status: 500,
  },
  E2402: {
    title: 'A global timer was set while virtual time ran',
    why: 'Code inside the world took its time from the process in place of its clock, so the run would not follow from its seed.',
    next: 'follow the cause to the call and hand it a Clock',
    exit: exitCodes.notTrustworthy,
    status: 500,
  },
  E2403: {
    title: 'Virtual time stands still',
    why: 'Events fired on and on at one instant: a timer is set again and again to the instant at which it fires.',
    next: 'run the trial with node --cpu-prof and look for the timer that fires most; its next instant must be later than this one',
    exit: exitCodes.notTrustworthy,
    status: 500,
  },
} as const satisfies ErrorTable;

export const fail = errorsOf(trialErrors);
