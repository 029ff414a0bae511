import { type ErrorTable, errorsOf, exitCodes } from '#proto/kit/index.js';

/** Errors of starting and configuring a manager. */
export const appErrors = {
  E2301: {
    title: 'The address is in use',
    why: 'Another program, perhaps another manager, listens on that host and port.',
    next: 'fleet serve --listen 127.0.0.1:0 takes any free port; fleet doctor says who answers there',
    exit: exitCodes.failed,
    status: 500,
  },
  E2302: {
    title: 'The address cannot be listened on',
    why: 'The host name is unknown, the address is not of this machine, or the port needs rights that this user does not have.',
    next: 'fleet serve --listen 127.0.0.1:8470',
    exit: exitCodes.usage,
    status: 500,
  },
  E2303: {
    title: 'The data folder cannot be used',
    why: 'It is a file, or this user may not write there.',
    next: 'fleet serve --data FOLDER with a folder of your own',
    exit: exitCodes.failed,
    status: 500,
  },
  E2304: {
    title: 'Too few files may be open',
    why: 'Each connected device takes one open file, and the manager keeps some for itself.',
    next: 'ulimit -n 20000 before fleet serve',
    exit: exitCodes.failed,
    status: 500,
  },
} as const satisfies ErrorTable;

export const fail = errorsOf(appErrors);
