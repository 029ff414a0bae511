/** A real receiver on loopback, a real manager that is killed: what happened arrives, signed, by the same id, in Alertmanager's form. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createFetchSender } from '#fleet/app/index.js';
import type { HookAnswer } from '#fleet/domain/index.js';
import { endAll, eventually, ManagerProcess } from './bad-input-manager.ts';

afterAll(endAll);

const time = z.iso.datetime();
const texts = z.record(z.string(), z.string());
/** After "webhook_config" of Alertmanager's documentation, and its template data. */
const alertmanagerBody = z.strictObject({
  version: z.literal('4'),
  groupKey: z.string().min(1),
  truncatedAlerts: z.int().min(0),
  status: z.enum(['firing', 'resolved']),
  receiver: z.string().min(1),
  groupLabels: texts,
  commonLabels: texts,
  commonAnnotations: texts,
  externalURL: z.url(),
  alerts: z
    .array(
      z.strictObject({
        status: z.enum(['firing', 'resolved']),
        labels: z.record(z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/), z.string()),
        annotations: texts,
        startsAt: time,
        endsAt: time,
        generatorURL: z.url(),
        fingerprint: z.string().regex(/^[0-9a-f]{16}$/),
      }),
    )
    .min(1),
});

interface Got {
  readonly id: string;
  readonly body: string;
}

const servers: { close(): void; closeAllConnections(): void }[] = [];
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

async function receiver(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<{ url: string; got: Got[] }> {
  const got: Got[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    got.push({ id: String(request.headers['webhook-id']), body: Buffer.concat(chunks).toString() });
    answer(request, response);
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/in`, got };
}

test('a message that waits survives kill -9 and arrives by the same id, in the form of Alertmanager', async () => {
  let status = 500;
  const { url, got } = await receiver((_request, response) => response.writeHead(status).end());
  let manager = await ManagerProcess.start();
  const { adminToken, folder } = manager;
  const made = await manager.api('POST', '/v1/hooks', { name: 'oncall', url, on: 'kind == "group.create"' });
  expect([made.status, made.body.secret]).toEqual([201, expect.stringMatching(/^whsec_/)]);
  expect(await manager.api('POST', '/v1/hooks/oncall/test', {})).toMatchObject({ body: { delivered: false, answer: '500' } });
  await manager.order('/v1/groups', { name: 'pilots', selector: 'site=north' });
  await eventually('the first attempt', () => got.length === 2);
  await manager.stop('SIGKILL');
  status = 200;
  manager = await ManagerProcess.start({ folder, adminToken });
  await eventually('it is delivered', async () => (await manager.api('GET', '/v1/hooks/oncall')).body.delivered === 1);
  expect([...new Set(got.slice(1).map(({ id }) => id))]).toHaveLength(1);
  for (const { body } of got) expect(alertmanagerBody.safeParse(JSON.parse(body)).error).toBeUndefined();
  expect((await manager.api('GET', '/v1/hooks/oncall')).body).not.toHaveProperty('secret');
  await manager.stop();
});

const post = (url: string): Promise<HookAnswer> =>
  new Promise((done) => {
    createFetchSender().send({ url, headers: {}, body: '{}', timeoutMs: 300, answerBytes: 1_024 }, done);
  });

test.each<[string, (request: IncomingMessage, response: ServerResponse) => void, object]>([
  ['never answers', () => undefined, { type: 'failed', reason: 'no answer within 300 ms' }],
  ['hangs up', (request) => void request.socket.destroy(), { type: 'failed' }],
  ['redirects', (_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(), { status: 302 }],
  ['asks for time', (_request, response) => response.writeHead(503, { 'retry-after': '7' }).end(), { status: 503, retryAfterMs: 7_000 }],
  [
    'answers without an end',
    (_request, response) => {
      response.writeHead(200);
      const more = () => {
        if (!response.destroyed) response.write(Buffer.alloc(65_536), () => setImmediate(more));
      };
      more();
    },
    { status: 200 },
  ],
])('a receiver that %s', async (_what, answer, expected) => {
  const { url } = await receiver(answer);
  expect(await post(url)).toMatchObject(expected);
});

test('a receiver that is not there', async () => {
  expect(await post('http://127.0.0.1:8/')).toMatchObject({ type: 'failed', reason: expect.stringContaining('ECONNREFUSED') });
});
