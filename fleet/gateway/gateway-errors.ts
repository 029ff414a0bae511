import { errorsOf } from '#proto/kit/index.js';

/** Errors of the gateway that operators see: E1310 to E1399. Devices get refusals. */
export const gatewayErrors = {
  E1310: {
    title: 'The device is not connected',
    why: 'Commands go to devices that are connected now; a sleeper can be reached only while it is awake.',
    next: 'fleet device get ID shows its presence; fleet device watch ID waits for it',
    exit: 5,
    status: 409,
  },
  E1311: {
    title: 'The device did not answer in time',
    why: 'It was sent again after each reconnect until its time was over. Whether it was done is not known.',
    next: 'fleet device get ID; send the command again with a longer time',
    exit: 6,
    status: 504,
  },
  E1312: {
    title: 'Too many commands are open',
    why: 'Open commands of one device are bounded, so that one that does not answer costs little.',
    next: 'wait until open commands were answered or ran out of time',
    exit: 5,
    status: 429,
  },
  E1313: {
    title: 'A field of the command is out of its range',
    why: 'The wire has a range for every field.',
    next: 'give a value within the range that the message names',
    exit: 2,
    status: 422,
  },
  E1314: {
    title: 'The manager stopped before the device answered',
    why: 'Open commands do not outlive the manager. Whether it was done is not known.',
    next: 'send the command again when the manager is back',
    exit: 1,
    status: 503,
  },
  E1315: {
    title: 'Frames are not kept',
    why: 'The ring that keeps the newest frames of all devices is switched off.',
    next: 'set limits.frameRingBytes in the configuration file of the manager and start it again',
    exit: 1,
    status: 503,
  },
} as const;

/** Makes errors of the gateway. */
export const failGateway = errorsOf(gatewayErrors);
