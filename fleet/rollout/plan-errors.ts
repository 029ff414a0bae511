import { type ErrorTable, errorsOf, exitCodes } from '#proto/kit/index.js';

const wrongPlan = { exit: exitCodes.usage, status: 400 } as const;

/** Errors of plans whose keys and values are right one by one, and make no sense together: E2750 to E2789. */
export const planErrors = {
  E2750: {
    ...wrongPlan,
    title: 'A name is there twice.',
    why: 'Verdicts, explanations and commands name a wave, or a gate within its wave, so each name stands for one thing.',
    next: 'Give one of them another name.',
  },
  E2751: {
    ...wrongPlan,
    title: 'The waves do not grow.',
    why: 'The percent of a wave counts the waves before it too: 1 %, 5 %, 25 %, 100 %. One that is not above the last one would be empty.',
    next: 'Write growing percents, or a count with devices:.',
  },
  E2752: {
    ...wrongPlan,
    title: 'A window has no length.',
    why: 'It ends in the minute in which it begins, so no device would ever be offered anything.',
    next: 'Write from: "00:00" and to: "24:00" for a whole day; leave windows out for any time.',
  },
  E2753: {
    ...wrongPlan,
    title: 'The time zone is unknown.',
    why: 'Windows are read on the clock of the place where a device is, by the IANA database: offsets and abbreviations know no summer time.',
    next: 'Write an IANA name: Europe/Berlin, America/New_York, UTC.',
  },
  E2754: {
    ...wrongPlan,
    title: 'That cause is never tried again.',
    why: 'A signature, a compatibility or an anti-rollback refusal is the same the next time; a try would only spend battery and bandwidth.',
    next: 'Take the cause out of retries.causes.',
  },
  E2755: {
    ...wrongPlan,
    title: 'The plan does not say what goes to the devices.',
    why: 'A rollout brings one release, or one change of the configuration: never both, never none.',
    next: 'Write release: NAME@VERSION, or configuration: with set: or reset:.',
  },
  E2756: {
    ...wrongPlan,
    title: 'The name of the release is malformed.',
    why: 'A release is named by its image and its exact version.',
    next: 'Write NAME@VERSION, for example thermostat@1.4.0; `fleet release list` shows them.',
  },
  E2757: {
    ...wrongPlan,
    title: 'Keys of the plan do not fit together.',
    why: 'A key that nothing would read is refused, as an unknown one is.',
    next: 'Correct or remove the key that the message names.',
  },
} as const satisfies ErrorTable;

/** Makes an error of plans. */
export const failPlan = errorsOf(planErrors);
