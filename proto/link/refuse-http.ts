import type { Duplex } from 'node:stream';
import type { SeatrialError } from '#proto/kit/index.js';

const phrases: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  404: 'Not Found',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
  503: 'Service Unavailable',
};

/**
 * Answers a socket that never became a link with the error's status, its code, why and what to do, and closes it. `retryAfterMs` of the error goes into
 * Retry-After, rounded up to seconds. Whatever the other side does meanwhile, nothing is thrown.
 */
export function refuseHttp(socket: Duplex, error: SeatrialError): void {
  const { status, code, message, definition, next, retryAfterMs } = error;
  const text = `error[${code}] ${message}\n  why:  ${definition.why}\n  next: ${next}\n`;
  const retry = retryAfterMs === undefined ? '' : `Retry-After: ${Math.ceil(retryAfterMs / 1_000)}\r\n`;
  socket.on('error', () => undefined);
  socket.once('finish', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status} ${phrases[status] ?? 'Refused'}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(text)}\r\n${retry}\r\n${text}`,
  );
}
