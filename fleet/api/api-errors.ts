import { type ErrorTable, errorsOf, exitCodes } from '#proto/kit/index.js';

/** Errors of the operator API. */
export const apiErrors = {
  E1900: {
    title: 'The manager failed while it answered',
    why: 'A bug of the manager, or something it rests on broke; its log has the cause under the request id',
    next: 'fleet status, then look for the request id in the log of the manager',
    exit: exitCodes.failed,
    status: 500,
  },
  E1901: {
    title: 'The request carries no token',
    why: 'Every route but /healthz, /readyz and /v1/openapi.json wants the header Authorization: Bearer TOKEN',
    next: 'fleet context add NAME --url URL --token-file FILE',
    exit: exitCodes.unauthorised,
    status: 401,
  },
  E1902: {
    title: 'The token is not accepted',
    why: 'It is unknown, expired or revoked',
    next: 'ask an admin for: fleet token create NAME --role ROLE',
    exit: exitCodes.unauthorised,
    status: 401,
  },
  E1903: {
    title: 'The role of the token does not allow this',
    why: 'Roles grow from viewer (reads) over operator (acts on devices and alarms) to admin (manages tokens)',
    next: 'use a token of the role that the message names: fleet context use NAME',
    exit: exitCodes.unauthorised,
    status: 403,
  },
  E1904: {
    title: 'Too many requests',
    why: 'Requests of one token, and failed ones of one address, are limited, so that one client cannot starve the devices',
    next: 'wait for the time of Retry-After, or follow with --watch instead of polling',
    exit: exitCodes.failed,
    status: 429,
  },
  E1905: {
    title: 'The request does not have the form that the route wants',
    why: 'Path, query and body are checked against the schemas of /v1/openapi.json before anything is done',
    next: 'fleet api GET /v1/openapi.json shows the form',
    exit: exitCodes.usage,
    status: 400,
  },
  E1906: {
    title: 'The body of the request is too large',
    why: 'Bodies are limited before they are buffered',
    next: 'send less at once; docs/LIMITS.md lists the limits',
    exit: exitCodes.usage,
    status: 413,
  },
  E1907: {
    title: 'There is no such route',
    why: 'The path or the method is not served here',
    next: 'fleet api GET /v1/openapi.json lists all routes',
    exit: exitCodes.nothingMatched,
    status: 404,
  },
  E1908: {
    title: 'There is no such device',
    why: 'No device of this id is enrolled with this manager',
    next: 'fleet device list',
    exit: exitCodes.nothingMatched,
    status: 404,
  },
  E1909: {
    title: 'There is no such alarm',
    why: 'No alarm of this id was raised, or it is older than the manager keeps them',
    next: 'fleet alarm list --state all',
    exit: exitCodes.nothingMatched,
    status: 404,
  },
  E1910: {
    title: 'The manager does not answer under this host name',
    why: 'The Host header is checked against the configured names, so that a web page cannot reach a manager on loopback by a name of its own',
    next: 'use a name of the list that the message gives',
    exit: exitCodes.failed,
    status: 421,
  },
  E1911: {
    title: 'Too many live streams are open',
    why: 'Each stream holds a queue; their number is limited',
    next: 'close other watchers; docs/LIMITS.md lists the limits',
    exit: exitCodes.failed,
    status: 503,
  },
  E1912: {
    title: 'Too many queries run',
    why: 'Queries share the machine with ingest; only a few run at a time',
    next: 'try again in a moment',
    exit: exitCodes.failed,
    status: 503,
  },
  E1913: {
    title: 'The type of the body is not understood',
    why: 'Bodies are JSON: Content-Type: application/json',
    next: 'fleet api METHOD PATH sends the right header',
    exit: exitCodes.usage,
    status: 415,
  },
  E1940: {
    title: 'The device has no such signal',
    why: 'Signals are named as the profile of the device defines them, in the same letters',
    next: 'fleet signal list DEVICE',
    exit: exitCodes.nothingMatched,
    status: 404,
  },
  E1941: {
    title: 'The range of time is empty',
    why: 'A range begins with `from` and ends before `to`; both are ISO 8601 with a time zone',
    next: 'give a `from` that is earlier than `to`',
    exit: exitCodes.usage,
    status: 400,
  },
  E1942: {
    title: 'The export selects nothing',
    why: 'No enrolled device matches the selector, no signal has the name or the category, or events were asked for by signal or category, which they do not have',
    next: 'fleet device list',
    exit: exitCodes.nothingMatched,
    status: 404,
  },
  E1943: {
    title: 'The manager has no release of what the device runs',
    why: 'It runs the image that it was made with, or one that came to it another way; only files that were uploaded can be compared',
    next: 'fleet image build --factory PROFILE --out FILE, then fleet release create FILE',
    exit: exitCodes.nothingMatched,
    status: 404,
  },
} as const satisfies ErrorTable;

/** Makes an error of the API. */
export const apiError = errorsOf(apiErrors);
