import { errorsOf } from '#proto/kit/index.js';

/** Errors of updates: E2560 to E2599. */
export const updateErrors = {
  E2560: {
    title: 'No such device',
    why: 'Nobody of that name is enrolled, or it was removed.',
    next: 'fleet device list',
    exit: 3,
    status: 404,
  },
  E2561: {
    title: 'The device is in a state in which nothing is offered to it',
    why: 'Only devices that are active are updated: pending, rejected, revoked and retired ones are not let in.',
    next: 'fleet device get ID shows its status',
    exit: 5,
    status: 409,
  },
  E2562: {
    title: 'No published release of that name',
    why: 'Devices are offered what was published and not yanked, and nothing else.',
    next: 'fleet release list',
    exit: 3,
    status: 404,
  },
  E2563: {
    title: 'The release is not for this device',
    why: 'An image names the profiles and hardware revisions that it fits; a device refuses any other.',
    next: 'fleet release get NAME@VERSION shows what it fits, fleet device get ID what the device is',
    exit: 5,
    status: 409,
  },
  E2564: {
    title: 'The device runs a version that is too old for the release',
    why: 'The image says from which version on it can be installed.',
    next: 'update it to that version first',
    exit: 5,
    status: 409,
  },
  E2565: {
    title: 'There is no delta for what the device runs',
    why: 'A delta was required, and the release has none for this base, or the device can not unpack it.',
    next: 'fleet release get NAME@VERSION lists its deltas; --delta prefer takes the whole image where there is none',
    exit: 5,
    status: 409,
  },
  E2566: {
    title: 'The device is busy with another update, or needs none',
    why: 'A device has one open attempt at a time, and what it runs is not installed again.',
    next: 'fleet device updates ID shows it; fleet device update ID --cancel takes it back',
    exit: 5,
    status: 409,
  },
  E2567: {
    title: 'As many updates are open as may be',
    why: 'Their number is bounded so that memory is.',
    next: 'wait until some are over, or raise limits.openAttempts and start again',
    exit: 5,
    status: 429,
  },
  E2568: {
    title: 'No such attempt',
    why: 'The identifier is wrong, or it ended so long ago that it is not kept any more (limits.keptAttempts).',
    next: 'fleet device updates ID',
    exit: 3,
    status: 404,
  },
  E2569: {
    title: 'The attempt is over',
    why: 'What has ended can not be taken back.',
    next: 'fleet device updates ID shows how it ended',
    exit: 5,
    status: 409,
  },
  E2570: {
    title: 'An order of an update is out of its range',
    why: 'Each field has one, so that nothing is kept without bound.',
    next: 'fleet device update --help',
    exit: 2,
    status: 400,
  },
  E2571: {
    title: "The identifier of the order is that of another device's attempt",
    why: 'An identifier names one attempt, so that the same order given again is the same attempt.',
    next: 'give the order another identifier',
    exit: 5,
    status: 409,
  },
  E2572: {
    title: 'The device is held or pinned',
    why: 'Somebody wants it left alone: nothing new is offered to it, neither by hand nor by a rollout.',
    next: 'fleet device unhold ID, or fleet device unpin ID, when its reason is over',
    exit: 5,
    status: 409,
  },
} as const;

/** Makes an error of updates. */
export const failUpdate = errorsOf(updateErrors);
