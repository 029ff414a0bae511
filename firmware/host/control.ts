import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

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
