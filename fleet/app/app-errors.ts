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
  E2305: {
    title: 'No WebSocket is served on this path',
    why: 'Devices have one path on every address of the manager.',
    next: 'use the address that `fleet serve` printed, for example ws://127.0.0.1:8470/device',
    exit: exitCodes.nothingMatched,
    status: 404,
  },
  E2306: {
    title: 'The request did not come in time',
    why: 'A socket that says nothing takes an open file: the headers must be here within limits.answerWithinMs.',
    next: 'connect again and send the request at once',
    exit: exitCodes.timedOut,
    status: 408,
  },
  E2307: {
    title: 'The headers of the request are too long',
    why: 'Headers are read before anybody has shown a token, so they are bounded.',
    next: 'send fewer or shorter headers',
    exit: exitCodes.usage,
    status: 431,
  },
  E2308: {
    title: 'The bytes are no HTTP request',
    why: 'API and devices begin with HTTP/1.1 on every address.',
    next: 'speak HTTP: curl http://127.0.0.1:8470/healthz',
    exit: exitCodes.usage,
    status: 400,
  },
} as const satisfies ErrorTable;

export const fail = errorsOf(appErrors);
