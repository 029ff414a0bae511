import { type ErrorTable, errorsOf, exitCodes } from '#proto/kit/index.js';

const wrongProfile = { exit: exitCodes.usage, status: 400 };

/** Errors of profiles, E1501 to E1509. */
export const profileErrors = {
  E1501: {
    ...wrongProfile,
    title: 'The profile, or the source of a release, contradicts itself.',
    why: 'Parts that must agree do not: an id or name comes twice, a limit is upside down, a command is taken by no state.',
    next: 'Correct the place that the message names; `fleet profile validate FILE` checks a profile.',
  },
  E1502: {
    ...wrongProfile,
    title: 'The profile does not fit its signal model.',
    why: 'Each output of the model needs a signal, and actuators and parameters are those of the model.',
    next: 'Compare with the model in docs/profiles, then `fleet profile validate FILE`.',
  },
  E1503: {
    ...wrongProfile,
    title: 'A profile definition from the wire breaks a rule.',
    why: 'A definition has limits, so that a device can neither fill the memory of its manager nor give two meanings to one name.',
    next: 'Correct the definition that the device sends; docs/PROTOCOL.md, "Profiles", has the limits.',
  },
  E1504: {
    exit: exitCodes.nothingMatched,
    status: 404,
    title: 'There is no such profile.',
    why: 'A profile is one that ships with Seatrial, or a YAML file given by its path.',
    next: '`fleet profile list` shows those that ship.',
  },
  E1505: {
    ...wrongProfile,
    title: 'The file can not be read.',
    why: 'It is not there, is a folder, is too large, or may not be read.',
    next: 'Check the path.',
  },
  E1506: {
    exit: exitCodes.nothingMatched,
    status: 404,
    title: 'There is no such release.',
    why: 'The source of a release is one that ships with Seatrial, as NAME/VERSION, or a YAML file given by its path.',
    next: '`fleet image list` shows those that ship.',
  },
} as const satisfies ErrorTable;

/** Throws errors of profiles. */
export const failProfile = errorsOf(profileErrors);
