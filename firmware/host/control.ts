import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isRecord } from './kept-device.ts';
import type { HostFile } from './population-folder.ts';

/** How a running host is spoken to: over loopback, with the token of its host.json. */
export interface Control {
  readonly url: string;
  close(): Promise<void>;
}

/** What a host lets others do. */
export interface ControlTarget {
  /** GET /v1/host */
  describe(): unknown;
  /** POST /v1/stop: answers 202, then the host ends as after Ctrl-C. */
  stop(): void;
}

/** Opens the control on a free loopback port. Requests without the token get 401, unknown ones 404. */
export async function openControl(target: ControlTarget, token: string): Promise<Control> {
  const server = createServer((request, response) => answer(target, token, request, response));
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

function answer(target: ControlTarget, token: string, request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  if (request.headers.authorization !== `Bearer ${token}`) return send(response, 401, { message: 'the token of host.json is needed' });
  const route = `${request.method} ${request.url}`;
  if (route === 'GET /v1/host') return send(response, 200, target.describe());
  if (route === 'POST /v1/stop') {
    send(response, 202, { stopping: true });
    target.stop();
    return;
  }
  send(response, 404, { message: `no ${route}; there are GET /v1/host and POST /v1/stop` });
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

/** What became of a question to a host: its answer; silent: it is there and says nothing; gone: nobody, or somebody else, is there. */
export type HostAnswer =
  | { readonly type: 'answer'; readonly body: Readonly<Record<string, unknown>> }
  | { readonly type: 'silent' }
  | { readonly type: 'gone' };

/** Longest time for an answer, ms. */
const answerWithinMs = 2_000;

/**
 * Asks the host of a host file. A host listens as long as its file stands, even while it hangs or is halted; a killed one does not: so
 * whoever refuses the connection, or does not know the token, is not this host.
 */
export async function askHost(host: HostFile, path = '/v1/host', method = 'GET'): Promise<HostAnswer> {
  const late = AbortSignal.timeout(answerWithinMs);
  try {
    const response = await fetch(host.controlUrl + path, {
      method,
      headers: { authorization: `Bearer ${host.controlToken}` },
      signal: late,
    });
    const body: unknown = response.ok ? await response.json() : undefined;
    return isRecord(body) ? { type: 'answer', body } : { type: 'gone' };
  } catch {
    return { type: late.aborted ? 'silent' : 'gone' };
  }
}
