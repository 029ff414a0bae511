/** The API over HTTP before a fake manager: what tests of routes begin with. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Manager } from '#fleet/domain/index.js';
import { silentLog } from '#proto/kit/index.js';
import { createFakeManager, type FakeManager, fakeSecrets } from './fake-manager.ts';
import { type ApiLimits, createApi } from './index.ts';

/** What a rig may set. */
export interface ApiRigOptions {
  readonly limits?: Partial<ApiLimits>;
  /** Names that the API answers to. */
  readonly hostnames?: string[];
  /** Devices of the fake manager; 3 when left out. */
  readonly devices?: number;
  /** Ports that take the place of those of the fake manager. */
  readonly manager?: Partial<Manager>;
}

/** What a call has beside method and path. */
export interface ApiCall {
  /** The token; that of an admin when left out, none when empty. */
  readonly token?: string;
  /** Sent as JSON; a string as it is. */
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** An API that is served, and the fake manager behind it. */
export interface ApiRig extends FakeManager {
  readonly url: string;
  call(method: string, path: string, options?: ApiCall): Promise<Response>;
  close(): Promise<void>;
}

/** Serves an API until it is closed. */
export async function serveApi({ limits = {}, hostnames, devices, manager }: ApiRigOptions = {}): Promise<ApiRig> {
  const fake = createFakeManager(devices);
  const api = await createApi({
    manager: { ...fake.manager, ...manager },
    log: silentLog,
    version: '0.1.0',
    limits,
    ...(hostnames === undefined ? {} : { hostnames }),
  });
  const server = createServer(api.handleRequest).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const call: ApiRig['call'] = (method, path, { token = fakeSecrets.admin, body, headers = {} } = {}) =>
    fetch(`${url}${path}`, {
      method,
      headers: {
        ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  const close = async (): Promise<void> => {
    await api.close();
    server.close();
    server.closeAllConnections();
  };
  return { ...fake, url, call, close };
}

/** Serves an API until the test that asks for it ends. */
export async function startApi(options: ApiRigOptions = {}): Promise<ApiRig> {
  const rig = await serveApi(options);
  onTestFinished(() => rig.close());
  return rig;
}
