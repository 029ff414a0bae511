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
  E2309: {
    title: 'A file of the certificate cannot be read',
    why: 'TLS needs a certificate and its private key, and this user must be able to read both.',
    next: 'check the paths of --tls-cert and --tls-key, and who may read them',
    exit: exitCodes.usage,
    status: 500,
  },
  E2310: {
    title: 'A file is no certificate or no key in PEM',
    why: 'Both are PEM: text with BEGIN CERTIFICATE, and with BEGIN PRIVATE KEY.',
    next: 'openssl x509 -in FILE -noout -text shows a certificate; openssl pkey -in FILE -noout -text a key',
    exit: exitCodes.usage,
    status: 500,
  },
  E2311: {
    title: 'The key does not belong to the certificate',
    why: 'The public key in the certificate is not that of the private key: no handshake would succeed.',
    next: 'give the key that the certificate was requested with',
    exit: exitCodes.usage,
    status: 500,
  },
  E2312: {
    title: 'The certificate is not valid now',
    why: 'Devices and operators would refuse the connection.',
    next: 'renew the certificate; when its dates are right, set the clock of this machine',
    exit: exitCodes.usage,
    status: 500,
  },
  E2313: {
    title: 'The key is encrypted',
    why: 'A manager starts without a person beside it, so nobody could type the passphrase.',
    next: 'openssl pkey -in KEY -out PLAIN, and chmod 600 PLAIN',
    exit: exitCodes.usage,
    status: 500,
  },
  E2314: {
    title: 'The address of a trusted proxy is not understood',
    why: 'Forwarded addresses are believed from known proxies alone; anybody else could make them up.',
    next: 'fleet serve --trust-proxy loopback, 10.0.0.7 or 10.0.0.0/8',
    exit: exitCodes.usage,
    status: 500,
  },
  E2315: {
    title: 'There is no manager in the data folder',
    why: 'Only the folder of a manager that was started before can be given a token.',
    next: 'fleet token reset --data FOLDER with the folder that fleet serve printed',
    exit: exitCodes.nothingMatched,
    status: 404,
  },
} as const satisfies ErrorTable;

export const fail = errorsOf(appErrors);
