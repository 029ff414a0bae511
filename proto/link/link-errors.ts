import { type ErrorTable, errorsOf } from '#proto/kit/index.js';

/** What can be wrong with the way to a fleet manager. */
export const linkErrors = {
  E1201: {
    title: 'The address of the fleet manager is wrong',
    why: 'A device dials a WebSocket address: ws:// or wss://, a host, a port, and a path, without a fragment.',
    next: 'use the address that `fleet serve` printed, for example ws://127.0.0.1:8470/device',
    exit: 2,
    status: 400,
  },
  E1202: {
    title: 'A link was set up with a number out of its range',
    why: 'Limits of links are checked once, when a dialer, an acceptor or a network is made.',
    next: 'give a number within the range that the message names',
    exit: 2,
    status: 400,
  },
  E1203: {
    title: 'No network preset has this name',
    why: 'Profiles and faults name their network by a preset.',
    next: 'use one of lab, office-wifi, farm-nbiot, factory-ethernet, hostile',
    exit: 2,
    status: 400,
  },
  E1204: {
    title: 'There is no room for one more link',
    why: 'Each link takes an open file, so their number is bounded; a manager that stops takes none.',
    next: 'come back after the time in Retry-After; an operator raises ulimit -n or limits.links when this goes on',
    exit: 1,
    status: 503,
  },
  E1205: {
    title: 'The request is no WebSocket handshake of seatrial.v1',
    why: 'Devices and fleet manager agree on the protocol before the first frame.',
    next: 'send a WebSocket handshake (RFC 6455, version 13) that offers the subprotocol seatrial.v1',
    exit: 2,
    status: 400,
  },
} as const satisfies ErrorTable;

/** Makes errors of this table. */
export const linkError = errorsOf(linkErrors);

/**
 * Gives the number back when it is in its range.
 * @throws E1202 when it is not
 */
export function numberInRange(name: string, value: number, least: number, most: number): number {
  if (value >= least && value <= most) return value;
  throw linkError('E1202', { message: `${name} is ${value}, its range is ${least} to ${most}` });
}
