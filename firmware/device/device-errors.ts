import { type ErrorTable, errorsOf, exitCodes } from '#proto/kit/index.js';

/** Errors of virtual devices, E22xx. */
export const deviceErrors = {
  E2201: {
    title: 'A device knows no such fault.',
    why: 'Faults are those of the device itself and those of the signal model of its profile.',
    next: 'fleet profile show NAME lists the faults of a profile',
    exit: exitCodes.usage,
    status: 400,
  },
  E2202: {
    title: 'The severity of a fault is out of its range.',
    why: 'Severity runs from 0, which takes the fault away, to 1.',
    next: 'give a number from 0 to 1',
    exit: exitCodes.usage,
    status: 400,
  },
  E2203: {
    title: 'A profile and its signal model do not fit.',
    why: 'A signal of the profile, or an actuator, is not one of the model, or the other way round.',
    next: 'fleet profile validate FILE',
    exit: exitCodes.failed,
    status: 400,
  },
  E2204: {
    title: 'The saved state of a device can not be used.',
    why: 'A number in it is out of its range, or its frames are not in order.',
    next: 'remove the population and spawn it again',
    exit: exitCodes.failed,
    status: 400,
  },
  E2205: {
    title: 'The fault does not fit the device.',
    why: 'A device without a battery has none that could be low, only a signal that its model gives can stick, and a cut of flash names an operation and a kind.',
    next: 'fleet profile show NAME shows the signals and the supply of a profile',
    exit: exitCodes.usage,
    status: 400,
  },
  E2206: {
    title: 'A device can not carry sub-devices.',
    why: 'Sub-devices are channels of the link of a device that has one of its own, and short ids and profiles leave room for the channel.',
    next: 'see "Sub-devices" in docs/PROTOCOL.md, and the subDevices of the profile',
    exit: exitCodes.usage,
    status: 400,
  },
  E2207: {
    title: 'A device can not trust the root that it was given.',
    why: 'A root is TUF metadata that a threshold of its own keys has signed.',
    next: 'fleet key status shows the newest root of a manager',
    exit: exitCodes.usage,
    status: 400,
  },
} as const satisfies ErrorTable;

/** Throws one of deviceErrors. */
export const deviceError = errorsOf(deviceErrors);
