import { errorsOf } from '#proto/kit/index.js';

/** Errors of the registry: E1701 to E1799. */
export const registryErrors = {
  E1701: {
    title: 'The registry holds as many devices as it may',
    why: 'The number of devices, pending ones included, is bounded so that memory is.',
    next: 'fleet device list --selector "presence=offline" shows what can be removed; or raise limits.registry.devices and start again',
    exit: 5,
    status: 409,
  },
  E1702: {
    title: 'No such device',
    why: 'Nobody of that name is enrolled, or it was removed.',
    next: 'fleet device list',
    exit: 3,
    status: 404,
  },
  E1703: {
    title: 'No such enrolment token',
    why: 'The identifier is wrong. Tokens stay in the list when they are used up, expired or revoked.',
    next: 'fleet provision token list',
    exit: 3,
    status: 404,
  },
  E1704: {
    title: 'No such operator token',
    why: 'The identifier is wrong, or the token was revoked.',
    next: 'fleet token list',
    exit: 3,
    status: 404,
  },
  E1705: {
    title: 'The device is in a state that does not allow this',
    why: 'Only pending and rejected devices can be approved, only pending ones rejected; what is revoked stays revoked.',
    next: 'fleet device get ID shows its status',
    exit: 5,
    status: 409,
  },
  E1706: {
    title: 'A setting does not fit the profile',
    why: 'The profile says which settings there are, of which kind, in which range.',
    next: 'fleet profile show NAME lists the settings',
    exit: 2,
    status: 422,
  },
  E1707: {
    title: 'The profile of the device is not known yet',
    why: 'A device brings its profile when it connects for the first time; before that nothing can be checked against it.',
    next: 'wait until the device was connected once: fleet device watch ID',
    exit: 5,
    status: 409,
  },
  E1708: {
    title: 'A field of the request is out of its range',
    why: 'Every field has a range, so that nothing grows without a bound.',
    next: 'give a value within the range that the message names',
    exit: 2,
    status: 422,
  },
  E1709: {
    title: 'There are as many tokens as there may be',
    why: 'Tokens are kept for the audit, so their number is bounded.',
    next: 'raise limits.registry.enrolmentTokens or limits.registry.operatorTokens and start again',
    exit: 5,
    status: 409,
  },
  E1710: {
    title: 'A profile can not be taken',
    why: 'The number of different profiles is bounded: a device that makes up profiles must not fill the memory.',
    next: 'raise limits.registry.profiles when the profiles are real',
    exit: 5,
    status: 409,
  },
  E1711: {
    title: 'The last admin token can not be revoked',
    why: 'Nobody could manage tokens any more.',
    next: 'fleet token create --role admin, then revoke the old one',
    exit: 5,
    status: 409,
  },
  E1720: {
    title: 'The selector matches no device',
    why: 'An order for nobody is a mistake more often than not, so it is no success.',
    next: 'fleet device list SELECTOR; fleet help selectors',
    exit: 3,
    status: 404,
  },
  E1721: {
    title: 'The selector matches more devices than the order may reach',
    why: 'An order to many devices names the most it expects, so that a wrong selector does not reach the whole fleet.',
    next: 'fleet device list SELECTOR shows who is meant; then the same command with --max COUNT',
    exit: 2,
    status: 422,
  },
  E1722: {
    title: 'No such operation',
    why: 'The identifier is wrong, or the operation is older than the manager keeps them.',
    next: 'fleet operation list',
    exit: 3,
    status: 404,
  },
  E1723: {
    title: 'As many operations run as may',
    why: 'Operations share the store and the devices, so only some run at a time.',
    next: 'fleet operation list shows them; wait, or cancel one; or raise limits.runningOperations and start again',
    exit: 5,
    status: 409,
  },
  E1724: {
    title: 'The operation does not run any more',
    why: 'Only a running operation can be cancelled.',
    next: 'fleet operation get ID',
    exit: 5,
    status: 409,
  },
} as const;

/** Makes errors of the registry. */
export const failRegistry = errorsOf(registryErrors);
