import { type ErrorTable, errorsOf, exitCodes } from '#proto/kit/index.js';

/** Errors of rollouts: E2701 to E2749. */
export const rolloutErrors = {
  E2701: {
    title: 'No such rollout',
    why: 'Nobody made one of that name, or it ended long ago and made room for newer ones.',
    next: 'fleet rollout list',
    exit: exitCodes.nothingMatched,
    status: 404,
  },
  E2702: {
    title: 'There is a rollout of that name already',
    why: 'A name stands for one rollout for as long as it is kept, so that what is said of it stays true.',
    next: 'take another name',
    exit: exitCodes.conflict,
    status: 409,
  },
  E2703: {
    title: 'The rollout is at another revision',
    why: 'Somebody, or a gate, changed it after you looked: what you decided may no longer fit.',
    next: 'fleet rollout status NAME, then decide again',
    exit: exitCodes.conflict,
    status: 409,
  },
  E2704: {
    title: 'The rollout is in a state in which that can not be done',
    why: 'Each verb has states that it leads on from: a rollout that never started can not be paused, one that was aborted stays so.',
    next: 'fleet rollout status NAME',
    exit: exitCodes.conflict,
    status: 409,
  },
  E2705: {
    title: 'There are as many rollouts as there may be',
    why: 'Rollouts that are kept, and those that run at once, are bounded by limits.rollouts and limits.runningRollouts.',
    next: 'abort or finish one, or raise the limit and start again',
    exit: exitCodes.conflict,
    status: 409,
  },
  E2706: {
    title: 'The rollout has too many devices',
    why: 'Its devices stand in memory; their number is bounded by limits.rolloutDevices, of all kept rollouts by limits.rolloutMembers.',
    next: 'narrow the selector, or raise the limit and start again',
    exit: exitCodes.usage,
    status: 422,
  },
  E2707: {
    title: 'The rollout lacks an approval',
    why: 'Its plan asks for approvals, each by another person of the stated role.',
    next: 'fleet rollout approve NAME -m WHY',
    exit: exitCodes.conflict,
    status: 409,
  },
  E2708: {
    title: 'The plan asks for another role',
    why: 'Who approves a rollout or lets a wave through a manual gate must have the role that the plan states, or a higher one.',
    next: 'ask somebody of that role',
    exit: exitCodes.unauthorised,
    status: 403,
  },
  E2709: {
    title: 'A halted rollout goes on with a changed limit only',
    why: 'The gate that halted it would halt it again at once: going on is a decision about its limit, with a reason.',
    next: 'fleet rollout resume NAME --raise GATE=LIMIT -m WHY',
    exit: exitCodes.conflict,
    status: 409,
  },
  E2710: {
    title: 'The rollout has no device',
    why: 'Its selector matches no active device that its exclusion leaves.',
    next: 'fleet device list SELECTOR',
    exit: exitCodes.nothingMatched,
    status: 422,
  },
  E2711: {
    title: 'A text of the request is too long or missing',
    why: 'Reasons have at most 500 characters, idempotency keys 1 to 64; a resume after a halt needs a reason.',
    next: 'give it with -m, within the limit',
    exit: exitCodes.usage,
    status: 422,
  },
  E2712: {
    title: 'There is no way back',
    why: 'No device that runs the new release can be given its previous one: it is not published, its security counter is too low, or its settings before are not known.',
    next: 'fleet rollout abort NAME -m WHY, and bring a release that goes forward',
    exit: exitCodes.conflict,
    status: 409,
  },
  E2713: {
    title: 'No such gate, or a limit that it can not have',
    why: 'A changed limit is a percentage of a threshold gate, a number of failures of a consecutive one, or how many times as often updated devices may fail of a health one (up to 20), above what it is; signal and manual gates have none.',
    next: 'fleet rollout get NAME -o yaml',
    exit: exitCodes.usage,
    status: 422,
  },
  E2714: {
    title: 'The plan can not work',
    why: 'The pre-flight found something that no run of it could get past.',
    next: 'fleet rollout plan -f FILE',
    exit: exitCodes.usage,
    status: 422,
  },
  E2715: {
    title: 'No device can take what the rollout brings',
    why: 'All devices that lack it have another profile or hardware, no such setting, or a range that its value is not in: it would wait for ever. With membership: dynamic it starts, as others may join.',
    next: 'fleet rollout plan -f FILE',
    exit: exitCodes.usage,
    status: 422,
  },
  E2716: {
    title: 'The idempotency key was used for another request',
    why: 'A key stands for one request: the same one again gives its answer again, another one would be answered with what it did not ask for.',
    next: 'take another key',
    exit: exitCodes.conflict,
    status: 409,
  },
  E2717: {
    title: 'The rollout has no such wave',
    why: 'Waves are called as its plan calls them.',
    next: 'fleet rollout get NAME',
    exit: exitCodes.nothingMatched,
    status: 404,
  },
} as const satisfies ErrorTable;

/** Makes an error of this area. */
export const fail = errorsOf(rolloutErrors);
