import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isSeatrialError, messageOf, SeatrialError } from '#proto/kit/index.js';
import { answerControl, type ControlTarget } from './control-routes.ts';
import { fail } from './host-errors.ts';
import { isRecord } from './kept-device.ts';
import type { HostFile } from './population-folder.ts';

/** Bytes that a host reads of one request. */
const mostBodyBytes = 65_536;
/** Connections at once. */
const mostConnections = 64;

/** How a running host is spoken to: over loopback, with the token of its host.json. docs/SIMULATOR.md has the requests. */
export interface Control {
  readonly url: string;
  close(): Promise<void>;
}

/** Opens the control on a free loopback port. Requests without the token get 401. */
export async function openControl(target: ControlTarget, token: string): Promise<Control> {
  const server = createServer((request, response) => void serve(target, token, request, response));
  server.maxConnections = mostConnections;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  server.unref();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(target: ControlTarget, token: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    if (request.headers.authorization !== `Bearer ${token}`) {
      throw fail('E2121', {
        message: `${request.method} ${request.url} came ${request.headers.authorization === undefined ? 'without a' : 'with another'} token`,
      });
    }
    const body = await readBody(request);
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const answer = await answerControl(target, { method: request.method ?? 'GET', url, body });
    send(response, answer.status, answer.body);
  } catch (error) {
    request.resume();
    const known = isSeatrialError(error) ? error : fail('E2130', { message: messageOf(error), cause: error });
    send(response, known.status, problemOf(known));
  }
}

/** @throws E2123 before it is kept */
async function readBody(request: IncomingMessage): Promise<string> {
  const announced = Number(request.headers['content-length'] ?? 0);
  const parts: Buffer[] = [];
  let bytes = announced;
  if (announced <= mostBodyBytes) {
    bytes = 0;
    for await (const part of request as AsyncIterable<Buffer>) {
      bytes += part.length;
      if (bytes > mostBodyBytes) break;
      parts.push(part);
    }
  }
  if (bytes > mostBodyBytes) throw fail('E2123', { message: `the body has ${bytes} bytes or more, the limit is ${mostBodyBytes}` });
  return Buffer.concat(parts).toString('utf8');
}

/** As the manager's API tells errors (RFC 9457). */
function problemOf(error: SeatrialError): unknown {
  const { code, definition, message, next, exit, status } = error;
  return { type: `seatrial:${code}`, code, title: definition.title, status, message, why: definition.why, next, exit };
}

function send(response: ServerResponse, status: number, body: unknown): void {
  if (response.destroyed) return;
  const text = JSON.stringify(body);
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  // A body that was not read to its end must not be taken for the next request.
  const headers = status === 413 ? { connection: 'close' } : {};
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text), ...headers });
  response.end(text);
}

/** What became of a question to a host: its answer; what it refused; silent: it is there and says nothing; gone: nobody, or somebody else, is there. */
export type HostAnswer =
  | { readonly type: 'answer'; readonly body: Readonly<Record<string, unknown>> }
  | { readonly type: 'refusal'; readonly error: SeatrialError }
  | { readonly type: 'silent' }
  | { readonly type: 'gone' };

/** Longest time for an answer, ms. */
const answerWithinMs = 2_000;
/** A question that every process of the population has a part in takes as long as they are busy, ms. */
const slowAnswerWithinMs = 10_000;

/**
 * Asks the host of a host file. A host listens as long as its file stands, even while it hangs or is halted; a killed one does not: so
 * whoever refuses the connection, or does not know the token, is not this host.
 */
export async function askHost(host: HostFile, path = '/v1/host', method = 'GET', body?: unknown): Promise<HostAnswer> {
  const late = AbortSignal.timeout(path === '/v1/host' || path === '/v1/stop' ? answerWithinMs : slowAnswerWithinMs);
  try {
    const response = await fetch(host.controlUrl + path, {
      method,
      headers: { authorization: `Bearer ${host.controlToken}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: late,
    });
    if (response.status === 401) return { type: 'gone' };
    const answer: unknown = await response.json();
    if (!isRecord(answer)) return { type: 'gone' };
    return response.ok ? { type: 'answer', body: answer } : refusalOf(answer, response.status);
  } catch {
    return { type: late.aborted ? 'silent' : 'gone' };
  }
}

function refusalOf(problem: Readonly<Record<string, unknown>>, status: number): HostAnswer {
  const text = (key: string): string => (typeof problem[key] === 'string' ? problem[key] : '');
  const exit = typeof problem.exit === 'number' ? problem.exit : 1;
  if (!/^E\d{4}$/.test(text('code'))) return { type: 'gone' };
  const definition = { title: text('title'), why: text('why'), next: text('next'), exit, status };
  return { type: 'refusal', error: new SeatrialError(text('code'), definition, { message: text('message') }) };
}
